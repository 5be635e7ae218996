import { CallUs } from "@/components/web/CallUs.tsx";
import { Title } from "@/components/web/Title.tsx";
import { backTo, hrefOf } from "@/lib/booking/step.ts";
import { comingOf } from "@/lib/booking/words.ts";
import { comingText, stayText, whoComes } from "@/lib/text/coming.ts";
import { appointmentText, dayOf, sentence, unbroken, weekdayText } from "@/lib/text/dates.ts";
import { withTaxText } from "@/lib/text/price.ts";
import { namesOf } from "@/lib/text/units.ts";
import type { PageParts, ViewOf } from "@/lib/booking/view.ts";
import { Go } from "./Go.tsx";
import { OtherTechnician } from "./OtherTechnician.tsx";

/** Asks before an appointment moves: from, to, and what stays the same. */
export function MoveVisit({ page, step, slot, token, company }: ViewOf<"move"> & PageParts) {
  const zone = company.time_zone;
  const { appointment } = page;
  const next = unbroken(appointmentText(slot.starts_at, zone));
  return (
    <div class="page">
      <Title>Move your visit?</Title>
      <OtherTechnician
        step={step}
        slot={slot}
        still="your visit stays as it is until you move it"
      />
      <dl class="told">
        <div>
          <dt>From</dt>
          <dd>
            {unbroken(appointmentText(appointment.starts_at, zone))} with {whoComes(appointment)}
          </dd>
        </div>
        <div>
          <dt>To</dt>
          <dd>
            <span>
              <strong>{next} with {slot.technician_name}</strong>
              <br />
              {unbroken(sentence(comingText(comingOf(slot, page), zone)))}
            </span>
          </dd>
        </div>
        <div>
          <dt>The same as before</dt>
          <dd>
            Your {unbroken(namesOf(appointment.units))}, {stayText(appointment)},{" "}
            {withTaxText(appointment.units)}. What you told us to get in.
          </dd>
        </div>
      </dl>
      <form method="post" action={hrefOf(token)}>
        <input type="hidden" name="action" value="move" />
        <input type="hidden" name="technician_id" value={slot.technician_id} />
        <input type="hidden" name="starts_at" value={slot.starts_at} />
        <button type="submit">Move to {next}</button>
      </form>
      <p>
        <Go class="button second" href={hrefOf(token)}>
          Keep {unbroken(weekdayText(dayOf(appointment.starts_at, zone)))}
        </Go>
      </p>
      <p>
        <Go class="quiet" href={backTo(token, step, slot.starts_at, zone)}>Choose another time</Go>
      </p>
      <CallUs company={company} />
    </div>
  );
}
