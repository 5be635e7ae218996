import { Title } from "@/components/web/Title.tsx";
import { Told } from "@/components/web/Told.tsx";
import { dayOf, shortDayText, spanText, unbroken } from "@/lib/text/dates.ts";
import { capitalized } from "@/lib/text/names.ts";
import { fullName } from "@/lib/text/units.ts";
import { DONE } from "@/lib/visits/office.ts";
import { officeHref, officeMark, reportHref } from "@/lib/visits/office_words.ts";
import { CameToNothing } from "./CameToNothing.tsx";
import { KeptReports } from "./KeptReports.tsx";
import { PhotoGallery } from "./Photos.tsx";
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
          <KeptReports {...view} />
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
