import type { ComponentChildren } from "preact";
import { Field } from "@/components/web/Field.tsx";
import { notReminded } from "@/lib/contracts/terms.ts";
import type { Deed, Typed } from "@/lib/contracts/terms.ts";
import { contractHref, ENDINGS } from "@/lib/contracts/words.ts";
import { dueText } from "@/lib/text/dates.ts";
import { listText } from "@/lib/text/names.ts";
import type { ContractView } from "./view.ts";

/** What else can be done about a contract, each with its consequence before the button. */
export function TermsForms(view: ContractView) {
  const { page } = view;
  const { state, cycle, client, contract_id } = page;
  return (
    <section aria-labelledby="do">
      <h2 id="do">Do something else</h2>
      <div class="doings">
        {cycle && <Remind view={view} />}
        {cycle && state === "active" && (
          <p class="fold">
            <a href={`/office/letter/${contract_id}`}>Print a letter</a>{" "}
            <small>with the link, as a square to photograph and as a code to type</small>
          </p>
        )}
        {cycle && <Links view={view} />}
        {cycle && <DueDate view={view} />}
        {state === "active" && cycle && <Skip view={view} />}
        {state === "paused" && <Resume view={view} />}
        {state !== "draft" && <Pause view={view} />}
        <NoCharge view={view} />
        <Tax view={view} />
        {view.isAdmin && (
          <p class="fold">
            <a href={`/office/reprice?contract=${contract_id}`}>Another fee</a>{" "}
            <small>from a day on; what was told stays</small>
          </p>
        )}
        <Cancel view={view} />
      </div>
      <p class="soft">
        {client.name}{" "}
        has died, moved away with all they have, or is in hospital? That is one form for all of
        their contracts:{" "}
        <a href={`/office/clients/${client.customer_id}/changed`}>something changed</a>.
      </p>
    </section>
  );
}

/** One of them: its name and consequence, and behind them its form. A refused form stays open, as it was typed. */
function Doing({ view, deed, name, then, button, danger, children }: {
  view: ContractView;
  deed: Deed;
  name: string;
  then: string;
  button: string;
  danger?: boolean;
  children?: ComponentChildren;
}) {
  const { page, refused } = view;
  return (
    <details class="fold" open={refused?.deed === deed} id={deed}>
      <summary>
        <span>{name}</span>
        <small>{then}</small>
      </summary>
      <form method="post" action={`${contractHref(page.contract_id)}#${deed}`} class="plain-form">
        <input type="hidden" name="shown" value={page.shown} />
        {children}
        <button type="submit" name="do" value={deed} class={danger ? "danger" : undefined}>
          {button}
        </button>
      </form>
    </details>
  );
}

/** What was typed into a form, where that form was refused, and what is to be corrected. */
function fieldOf({ refused, typed }: ContractView, deed: Deed, name: keyof Typed) {
  const own = refused?.deed === deed ? refused : undefined;
  return {
    name,
    id: `${deed}-${name}`,
    value: own ? typed[name] : undefined,
    complaint: own?.field === name ? own.complaint : undefined,
  };
}

function Reason({ view, deed }: { view: ContractView; deed: Deed }) {
  return (
    <Field
      {...fieldOf(view, deed, "reason")}
      label="Why"
      hint="For whoever looks at it later."
      maxLength={500}
      required
    />
  );
}

const BOOKED = {
  booked: "A visit is booked. Move or cancel that first.",
  begun: "The technician is at the visit just now.",
};

function InTheWay({ visit }: { visit: "begun" | "booked" | null }) {
  return visit && <p class="notice warn">{BOOKED[visit]}</p>;
}

