import { StateMark } from "@/components/web/StateMark.tsx";
import type { RepairPage, RepairReport as Report } from "@/lib/repairs/page.ts";
import { shortDayText, unbroken } from "@/lib/text/dates.ts";
import type { Mark } from "@/lib/text/mark.ts";
import { partText, repairHref, SIGNERS } from "@/lib/text/visits.ts";

const RESULTS: Record<string, Mark> = {
  pass: { text: "Pass", shape: "done" },
  fail: { text: "Fail", shape: "failed" },
  not_applicable: { text: "N.A.", shape: "todo" },
};

/** What was done: which lines pass now, what was put in, who signed. */
export function RepairReport({ page, report }: { page: RepairPage; report: Report }) {
  const { repaired_on, recorded_by, by, labour_minutes, findings, parts, results } = report;
  return (
    <section aria-labelledby="done">
      <h2 id="done">What was done</h2>
      <dl class="facts">
        <dt>Repaired</dt>
        <dd>
          {unbroken(shortDayText(repaired_on))}
          <small>
            {recorded_by === "office" ? "Recorded in the office" : "Recorded on the phone"}
            {by && ` by ${by}`}
            {labour_minutes !== null &&
              `, ${labour_minutes} ${labour_minutes === 1 ? "minute" : "minutes"} of work`}
          </small>
        </dd>
        {findings && <dt>Work</dt>}
        {findings && <dd class="words">{findings}</dd>}
        <dt>Put in</dt>
        <dd>{parts.length === 0 ? "Nothing" : parts.map(partText).join("; ")}</dd>
        {results.length > 0 && <dt>Checked again</dt>}
        {results.map(({ position, label, result, note }) => (
          <dd key={position}>
            {label} <StateMark mark={RESULTS[result]} />
            {note && <small>“{note}”</small>}
          </dd>
        ))}
        <dt>Signature</dt>
        <dd>
          {report.picture && (
            <img
              class="drawn"
              src={`data:image/png;base64,${report.picture.replace(/\s/g, "")}`}
              alt={`Signature of ${report.signature?.name ?? "the client"}`}
              width="320"
              height="160"
            />
          )}
          {signedText(report)}
        </dd>
      </dl>
      {report.next_repair_id && (
        <p class="notice warn">
          <strong>Something still fails.</strong>{" "}
          <a href={repairHref(report.next_repair_id)}>It was quoted again</a>
          {page.unit.condition === "out_of_service" && "; the unit stays out of service"}.
        </p>
      )}
    </section>
  );
}

function signedText({ signature }: Report): string {
  if (signature === null) return "None";
  if (signature.role === "unable") return `Nobody could sign: ${signature.reason}`;
  const as = SIGNERS[(signature.role ?? "") as keyof typeof SIGNERS];
  return [signature.name, as, signature.method === "drawn" ? "drawn" : "name typed"]
    .filter(Boolean).join(", ");
}
