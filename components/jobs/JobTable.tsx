import { StateMark } from "@/components/web/StateMark.tsx";
import type { Nights, Run } from "@/lib/jobs/nights.ts";
import { countsText, failuresOf, jobWords } from "@/lib/jobs/words.ts";
import { hourText, instantText, monthDayText, sentence, unbroken } from "@/lib/text/dates.ts";
import type { Mark } from "@/lib/text/mark.ts";
import type { NightsView } from "./view.ts";

/** What runs every day, what it did last, and for administrators a button that runs it now. */
export function JobTable({ nights, zone, isAdmin }: NightsView) {
  return (
    <section aria-labelledby="jobs">
      <h2 id="jobs">What runs every day</h2>
      <table class="list nights">
        <thead>
          <tr>
            <th scope="col">Job</th>
            <th scope="col">State</th>
            <th scope="col">Last time</th>
            {isAdmin && <th scope="col">Now</th>}
          </tr>
        </thead>
        <tbody>
          {nights.jobs.map((job) => {
            const { title, does } = jobWords(job.job);
            const last = lastRun(nights, job.job);
            return (
              <tr key={job.job}>
                <th scope="row">
                  {title}
                  <small>{does} {unbroken(sentence(`From ${hourText(job.hour)}`))}</small>
                </th>
                <td>
                  <StateMark mark={stateOf(job.missed, last)} />
                </td>
                <td>
                  {last === undefined ? "Not in the last fourteen days" : (
                    <>
                      {unbroken(instantText(last.at, zone))}
                      <small>{countsText(last.counts)}</small>
                    </>
                  )}
                </td>
                {isAdmin && (
                  <td>
                    <form method="post">
                      <input type="hidden" name="job" value={job.job} />
                      <button type="submit" class="second" name="do" value="run">
                        Run now<span class="unseen">: {title}</span>
                      </button>
                    </form>
                  </td>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function lastRun({ nights }: Nights, job: string): Run | undefined {
  return nights.find(({ runs }) => job in runs)?.runs[job];
}

function stateOf(missed: string | null, last: Run | undefined): Mark {
  if (missed !== null) return { shape: "failed", text: `Missed on ${monthDayText(missed)}` };
  if (last === undefined) return { shape: "todo", text: "Has not run by itself yet" };
  const failures = failuresOf(last.counts);
  return failures > 0
    ? { shape: "late", text: `Ran, ${failures} failed` }
    : { shape: "done", text: "Ran" };
}
