import { CallUs } from "@/components/web/CallUs.tsx";
import { Title } from "@/components/web/Title.tsx";
import { hrefOf } from "@/lib/booking/step.ts";
import { appointmentText, unbroken } from "@/lib/text/dates.ts";
import type { PageParts, ViewOf } from "@/lib/booking/view.ts";
import { Go } from "./Go.tsx";

/** Asks before an appointment moves. */
export function MoveVisit({ page, slot, token, company }: ViewOf<"move"> & PageParts) {
  const zone = company.time_zone;
  const next = unbroken(appointmentText(slot.starts_at, zone));
  return (
    <div class="page">
      <Title>Move your visit?</Title>
      <dl class="from-to">
        <dt>Now</dt>
        <dd>
          {unbroken(appointmentText(page.appointment.starts_at, zone))} with{" "}
          {page.appointment.technician_name}
        </dd>
        <dt>New</dt>
        <dd>
          <strong>{next} with {slot.technician_name}</strong>
        </dd>
      </dl>
      <form method="post" action={hrefOf(token)}>
        <input type="hidden" name="action" value="move" />
        <input type="hidden" name="technician_id" value={slot.technician_id} />
        <input type="hidden" name="starts_at" value={slot.starts_at} />
        <button type="submit">Move to {next}</button>
      </form>
      <p>
        <Go class="quiet" href={hrefOf(token, { name: "change" })}>Choose another time</Go>
      </p>
      <p>
        <Go class="quiet" href={hrefOf(token)}>Keep your visit as it is</Go>
      </p>
      <CallUs company={company} />
    </div>
  );
}
