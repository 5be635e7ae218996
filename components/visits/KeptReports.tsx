import { Field } from "@/components/web/Field.tsx";
import { sentence } from "@/lib/text/dates.ts";
import { REASONS } from "@/lib/visits/fail.ts";
import type { KeptReport } from "@/lib/visits/page.ts";
import { linesOf } from "@/lib/visits/sheet.ts";
import { CHANGES, officeHref } from "@/lib/visits/office_words.ts";
import { PhotoGallery } from "./Photos.tsx";
import { fromText } from "./VisitRecord.tsx";
import type { VisitView } from "./view.ts";

/** Reports that met a visit which had changed: what they say, and whether they count. */
export function KeptReports(view: VisitView) {
  const { kept } = view.page;
  if (kept.length === 0) return null;
  return (
    <section aria-labelledby="kept">
      <h2 id="kept">
        {kept.length === 1 ? "A report was kept" : `${kept.length} reports were kept`}
      </h2>
      {kept.map((each) => <Kept key={each.report_id} {...view} kept={each} />)}
    </section>
  );
}

const ON_RECORD =
  "The visit is on record already. It would have to be taken back before this could be taken.";
const BOOK_FIRST = "It cannot be taken while no visit is to happen that it could be for. " +
  "Book one first; it may lie a day back.";

const TAKE = {
  completed: "Take it: the visit was done as it says",
  failed: "Take it: the visit came to nothing, as it says",
};

function Kept({ kept, page, refused, typed, zone }: VisitView & { kept: KeptReport }) {
  const { report_id, kind, state, why, can_be_taken, report } = kept;
  const isThis = typed.report_id === report_id;
  const complaint = isThis && refused?.field === "note" ? refused.complaint : undefined;
  return (
    <article class="notice">
      <p>
        <strong>
          {state === "discarded" ? "Discarded." : CHANGES[why ?? ""] ?? CHANGES.other}
        </strong>{" "}
        {sentence(fromText(kept, zone))}
      </p>
      {kind === "failed"
        ? <p>{REASONS.find(({ reason }) => reason === report.reason)?.label}</p>
        : <Answers kept={kept} page={page} />}
      {[report.findings, report.advice_to_client, report.note].filter(Boolean).map((words) => (
        <p class="words" key={words}>“{words}”</p>
      ))}
      <PhotoGallery at={officeHref(page.visit_id)} photos={kept.photos} />
      {state === "conflict" && (
        <form method="post" action={`${officeHref(page.visit_id)}#kept`} class="plain-form">
          <input type="hidden" name="report_id" value={report_id} />
          {can_be_taken
            ? (
              <button type="submit" name="do" value="accept">
                {TAKE[kind]}
              </button>
            )
            : <p>{page.state === "done" ? ON_RECORD : BOOK_FIRST}</p>}
          <Field
            name="reason"
            id={`discard-${report_id}`}
            label={can_be_taken ? "Or why it does not count" : "Why it does not count"}
            complaint={complaint}
            value={isThis ? typed.reason : ""}
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
  { kept: { report: { checklist } }, page }: { kept: KeptReport } & Pick<VisitView, "page">,
) {
  const labels = new Map(linesOf(page.checklist).map(({ position, label }) => [position, label]));
  const failed = checklist.filter(({ result }) => result === "fail");
  const passed = checklist.filter(({ result }) => result === "pass").length;
  return (
    <>
      <p>{checklist.length} lines answered, {passed} passed, {failed.length} failed.</p>
      {failed.map(({ position, note }) => (
        <p key={position}>
          Line {position}, {labels.get(position) ?? "of another list"}: fail{note && `, “${note}”`}
        </p>
      ))}
    </>
  );
}
