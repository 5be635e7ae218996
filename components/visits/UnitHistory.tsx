import { Title } from "@/components/web/Title.tsx";
import { capitalized, kindName } from "@/lib/text/names.ts";
import type { VisitHistory } from "@/lib/visits/history.ts";
import { visitHref } from "@/lib/visits/words.ts";
import { BackRow } from "./Bars.tsx";
import { WholeVisit } from "./Past.tsx";
import { UnitLine } from "./StopParts.tsx";

/** All that was found at a unit before, newest first. */
export function UnitHistory({ history, isOlder }: { history: VisitHistory; isOlder: boolean }) {
  const { unit, visits, older_than } = history;
  const here = visitHref(unit.visit_id, "history");
  return (
    <>
      <BackRow href={visitHref(unit.visit_id)} to="The job" />
      <div class="tech flow">
        <Title>{`${capitalized(kindName(unit.kind))}: earlier visits`}</Title>
        <UnitLine unit={unit} />
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
