import { Field } from "@/components/web/Field.tsx";
import { shortDayText } from "@/lib/text/dates.ts";
import { listText } from "@/lib/text/names.ts";
import { repairNumber } from "@/lib/text/visits.ts";
import { NOT_REVERSED } from "@/lib/visits/office.ts";
import type { Reversal } from "@/lib/visits/page.ts";
import { officeHref } from "@/lib/visits/office_words.ts";
import type { VisitView } from "./view.ts";

/** A visit that was recorded by mistake: what taking it back brings about, before the button. */
export function ReverseVisit(
  { page, reversal, refused, typed, isAdmin }: VisitView & { reversal: Reversal },
) {
  const { refusal } = reversal;
  const complaint = refused?.deed === "reverse" ? refused : undefined;
  return (
    <section aria-labelledby="reverse">
      <h2 id="reverse">Recorded by mistake?</h2>
      {refusal
        ? <p>It cannot be taken back. {NOT_REVERSED[refusal] ?? "It changed meanwhile."}</p>
        : !isAdmin
        ? <p>Only an administrator can take a visit back.</p>
        : (
          <details class="fold" open={complaint !== undefined}>
            <summary>Take this visit back</summary>
            <form
              method="post"
              action={`${officeHref(page.visit_id)}#reverse`}
              class="plain-form"
            >
              <ul class="plain-list">
                {consequencesOf(reversal).map((each) => <li key={each}>{each}</li>)}
              </ul>
              <Field
                name="reason"
                id="reverse-reason"
                label="Why it is taken back"
                complaint={complaint?.field === "reason" ? complaint.complaint : undefined}
                value={complaint ? typed.reason : ""}
                required
                maxLength={500}
              />
              <button type="submit" class="danger" name="do" value="reverse">
                Take the visit back
              </button>
            </form>
          </details>
        )}
    </section>
  );
}

/** What goes and what opens again, in the order in which somebody would ask. */
function consequencesOf(reversal: Reversal): string[] {
  const { certificates, void_invoice, charged_anew, repairs, due_on, stays_out_of_service } =
    reversal;
  return [
    `The unit is due again on ${
      shortDayText(due_on)
    }, under a new link. Links that the client has stay expired.`,
    certificates.length > 0 && `Certificate ${listText(certificates)} is revoked.`,
    void_invoice && `Invoice ${void_invoice} is void.`,
    charged_anew > 0 &&
    (charged_anew === 1
      ? "The other unit on it is charged anew."
      : `The ${charged_anew} other units on it are charged anew.`),
    repairs.length > 0 && `Repair ${listText(repairs.map(repairNumber))} is cancelled.`,
    stays_out_of_service && "The unit stays out of service until somebody says otherwise.",
    "The office is asked to book a visit: no reminder goes out again.",
    "All of it stays on record.",
  ].filter((each) => each !== false && each !== null);
}
