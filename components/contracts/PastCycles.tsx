import { StateMark } from "@/components/web/StateMark.tsx";
import type { ContractPage } from "@/lib/contracts/page.ts";
import { pastMark, servedBy } from "@/lib/contracts/words.ts";
import { shortDayText } from "@/lib/text/dates.ts";
import { moneyText } from "@/lib/text/money.ts";

/** The cycles before this one, each with its visit, certificate and price. */
export function PastCycles({ page: { past } }: { page: ContractPage }) {
  if (past.length === 0) return null;
  return (
    <section class="box" aria-labelledby="before">
      <h2 id="before">Before</h2>
      <table class="list cards rows">
        <thead>
          <tr>
            <th scope="col">Due</th>
            <th scope="col">What became of it</th>
            <th scope="col">Certificate</th>
            <th scope="col" class="number">Fee</th>
          </tr>
        </thead>
        <tbody>
          {past.map((cycle) => (
            <tr key={cycle.number}>
              <th scope="row">
                {shortDayText(cycle.due_on)}
                <small>cycle {cycle.number}</small>
              </th>
              <td data-label="What became of it">
                <StateMark mark={pastMark(cycle)} />
                {servedBy(cycle) && <small>{servedBy(cycle)}</small>}
                {cycle.visit && (
                  <small>
                    <a
                      href={`/office/visits/${cycle.visit.visit_id}`}
                      aria-label={`Visit of cycle ${cycle.number}`}
                    >
                      Visit
                    </a>
                  </small>
                )}
              </td>
              <td class="whole" data-label="Certificate">{cycle.visit?.certificate ?? "–"}</td>
              <td class="number" data-label="Fee">
                {cycle.fee === null ? "–" : moneyText(cycle.fee)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
