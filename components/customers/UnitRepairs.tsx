import { Field } from "@/components/web/Field.tsx";
import type { Unopened } from "@/lib/customers/condition.ts";
import type { UnitHistory, UnitRepair } from "@/lib/customers/history.ts";
import type { PutIn } from "@/lib/database/shapes.ts";
import { shortDayText, unbroken } from "@/lib/text/dates.ts";
import { partText, photosText, repairHref, repairText } from "@/lib/text/visits.ts";

/** The repairs of a unit, a new one where its owner calls, and what was ever put into it. */
export function UnitRepairs(
  { history, unopened }: { history: UnitHistory; unopened?: Unopened },
) {
  const { unit, repairs, put_in } = history;
  return (
    <>
      <section aria-labelledby="repairs">
        <h2 id="repairs">Repairs</h2>
        <RepairLinks repairs={repairs} />
        {repairs.length === 0 && <p>None is on record.</p>}
        {unit.condition !== "retired" && <OpenRepair history={history} unopened={unopened} />}
      </section>
      <section aria-labelledby="put-in">
        <h2 id="put-in">Parts put in</h2>
        {put_in.length === 0
          ? <p>None is on record.</p>
          : <ul>{put_in.map((part, index) => <li key={index}>{putInText(part)}</li>)}</ul>}
      </section>
    </>
  );
}

/** Repairs, each with the way to its page. */
export function RepairLinks({ repairs }: { repairs: UnitRepair[] }) {
  if (repairs.length === 0) return null;
  return (
    <ul>
      {repairs.map((repair) => (
        <li key={repair.work_order_id}>
          <a href={repairHref(repair.work_order_id)}>{unbroken(repairText(repair))}</a>
          {repair.problem && <small>“{repair.problem}”</small>}
          {repair.photos > 0 && <small>{photosText(repair.photos)}</small>}
        </li>
      ))}
    </ul>
  );
}

function putInText({ on_day, technician, visit_id, work_order_id, ...part }: PutIn) {
  const href = work_order_id ? repairHref(work_order_id) : `/office/visits/${visit_id}`;
  return (
    <>
      <a href={href}>{unbroken(shortDayText(on_day))}</a>: {partText(part)}
      {technician && `, by ${technician}`}
    </>
  );
}

/** Somebody calls because it does not work. */
function OpenRepair({ history: { unit }, unopened }: {
  history: UnitHistory;
  unopened?: Unopened;
}) {
  return (
    <details class="fold on-screen" id="repair" open={unopened !== undefined}>
      <summary>It does not work: open a repair</summary>
      <form method="post" action={`/office/units/${unit.unit_id}#repair`} class="plain-form">
        <p>It is quoted from the rate card; the quote can be changed until the client says yes.</p>
        <Field
          name="problem"
          label="What is wrong, in the client's words"
          maxLength={300}
          value={unopened?.problem}
          complaint={unopened?.complaint}
          required
        />
        {unit.condition === "in_service" && (
          <label class="check">
            <input
              type="checkbox"
              name="out_of_service"
              value="yes"
              checked={unopened?.isOut}
            />
            <span>Nobody is to use it until it is repaired</span>
          </label>
        )}
        <button type="submit" name="do" value="repair">Open a repair</button>
      </form>
    </details>
  );
}
