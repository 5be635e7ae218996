import { dueText } from "@/lib/text/dates.ts";
import { kindText, type Step, stepsOf } from "@/lib/contracts/words.ts";
import type { ContractView } from "./view.ts";

/** Where the open cycle stands: what is behind it, what is late, where it is now. */
export function ThisCycle({ page, zone }: ContractView) {
  const { cycle, activities } = page;
  if (cycle === null) return null;
  return (
    <section class="box" aria-labelledby="cycle">
      <h2 id="cycle">This cycle, number {cycle.number}</h2>
      <ol class="cycle">
        {stepsOf(page, zone).map((step) => <OneStep key={step.label + step.text} step={step} />)}
      </ol>
      <NextAhead page={page} />
      {activities.length > 0 && (
        <>
          <h3>To be done about it</h3>
          <ul class="plain-list">
            {activities.map(({ activity_id, kind, urgent, due_on }) => (
              <li key={activity_id}>
                <a href={`/office/work/${activity_id}`}>{kindText(kind)}</a>
                {urgent ? ", urgent" : `, by ${dueText(due_on)}`}
              </li>
            ))}
          </ul>
        </>
      )}
      {cycle.told.some(({ mails }) => mails.length === 0) && (
        <p class="soft">
          Where no mail could go, the office was asked to call or to print a letter.
        </p>
      )}
    </section>
  );
}

/** The cycle after this one, which begins when this one is over. */
function NextAhead({ page: { acts, cycle } }: { page: ContractView["page"] }) {
  if (acts.then_due_on === null) return null;
  const isBooked = acts.visit !== null;
  return (
    <p class="soft">
      {`After that, number ${cycle!.number + 1} is due ${
        dueText(acts.then_due_on)
      }, if this one is served as it is ${
        isBooked ? "booked" : "due"
      }. It can be booked as soon as this visit is done.`}
    </p>
  );
}

const SAID: Record<Step["is"], string> = {
  past: "done: ",
  late: "late: ",
  now: "",
  to_come: "to come: ",
};

function OneStep({ step: { label, text, is } }: { step: Step }) {
  return (
    <li class={is.replace("_", "-")} aria-current={is === "now" ? "step" : undefined}>
      <strong>
        {SAID[is] && <span class="unseen">{SAID[is]}</span>}
        {label}
      </strong>
      <span>{text}</span>
    </li>
  );
}
