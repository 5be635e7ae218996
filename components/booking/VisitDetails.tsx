import { Field } from "@/components/web/Field.tsx";
import { CallUs } from "@/components/web/CallUs.tsx";
import { Title } from "@/components/web/Title.tsx";
import KeepTyped from "@/islands/KeepTyped.tsx";
import { ACCESS } from "@/lib/booking/forms.ts";
import { backTo, hrefOf } from "@/lib/booking/step.ts";
import { comingOf, unitsOfVisit } from "@/lib/booking/words.ts";
import { comingText } from "@/lib/text/coming.ts";
import { appointmentText, sentence, unbroken } from "@/lib/text/dates.ts";
import { namesOf } from "@/lib/text/units.ts";
import type { PageParts, ViewOf } from "@/lib/booking/view.ts";
import { BackButton } from "./BackButton.tsx";
import { Bill } from "./Cost.tsx";
import { OtherTechnician } from "./OtherTechnician.tsx";
import { StepOf } from "./StepOf.tsx";
import { hasComplaints, WhatToCheck } from "./WhatToCheck.tsx";

/** The last page before the visit is booked: what it is, and what the technician needs to know. */
export function VisitDetails(
  { page, step, slot, details, complaints, token, company }: ViewOf<"details"> & PageParts,
) {
  const zone = company.time_zone;
  const when = appointmentText(slot.starts_at, zone);
  const units = unitsOfVisit(page, step.units);
  return (
    <div class="page">
      <StepOf page={page} step="details" />
      <Title isError={hasComplaints(complaints)}>
        {page.first_name === "" ? "Almost done" : `Almost done, ${page.first_name}`}
      </Title>
      <WhatToCheck complaints={complaints} fields={{ notes: "access_notes" }} />
      <OtherTechnician step={step} slot={slot} still="nothing is booked yet" />
      <section class="summary" aria-labelledby="summary">
        <h2 id="summary">{unbroken(when)}</h2>
        <p>
          {unbroken(sentence(comingText(comingOf(slot, page), zone)))} For your{" "}
          <strong>{unbroken(namesOf(units))}</strong>.
        </p>
        <Bill units={units} />
      </section>
      <form method="post" action={hrefOf(token, { ...step, check: false })}>
        <input type="hidden" name="action" value="book" />
        <input type="hidden" name="technician_id" value={slot.technician_id} />
        <input type="hidden" name="starts_at" value={slot.starts_at} />
        {step.units.map((unit) => <input type="hidden" name="with" value={unit} key={unit} />)}
        <KeepTyped />
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
        <fieldset>
          <legend>Getting in</legend>
          {ACCESS.map((each) => (
            <label class="check" key={each}>
              <input
                type="checkbox"
                name="access"
                value={each}
                checked={details.access.includes(each)}
              />
              <span>{each.replace(/\.$/, "")}</span>
            </label>
          ))}
        </fieldset>
        <Field
          name="access_notes"
          label="Anything we should know to get in?"
          hint="In your words: where to park, which door. Please write no alarm codes here. You can leave this empty."
          lines={3}
          value={details.notes}
          complaint={complaints.notes}
        />
        <p>
          <strong>Nothing to pay now.</strong>{" "}
          You pay after the visit. If something comes up, you can change or cancel it with your
          link.
        </p>
        <button type="submit">Book {unbroken(when)}</button>
        <BackButton href={backTo(token, step, slot.starts_at, zone)}>
          Choose another time
        </BackButton>
      </form>
      <CallUs company={company} />
    </div>
  );
}
