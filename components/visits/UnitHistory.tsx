import { Title } from "@/components/web/Title.tsx";
import { StateMark } from "@/components/web/StateMark.tsx";
import { batteryMark } from "@/lib/text/batteries.ts";
import { monthText, unbroken } from "@/lib/text/dates.ts";
import { capitalized, kindName } from "@/lib/text/names.ts";
import { partText } from "@/lib/text/visits.ts";
import type { VisitHistory } from "@/lib/visits/history.ts";
import { visitHref } from "@/lib/visits/words.ts";
import { BackRow } from "./Bars.tsx";
import { WholeVisit } from "./Past.tsx";
import { UnitLine } from "./StopParts.tsx";

/** All that was found at a unit before, newest first. */
export function UnitHistory({ history, isOlder }: { history: VisitHistory; isOlder: boolean }) {
  const { unit, visits, older_than, put_in, battery } = history;
  const here = visitHref(unit.visit_id, "history");
  return (
    <>
      <BackRow href={visitHref(unit.visit_id)} to="The job" />
      <div class="tech flow">
        <Title>{`${capitalized(kindName(unit.kind))}: earlier visits`}</Title>
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
        {visits.length === 0
          ? <p>No earlier visit of this unit is on record.</p>
          : (
            <ol class="history">
              {visits.map((past) => (
                <li key={past.visit_id}>
                  <WholeVisit past={past} />
                </li>
              ))}
            </ol>
          )}
        {older_than && (
          <p>
            <a class="quiet" href={`${here}?older_than=${older_than}`}>Older visits</a>
          </p>
        )}
      </div>
    </>
  );
}