function DueDate({ view }: { view: ContractView }) {
  const { page, typed, refused } = view;
  const isAnew = refused?.deed === "due" && typed.rhythm === "anew";
  return (
    <Doing
      view={view}
      deed="due"
      name="Change the due date"
      then="this time only, or from now on; reminders begin anew"
      button="Change the due date"
    >
      <InTheWay visit={page.acts.visit} />
      <Field {...fieldOf(view, "due", "due_on")} label="Due on" type="date" required />
      <fieldset>
        <legend>For how long?</legend>
        <label class="check">
          <input type="radio" name="rhythm" value="keep" checked={!isAnew} />
          <span>
            This time only: the visits after it stay counted from {dueText(page.due_anchor_on)}
          </span>
        </label>
        <label class="check">
          <input type="radio" name="rhythm" value="anew" checked={isAnew} />
          <span>From now on: the visits after it are counted from the new day</span>
        </label>
      </fieldset>
      <Reason view={view} deed="due" />
    </Doing>
  );
}

function Skip({ view }: { view: ContractView }) {
  const { cycle, acts } = view.page;
  const next = acts.skips_to && dueText(acts.skips_to);
  return (
    <Doing
      view={view}
      deed="skip"
      name="Not this time"
      then={`closes cycle ${cycle!.number}, next due ${next}`}
      button="Let this visit out"
    >
      <InTheWay visit={acts.visit} />
      <p>
        The link that the client has expires. The next visit is due{" "}
        {next}, and reminders go out before that.
      </p>
      <Reason view={view} deed="skip" />
    </Doing>
  );
}

function Pause({ view }: { view: ContractView }) {
  const { state, acts } = view.page;
  const rests = state === "paused";
  const isChosen = view.refused?.deed === "pause" && view.typed.cancel_booking === "yes";
  return (
    <Doing
      view={view}
      deed="pause"
      name={rests ? "Let it rest until another day" : "Pause until …"}
      then="nothing is mailed meanwhile"
      button={rests ? "Change it" : "Pause the contract"}
    >
      <p>
        On the day it goes on by itself, and is due two weeks later at the earliest. Calls about it
        are closed.
      </p>
      <Field
        {...fieldOf(view, "pause", "until")}
        label="Until"
        hint="Leave it empty if nobody knows: then it rests until somebody lets it go on."
        type="date"
      />
      {acts.visit === "booked" && (
        <label class="check">
          <input type="checkbox" name="cancel_booking" value="yes" checked={isChosen} />
          <span>Cancel the booked visit if it is before that day; the client is told</span>
        </label>
      )}
      {acts.visit === "begun" && <InTheWay visit="begun" />}
      <Reason view={view} deed="pause" />
    </Doing>
  );
}

function Resume({ view }: { view: ContractView }) {
  const { acts } = view.page;
  const proposed = fieldOf(view, "resume", "due_on");
  return (
    <Doing
      view={view}
      deed="resume"
      name="Let it go on"
      then={`due ${acts.resumes_due_on && dueText(acts.resumes_due_on)}, or when you say`}
      button="Let it go on"
    >
      <p>Reminders go out again before that day.</p>
      <Field
        {...proposed}
        value={proposed.value ?? acts.resumes_due_on ?? ""}
        label="Due on"
        type="date"
        required
      />
    </Doing>
  );
}

function NoCharge({ view }: { view: ContractView }) {
  const { price } = view.page;
  const until = fieldOf(view, "free", "until");
  const reason = fieldOf(view, "free", "reason");
  return (
    <Doing
      view={view}
      deed="free"
      name="No charge until …"
      then={price.no_charge_until
        ? `now until ${dueText(price.no_charge_until)}`
        : "such as a warranty"}
      button="Save"
    >
      <p>
        Visits due until that day cost nothing.
        {price.frozen_on && " This cycle's price was told to the client, so it stays."}
      </p>
      <Field
        {...until}
        value={until.value ?? price.no_charge_until ?? ""}
        label="Until"
        hint="Leave it empty to charge for every visit."
        type="date"
      />
      <Field
        {...reason}
        value={reason.value ?? price.no_charge_reason ?? ""}
        label="Why"
        hint="The client reads it: “included in your warranty”."
        maxLength={500}
      />
    </Doing>
  );
}

