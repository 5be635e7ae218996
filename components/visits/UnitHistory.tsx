import { Title } from "@/components/web/Title.tsx";
import { StateMark } from "@/components/web/StateMark.tsx";
import { batteryMark } from "@/lib/text/batteries.ts";
import { monthText, unbroken } from "@/lib/text/dates.ts";
import { capitalized, kindName } from "@/lib/text/names.ts";
import { partText } from "@/lib/text/visits.ts";
import type { VisitHistory } from "@/lib/visits/history.ts";
import { visitHref } from "@/lib/visits/words.ts";
import { BackRow } from "./Bars.tsx";
import { RepairStep, WholeVisit } from "./Past.tsx";
import { UnitLine } from "./StopParts.tsx";

/** All that was found at a unit before, newest first. */
export function UnitHistory({ history, isOlder, zone }: {
  history: VisitHistory;
  isOlder: boolean;
  zone: string;
}) {
  const { unit, visits, repair_steps, older_than, put_in, battery } = history;
  const entries = [
    ...visits.map((past) => ({ id: past.visit_id, at: past.at, past, step: null })),
    ...repair_steps.map((step) => ({ id: step.step_id, at: step.at, past: null, step })),
  ].sort((one, other) => Date.parse(other.at) - Date.parse(one.at) || (one.id < other.id ? 1 : -1));
  const here = visitHref(unit.visit_id, "history");
  return (
    <>
      <BackRow href={visitHref(unit.visit_id)} to="The job" />
      <div class="tech flow">
        <Title>{`${capitalized(kindName(unit.kind))}: earlier visits and repairs`}</Title>
        <UnitLine unit={unit} />
        {battery && (
          <p>
            Battery: <StateMark mark={batteryMark(battery)} />
          </p>
        )}
        {put_in.length > 0 && (
          <details class="fold">
            <summary>Parts put in ({put_in.length})</summary>
            <ul class="plain-list">
              {put_in.map(({ on_day, technician, ...part }, index) => (
                <li key={index}>
                  {unbroken(monthText(on_day))}: {partText(part)}
                  {technician && `, by ${technician}`}
                </li>
              ))}
            </ul>
          </details>
        )}
        {isOlder && (
          <p>
            <a class="quiet" href={here}>Back to the newest</a>
          </p>
        )}
        {entries.length === 0
          ? <p>No earlier visit or repair of this unit is on record.</p>
          : (
            <ol class="history">
              {entries.map(({ id, past, step }) => (
                <li key={id}>
                  {past ? <WholeVisit past={past} /> : <RepairStep step={step} zone={zone} />}
                </li>
              ))}
            </ol>
          )}
        {older_than && (
          <p>
            <a class="quiet" href={`${here}?older_than=${older_than}`}>Older</a>
          </p>
        )}
      </div>
    </>
  );
}
