import type { Run } from "@/lib/jobs/nights.ts";
import { countsText, failuresOf, jobWords } from "@/lib/jobs/words.ts";
import { weekdayText } from "@/lib/text/dates.ts";
import type { NightsView } from "./view.ts";

/** What was done on each of the last fourteen days. */
export function NightTable({ nights }: NightsView) {
  return (
    <section aria-labelledby="lately">
      <h2 id="lately">The last fourteen days</h2>
      <table class="list nights">
        <thead>
          <tr>
            <th scope="col">Day</th>
            <th scope="col">What was done</th>
          </tr>
        </thead>
        <tbody>
          {nights.nights.map(({ day, runs }) => (
            <tr key={day}>
              <th scope="row">{weekdayText(day)}</th>
              <td>
                <Done runs={runs} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** What found something to do, in a line each; the others by name. */
function Done({ runs }: { runs: Record<string, Run> }) {
  const all = Object.entries(runs).sort(([one], [other]) => one < other ? -1 : 1);
  if (all.length === 0) return <>Nothing ran</>;
  const busy = all.filter(([, { counts }]) => countsText(counts) !== "nothing to do");
  const idle = all.filter(([, { counts }]) => countsText(counts) === "nothing to do");
  return (
    <>
      {busy.map(([job, { counts }]) => (
        <div key={job}>
          <strong>{jobWords(job).title}</strong>: {countsText(counts)}
          {failuresOf(counts) > 0 && (
            <>
              {" "}
              (<a href="/office/work?kind=self_check">look at what failed</a>)
            </>
          )}
        </div>
      ))}
      {idle.length > 0 && (
        <small>Nothing to do: {idle.map(([job]) => jobWords(job).title).join(", ")}</small>
      )}
    </>
  );
}
