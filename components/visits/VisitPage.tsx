import { KeptReports } from "@/components/web/KeptReports.tsx";
import { PhotoGallery } from "@/components/web/PhotoGallery.tsx";
import { Title } from "@/components/web/Title.tsx";
import { Told } from "@/components/web/Told.tsx";
import { dayOf, shortDayText, spanText, unbroken } from "@/lib/text/dates.ts";
import { capitalized } from "@/lib/text/names.ts";
import { fullName } from "@/lib/text/units.ts";
import { DONE } from "@/lib/visits/office.ts";
import { officeHref, officeMark, reportHref } from "@/lib/visits/office_words.ts";
import { linesOf } from "@/lib/visits/sheet.ts";
import { CameToNothing } from "./CameToNothing.tsx";
import { Results } from "./Results.tsx";
import { ReverseVisit } from "./ReverseVisit.tsx";
import { StateMark } from "@/components/web/StateMark.tsx";
import { VisitOutcome } from "./VisitOutcome.tsx";
import { VisitRecord } from "./VisitRecord.tsx";
import type { VisitView } from "./view.ts";
import { Where } from "./Where.tsx";

/** Those of the record, and those that no report has named. */
function PhotosOfVisit({ page: { visit_id, record, photos } }: Pick<VisitView, "page">) {
  const all = [...record?.photos ?? [], ...photos];
  if (all.length === 0) return null;
  return (
    <section aria-labelledby="photos">
      <h2 id="photos">Photos</h2>
      {photos.length > 0 && (
        <p class="hint">
          {record === null
            ? "Taken for a report that is not sent yet."
            : "Not all of them are part of the record: some came for a report that never did."}
        </p>
      )}
      <PhotoGallery at={officeHref(visit_id)} photos={all} />
    </section>
  );
}

/** Whether a visit of the same unit comes after one that is over: that of the next cycle, or again where it came to nothing. */
const isFollowed = ({ state, next_due_on }: VisitView["page"]) =>
  state === "done" ? next_due_on !== null : state === "no_show" || state === "not_completed";

/** A visit as the office sees it: its state and what is to be done first, then what is on record and what came of it. */
export function VisitPage(view: VisitView) {
  const { page, did, refused, zone } = view;
  const day = shortDayText(dayOf(page.starts_at, zone));
  return (
    <div class="office visit">
      <Title isError={refused !== undefined}>
        {`${capitalized(fullName(page.unit))}, ${day}`}
      </Title>
      {did && <Told>{DONE[did]}</Told>}
      {refused && <p class="complaint" role="alert">{refused.complaint}</p>}
      <p class="situation">
        <StateMark mark={officeMark(page)} />
      </p>
      <p>
        {[
          page.client.name,
          page.technician?.name ?? "nobody has it",
          unbroken(`${day}, ${spanText(page.starts_at, page.ends_at, zone)}`),
        ].join(" · ")}
      </p>
      {isFollowed(page) && (
        <p class="buttons">
          <a class="button second" href={`/office/contracts/${page.contract_id}/book`}>
            {page.state === "done" ? "Book the next visit" : "Book another visit"}
          </a>
        </p>
      )}
      {(page.is_expected || page.state === "needs_rescheduling") && (
        <p class="buttons">
          {page.is_expected && (
            <a class="button" href={reportHref(page.visit_id)}>Record it from paper</a>
          )}
          <a class="button second" href={`/office/contracts/${page.contract_id}/book`}>
            {page.is_expected ? "Another time, or cancel it" : "Give it another time"}
          </a>
        </p>
      )}
      <div class="columns">
        <div>
          <Kept {...view} />
          <VisitRecord page={page} zone={zone} />
          <Results checklist={page.checklist} />
          <PhotosOfVisit page={page} />
          {page.is_expected && <CameToNothing {...view} />}
        </div>
        <div>
          <VisitOutcome {...view} />
          <Where page={page} zone={zone} />
          {page.reversal && <ReverseVisit {...view} reversal={page.reversal} />}
        </div>
      </div>
    </div>
  );
}

const ON_RECORD =
  "The visit is on record already. It would have to be taken back before this could be taken.";
const BOOK_FIRST = "It cannot be taken while no visit is to happen that it could be for. " +
  "Book one first; it may lie a day back.";

/** Reports that met the visit when it had changed. */
function Kept({ page, refused, typed, zone }: VisitView) {
  const at = officeHref(page.visit_id);
  return (
    <KeptReports
      kept={page.kept}
      what="visit"
      at={at}
      lines={new Map(linesOf(page.checklist).map(({ position, label }) => [position, label]))}
      obstacle={page.state === "done" ? ON_RECORD : BOOK_FIRST}
      refused={refused && {
        report_id: typed.report_id,
        reason: typed.reason,
        complaint: refused.field === "note" ? refused.complaint : undefined,
      }}
      zone={zone}
    />
  );
}
