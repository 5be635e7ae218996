import { decisionText, eventText, failureText } from "@/lib/repairs/words.ts";
import { instantText, shortDayText, unbroken } from "@/lib/text/dates.ts";
import type { RepairPage } from "@/lib/repairs/page.ts";
import type { RepairView } from "./view.ts";

interface Line {
  at: string;
  by: string | null;
  text: string;
  note?: string | null;
}

/** What became of the repair, who did it and when, the latest first. */
export function Trail({ page, zone }: RepairView) {
  return (
    <section aria-labelledby="trail">
      <h2 id="trail">What happened</h2>
      <ol class="plain-list trail">
        {linesOf(page).toReversed().map(({ at, by, text, note }, index) => (
          <li key={index}>
            {text}
            {note && <q>{note}</q>}
            <small>
              <time dateTime={at}>{unbroken(instantText(at, zone))}</time>
              {by && `, ${by}`}
            </small>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Each step of the trail, with what is on record of it beside the trail. */
function linesOf({ trail, decisions, waits, failures }: RepairPage): Line[] {
  const answers = [...decisions];
  const orders = [...waits];
  const steps = trail.map(({ at, by, what, note }): Line => {
    const decision = what === "approved" || what === "declined" ? answers.shift() : undefined;
    if (decision) return { at, by, text: decisionText(decision), note: decision.note };
    const wait = what === "waiting_for_parts" ? orders.shift() : undefined;
    if (wait) {
      const due = wait.expected_on ? `, expected ${shortDayText(wait.expected_on)}` : "";
      return { at, by, text: `${eventText(what)}: ${wait.what}${due}` };
    }
    return { at, by, text: eventText(what), note };
  });
  const drives = failures.map(({ at, by, reason, note }): Line => ({
    at,
    by,
    text: `Somebody drove there in vain: ${failureText(reason).toLowerCase()}`,
    note,
  }));
  return [...steps, ...drives].sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
}
