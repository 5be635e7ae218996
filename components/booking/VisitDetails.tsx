import { Field } from "@/components/web/Field.tsx";
import { CallUs } from "@/components/web/CallUs.tsx";
import { Title } from "@/components/web/Title.tsx";
import { kindName, listText } from "@/lib/text/names.ts";
import { hrefOf } from "@/lib/booking/step.ts";
import { arrivalOf, chosenUnits, priceText, stayText, unitText } from "@/lib/booking/words.ts";
import { appointmentText, unbroken } from "@/lib/text/dates.ts";
import type { PageParts, ViewOf } from "@/lib/booking/view.ts";
import { Go } from "./Go.tsx";

/** The last page before the visit is booked: what the technician needs to know. */
export function VisitDetails(
  { page, step, slot, details, complaints, token, company }: ViewOf<"details"> & PageParts,
) {
  const when = appointmentText(slot.starts_at, company.time_zone);
  const others = chosenUnits(page, step.units);
  const hasComplaints = Object.keys(complaints).length > 0;
  return (
    <div class="page">
      <Title>{when}</Title>
      {hasComplaints && (
        <p class="notice" role="status">Almost there: please check what is marked below.</p>
      )}
      <p>
        {slot.technician_name} will come {arrivalOf(slot, page, company.time_zone)}{" "}
        to look after your{" "}
        <strong>{listText([unitText(page), ...others.map(({ kind }) => kindName(kind))])}</strong>.
        The visit takes {stayText(slot)} and costs <strong>{priceText(page, others)}</strong>.
      </p>
      <form method="post" action={hrefOf(token)}>
        <input type="hidden" name="action" value="book" />
        <input type="hidden" name="technician_id" value={slot.technician_id} />
        <input type="hidden" name="starts_at" value={slot.starts_at} />
        {step.units.map((unit) => <input type="hidden" name="with" value={unit} key={unit} />)}
        <Field
          name="phone"
          label="A phone number for the day of the visit"
          hint="If you leave this empty, we use the number we have."
          type="tel"
          inputMode="tel"
          autocomplete="tel"
          value={details.phone}
          complaint={complaints.phone}
        />
        <Field
          name="access_notes"
          label="Anything we should know to get in?"
          hint="A gate, pets, where to park. You can leave this empty."
          lines={3}
          value={details.notes}
          complaint={complaints.notes}
        />
        <button type="submit">Book {unbroken(when)}</button>
      </form>
      <p>
        <Go href={hrefOf(token, { units: step.units })} class="quiet">
          Choose another time
        </Go>
      </p>
      <CallUs company={company} />
    </div>
  );
}
