import type { KeptReport } from "@/lib/database/kept_report.ts";
import { sentence } from "@/lib/text/dates.ts";
import { FAILURES, fromText, partText } from "@/lib/text/visits.ts";
import { Field } from "./Field.tsx";
import { PhotoGallery } from "./PhotoGallery.tsx";

/** Reports that met a visit, or a repair, that had changed, and what is known around them. */
export interface KeptView {
  kept: KeptReport[];
  what: "visit" | "repair";
  /** The page that they stand on. */
  at: string;
  /** What the lines that they answer are called, by their positions. */
  lines: Map<number, string>;
  /** Why one cannot be taken now. */
  obstacle: string;
  /** The report whose form was refused, what was typed, and what is to be corrected there. */
  refused?: { report_id: string; reason: string; complaint?: string };
  zone: string;
}

/** Reports that met what had changed: what they say, and whether they count. */
export function KeptReports(view: KeptView) {
  const { kept } = view;
  if (kept.length === 0) return null;
  return (
    <section aria-labelledby="kept">
      <h2 id="kept">
        {kept.length === 1 ? "A report was kept" : `${kept.length} reports were kept`}
      </h2>
      {kept.map((each) => <KeptOne key={each.report_id} view={view} kept={each} />)}
    </section>
  );
}

/** What had become of it when the report came. */
const CHANGES: Record<string, string> = {
  erased: "is of a client who had been erased",
  done: "had been recorded already",
  cancelled: "had been cancelled",
  reassigned: "had been given to somebody else",
  moved: "had been taken off the calendar, or moved to another time",
};

function KeptOne(
  { view: { what, at, lines, obstacle, refused, zone }, kept }: {
    view: KeptView;
    kept: KeptReport;
  },
) {
  const { report_id, kind, state, why, can_be_taken, report } = kept;
  const typed = refused?.report_id === report_id ? refused : undefined;
  return (
    <article class="notice">
      <p>
        <strong>
          {state === "discarded"
            ? "Discarded."
            : `The ${what} ${CHANGES[why ?? ""] ?? "had changed"}.`}
        </strong>{" "}
        {sentence(fromText(kept, zone))}
      </p>
      {report.is_emptied
        ? <p>Nothing that it said is kept: the client was erased.</p>
        : kind === "failed"
        ? <p>{FAILURES[(report.reason ?? "") as keyof typeof FAILURES]}</p>
        : <Answers report={report} lines={lines} />}
      {[report.findings, report.advice_to_client, report.note].filter(Boolean).map((words) => (
        <p class="words" key={words}>“{words}”</p>
      ))}
      {kind === "completed" && !report.is_emptied && <Work kept={kept} />}
      <PhotoGallery at={at} photos={kept.photos} />
      {state === "conflict" && (
        <form method="post" action={`${at}#kept`} class="plain-form">
          <input type="hidden" name="report_id" value={report_id} />
          {can_be_taken
            ? (
              <button type="submit" name="do" value="accept">
                {kind === "completed"
                  ? `Take it: the ${what} was done as it says`
                  : `Take it: the ${what} came to nothing, as it says`}
              </button>
            )
            : <p>{obstacle}</p>}
          <Field
            name="reason"
            id={`discard-${report_id}`}
            label={can_be_taken ? "Or why it does not count" : "Why it does not count"}
            complaint={typed?.complaint}
            value={typed?.reason ?? ""}
            maxLength={500}
          />
          <button type="submit" class="second" name="do" value="discard">
            Discard it: it counts for nothing
          </button>
        </form>
      )}
    </article>
  );
}

function Answers(
  { report: { checklist }, lines }: Pick<KeptReport, "report"> & Pick<KeptView, "lines">,
) {
  // A repair that a client called for has no lines to answer.
  if (checklist.length === 0 && lines.size === 0) return null;
  const failed = checklist.filter(({ result }) => result === "fail");
  const passed = checklist.filter(({ result }) => result === "pass").length;
  const count = checklist.length === 1 ? "1 line" : `${checklist.length} lines`;
  return (
    <>
      <p>{count} answered, {passed} passed, {failed.length} failed.</p>
      {failed.map(({ position, note }) => (
        <p key={position}>
          Line {position}, {lines.get(position) ?? "of another list"}: fail{note && `, “${note}”`}
        </p>
      ))}
    </>
  );
}

/** What was put in, how long it took, and who signed. */
function Work({ kept: { report, picture } }: { kept: KeptReport }) {
  const { parts, labour_minutes, signature } = report;
  const named = parts.map(({ description, ...part }) =>
    partText({ ...part, description: description ?? "a part" })
  );
  return (
    <>
      {named.length > 0 && <p>Parts: {named.join("; ")}.</p>}
      {typeof labour_minutes === "number" && (
        <p>{labour_minutes === 1 ? "1 minute" : `${labour_minutes} minutes`} of work.</p>
      )}
      {signature && (
        <p>
          {picture && (
            <img
              class="drawn"
              src={`data:image/png;base64,${picture.replace(/\s/g, "")}`}
              alt="What was drawn"
              width="320"
              height="160"
            />
          )}
          {signature.name
            ? `Signed by ${signature.name}.`
            : `Nobody could sign: ${signature.reason ?? "no reason was given"}.`}
        </p>
      )}
    </>
  );
}
