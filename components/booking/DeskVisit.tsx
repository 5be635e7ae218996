import { StateMark } from "@/components/web/StateMark.tsx";
import type { DeskVisit as Visit } from "@/lib/booking/desk.ts";
import { priceSaid, whenSaid } from "@/lib/booking/desk_words.ts";
import { unbroken } from "@/lib/text/dates.ts";
import { capitalized } from "@/lib/text/names.ts";
import { namesOf } from "@/lib/text/units.ts";
import type { DeskView } from "./desk_view.ts";

/** The visit that is booked, as it would be read out. */
export function DeskVisit({ visit, sheet, zone }: DeskView & { visit: Visit }) {
  const first_name = visit.technician_name ?? "Nobody yet";
  return (
    <>
      <p class="situation">
        <StateMark
          mark={visit.not_closed
            ? { text: "Not closed: nobody said what became of it", shape: "late" }
            : { text: "Booked", shape: "upcoming" }}
        />
      </p>
      <dl class="facts">
        <dt>When</dt>
        <dd>
          <strong>
            {unbroken(capitalized(whenSaid({ ...visit, first_name }, sheet.today, zone)))}
          </strong>
        </dd>
        <dt>Who comes</dt>
        <dd>{first_name}</dd>
        <dt>For</dt>
        <dd>{unbroken(`${namesOf(visit.units)}: ${priceSaid(visit.units)}`)}</dd>
        {visit.phone && (
          <>
            <dt>Phone on the day</dt>
            <dd>{visit.phone}</dd>
          </>
        )}
        {visit.access_notes && (
          <>
            <dt>Getting in</dt>
            <dd class="plain-words">{visit.access_notes}</dd>
          </>
        )}
        <dt>Booked by</dt>
        <dd>the {visit.booked_by}</dd>
      </dl>
      <p>
        <a class="button second" href={`/office/visits/${visit.visit_id}`}>Open the visit</a>
      </p>
    </>
  );
}
