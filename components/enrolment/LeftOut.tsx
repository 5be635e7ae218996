import { StateMark } from "@/components/web/StateMark.tsx";
import { complaintOf } from "@/lib/enrolment/wizard/columns.ts";
import type { Counted } from "@/lib/enrolment/wizard/backfill.ts";
import { ASKED, reasonOf } from "@/lib/enrolment/wizard/reasons.ts";
import { numberText, rowsHref } from "@/lib/enrolment/wizard/words.ts";
import { counted } from "@/lib/text/names.ts";

/** So many of a file's remarks stand on the page; all of them are in the file to take along. */
const SHOWN = 50;

/** What is left out and why, what to do about it, and what the files' reader had to say. */
export function LeftOut({ page: { run } }: { page: Counted }) {
  const { report, run_id } = run;
  const reasons = Object.entries(report.skipped).sort(([, a], [, b]) => b - a);
  const rows = reasons.reduce((sum, [, count]) => sum + count, 0);
  const asked = reasons.filter(([reason]) => ASKED.includes(reason))
    .reduce((sum, [, count]) => sum + count, report.conflicts);
  return (
    <section aria-labelledby="left-out">
      <h2 id="left-out">Left out, and why ({counted(rows, "row")})</h2>
      {rows === 0 ? <p>Nothing is left out.</p> : (
        <table class="list cards rows">
          <thead>
            <tr>
              <th scope="col">Reason</th>
              <th scope="col" class="number">Rows</th>
              <th scope="col">What to do</th>
              <th scope="col">Verdict</th>
            </tr>
          </thead>
          <tbody>
            {reasons.map(([reason, count]) => {
              const { title, remedy, mark } = reasonOf(reason);
              return (
                <tr key={reason}>
                  <th scope="row">{title}</th>
                  <td class="number" data-label="Rows">
                    <a href={rowsHref(run_id, { outcome: "skipped", reason })}>
                      {numberText(count)}
                      <span class="unseen">rows: {title}</span>
                    </a>
                  </td>
                  <td data-label="What to do">{remedy}</td>
                  <td data-label="Verdict">
                    <StateMark mark={mark} />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      {report.conflicts > 0 && (
        <p class="notice">
          {counted(report.conflicts, "row")} {report.conflicts === 1 ? "tells" : "tell"}{" "}
          of a unit that another client has. Nothing is guessed:{" "}
          <a href={rowsHref(run_id, { reason: "conflict" })}>look at them</a>. As you enrol, each
          becomes one of the{" "}
          <a href="/office/conflicts">questions of imports</a>, where you decide whose it is.
        </p>
      )}
      {asked > 0 && run.state === "ready" && (
        <form method="post" action={`/office/enrol/check/${run_id}`}>
          <p class="buttons">
            <button type="submit" class="second" name="do" value="questions">
              Put {counted(asked, "row")} that can be helped on the work list
            </button>
          </p>
        </form>
      )}
      <Remarks title="Rows that could not be read" remarks={report.rejected} />
      <Remarks title="Read with a remark" remarks={report.notices} />
    </section>
  );
}

function Remarks({ title, remarks }: {
  title: string;
  remarks: { file: string; line: number; reason: string }[];
}) {
  if (remarks.length === 0) return null;
  return (
    <details class="fold">
      <summary>{title}: {numberText(remarks.length)}</summary>
      <table class="list cards rows">
        <thead>
          <tr>
            <th scope="col">File and line</th>
            <th scope="col">What it is</th>
            <th scope="col">What to do</th>
          </tr>
        </thead>
        <tbody>
          {remarks.slice(0, SHOWN).map((remark, place) => {
            const { what, says, remedy } = complaintOf(remark.reason);
            return (
              <tr key={place}>
                <th scope="row">{remark.file}, {remark.line}</th>
                <td data-label="What it is" class="cell">{what}{says && `: “${says}”`}</td>
                <td data-label="What to do">{remedy}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {remarks.length > SHOWN && (
        <p>
          The first {SHOWN} of {numberText(remarks.length)}.{" "}
          <a href="/office/enrol">Step 1 has all rows that could not be read</a>, to correct and
          bring in again.
        </p>
      )}
    </details>
  );
}