function Tax({ view }: { view: ContractView }) {
  const { price, acts } = view.page;
  const code = fieldOf(view, "tax", "tax_code_id");
  const reason = fieldOf(view, "tax", "reason");
  const chosen = code.value ?? price.tax_code_id;
  return (
    <Doing
      view={view}
      deed="tax"
      name="Tax it otherwise"
      then={`now ${price.contract_tax}`}
      button="Save"
    >
      <p>
        For whoever is taxed otherwise than their kind of unit.
        {price.frozen_on && " This cycle's price was told to the client, so it stays."}
      </p>
      <div class="field">
        <label for={code.id}>Tax</label>
        {code.complaint && <p class="complaint" id="tax-complaint">{code.complaint}</p>}
        <select
          id={code.id}
          name="tax_code_id"
          aria-invalid={code.complaint ? true : undefined}
          aria-describedby={code.complaint ? "tax-complaint" : undefined}
        >
          {acts.taxes.map(({ tax_code_id, name }) => (
            <option key={tax_code_id} value={tax_code_id} selected={tax_code_id === chosen}>
              {name}
            </option>
          ))}
        </select>
      </div>
      <Field
        {...reason}
        value={reason.value ?? price.tax_reason ?? ""}
        label="Why"
        hint="It stands on the invoices."
        maxLength={500}
        required
      />
    </Doing>
  );
}

function Cancel({ view }: { view: ContractView }) {
  const { typed, refused, page } = view;
  const why = fieldOf(view, "cancel", "why");
  return (
    <Doing
      view={view}
      deed="cancel"
      name="End the contract"
      then="asks why; it cannot be taken back"
      button="End the contract"
      danger
    >
      <p>
        Its link expires, and no reminder goes out any more.
        {page.acts.visit === "begun" && " Not now, though: the technician is at the visit."}
      </p>
      <fieldset aria-describedby={why.complaint ? "why-complaint" : undefined}>
        <legend>Why does it end?</legend>
        {why.complaint && <p class="complaint" id="why-complaint">{why.complaint}</p>}
        {Object.entries(ENDINGS).map(([reason, { label, then }]) => (
          <div class="choice" key={reason}>
            <label>
              <input
                type="radio"
                name="why"
                value={reason}
                checked={refused?.deed === "cancel" && typed.why === reason}
                required
              />
              <span>{label}</span>
            </label>
            <p class="then">{then}</p>
          </div>
        ))}
      </fieldset>
      {page.acts.visit === "booked" && (
        <label class="check">
          <input
            type="checkbox"
            name="tell"
            value="no"
            checked={refused?.deed === "cancel" && typed.tell === "no"}
          />
          <span>
            No mail about the booked visit<small>
              They know already, from a call for instance. It is cancelled all the same.
            </small>
          </span>
        </label>
      )}
      <Field
        {...fieldOf(view, "cancel", "note")}
        label="Note"
        hint="You can leave this empty, but for “something else”."
        maxLength={500}
      />
    </Doing>
  );
}

function Remind({ view }: { view: ContractView }) {
  const { acts, cycle } = view.page;
  if (acts.not_reminded) {
    return (
      <p class="fold">
        No reminder can go now <small>{notReminded(acts.not_reminded)}</small>
      </p>
    );
  }
  return (
    <Doing
      view={view}
      deed="remind"
      name={cycle!.told.length > 0 ? "Send the reminder again" : "Send a reminder now"}
      then={`to ${listText(acts.reminds)}`}
      button="Send it"
    >
      <p>
        It tells the due date and the price, with the link to book. That you sent it is on record.
      </p>
    </Doing>
  );
}

function Links({ view }: { view: ContractView }) {
  const { name } = view.page.client;
  return (
    <>
      <Doing
        view={view}
        deed="link"
        name={`Copy the link of ${name}`}
        then="to read out or to paste; noted on record"
        button="Show the link"
      >
        <p>Whoever holds it can book and cancel for {name}.</p>
      </Doing>
      <Doing
        view={view}
        deed="replace"
        name="Replace the link"
        then="if it got into wrong hands"
        button="Replace the link"
        danger
      >
        <p>
          The one that {name}{" "}
          has in a mail or a letter says that it has expired. Mail that waits goes out with the new
          one.
        </p>
      </Doing>
    </>
  );
}
