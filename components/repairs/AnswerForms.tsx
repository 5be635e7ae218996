import { Field } from "@/components/web/Field.tsx";

import { taxText, WAYS } from "@/lib/repairs/words.ts";
import { moneyText, plainAmount } from "@/lib/text/money.ts";
import { complaintOf, type RepairView, typedIn } from "./view.ts";
import { repairHref } from "@/lib/text/visits.ts";

/** What the client says to the quote: who, how, and to how much. */
export function AnswerForms(view: RepairView) {
  const { page } = view;
  const { quote, client } = page;
  return (
    <section aria-labelledby="answer">
      <h2 id="answer">What does the client say?</h2>
      <p class="say">
        “It comes to {moneyText(quote.net)}, {taxText(quote)}, so {moneyText(quote.total)}{" "}
        in all. Shall we do it?”
      </p>
      <datalist id="people">
        <option value={client.name} />
        {client.contacts.map(({ name, relation }) => (
          <option key={name} value={relation ? `${name}, ${relation}` : name} />
        ))}
      </datalist>
      <form method="post" action={`${repairHref(page.work_order_id)}#answer`} class="plain-form">
        <input type="hidden" name="shown" value={page.shown} />
        <input type="hidden" name="amount" value={plainAmount(quote.net)} />
        <WhoAndHow view={view} deed="approve" />
        <button type="submit" name="do" value="approve">
          Yes, for {moneyText(quote.total)} with tax
        </button>
      </form>
      <details class="fold" open={view.refused?.deed === "decline"}>
        <summary>They don't want it</summary>
        <form method="post" action={`${repairHref(page.work_order_id)}#answer`} class="plain-form">
          <input type="hidden" name="shown" value={page.shown} />
          <WhoAndHow view={view} deed="decline" />
          <Field
            name="note"
            id="decline-note"
            label="Why not? You can leave this empty."
            maxLength={500}
            value={typedIn(view, "decline", "note")}
            complaint={complaintOf(view, "decline", "note")}
          />
          <button type="submit" class="second" name="do" value="decline">
            They don't want the repair
          </button>
        </form>
      </details>
    </section>
  );
}

function WhoAndHow({ view, deed }: { view: RepairView; deed: "approve" | "decline" }) {
  const how = typedIn(view, deed, "said_how") || "phone";
  const id = (field: string) => `${deed}-${field}`;
  const wrong = complaintOf(view, deed, "said_by");
  return (
    <>
      <div class="field">
        <label for={id("by")}>Who said it</label>
        {wrong && <p class="complaint" id={id("by-complaint")}>{wrong}</p>}
        <input
          id={id("by")}
          name="said_by"
          list="people"
          value={typedIn(view, deed, "said_by")}
          maxLength={254}
          required
          autocomplete="off"
          aria-invalid={wrong ? true : undefined}
          aria-describedby={wrong ? id("by-complaint") : undefined}
        />
      </div>
      <div class="field">
        <label for={id("how")}>How</label>
        <select id={id("how")} name="said_how">
          {WAYS.map(({ value, label }) => (
            <option key={value} value={value} selected={value === how}>{label}</option>
          ))}
        </select>
      </div>
    </>
  );
}

/** Something else than was agreed to: never charged without another yes. */
export function ReopenForm(view: RepairView) {
  const { page, refused } = view;
  return (
    <details class="fold" id="reopen" open={refused?.deed === "reopen"}>
      <summary>It takes more, or something else, than was agreed to</summary>
      <form method="post" action={`${repairHref(page.work_order_id)}#reopen`} class="plain-form">
        <input type="hidden" name="shown" value={page.shown} />
        <p>The quote can be changed then, and needs another yes before the repair gets a time.</p>
        <Field
          name="reason"
          id="reopen-reason"
          label="Why"
          maxLength={500}
          value={typedIn(view, "reopen", "reason")}
          complaint={complaintOf(view, "reopen", "reason")}
          required
        />
        <button type="submit" class="second" name="do" value="reopen">Open the quote again</button>
      </form>
    </details>
  );
}
