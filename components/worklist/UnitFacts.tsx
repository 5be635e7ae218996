import { costNote, costText, lineText } from "@/lib/text/price.ts";
import { capitalized } from "@/lib/text/names.ts";
import { shortName } from "@/lib/text/units.ts";
import type { ActivityPage } from "@/lib/worklist/shapes.ts";
import { lateText, shortDay, unitOf } from "@/lib/worklist/words.ts";

/** What it is about: the unit with its due date, what the visit costs, what else could be done in the same visit. */
export function UnitFacts({ activity }: { activity: ActivityPage }) {
  const { unit, others, today, contract_id } = activity;
  const name = unitOf(activity);
  if (name === null) return null;
  const note = unit && costNote([unit]);
  return (
    <dl class="facts">
      <dt>Unit</dt>
      <dd>
        <a href={`/office/contracts/${contract_id}`}>{name}</a>
        {unit && (
          <small>
            {lateText(unit.due_on, today)}
            {unit.due_on <= today && `, due date ${shortDay(unit.due_on)}`}
          </small>
        )}
      </dd>
      {unit && (
        <>
          <dt>Price</dt>
          <dd>
            {capitalized(costText([unit]))}
            {note && <small>{note}</small>}
          </dd>
        </>
      )}
      {others.length > 0 && (
        <>
          <dt>Also</dt>
          <dd>
            {others.map((other) => (
              <small key={other.contract_id}>
                {capitalized(shortName(other))}, {lateText(other.due_on, today)}: same visit,{" "}
                {lineText(other)}
              </small>
            ))}
          </dd>
        </>
      )}
    </dl>
  );
}
