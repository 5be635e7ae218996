import { CallUs } from "@/components/web/CallUs.tsx";
import { Title } from "@/components/web/Title.tsx";
import { hrefOf, type Note } from "@/lib/booking/step.ts";
import { stayText, TOO_LATE, unitText, whenText } from "@/lib/booking/words.ts";
import { sentence, unbroken } from "@/lib/text/dates.ts";
import { feeText, moneyText } from "@/lib/text/money.ts";
import type { PageParts, ViewOf } from "@/lib/booking/view.ts";
import { Go } from "./Go.tsx";
import { UnitIcon } from "./UnitIcon.tsx";

const NEWS: Partial<Record<Note, string>> = {
  booked: "It's done. We'll e-mail you the details if we have your address.",
  moved: "It's done: your visit has its new time.",
  unit_cancelled: "It's done. We still come for what is listed below.",
};

/** The appointment; printed, it is the page for the fridge. */
export function BookedVisit(
  { page, note, notice, token, company }: ViewOf<"booked"> & PageParts,
) {
  const { appointment } = page;
  const zone = company.time_zone;
  const news = notice ?? (note && NEWS[note]);
  const single = appointment.units.length === 1;
  return (
    <div class="page booked">
      <Title>You're booked</Title>
      {news && <p class="notice" role="status">{news}</p>}
      <p class="lead">
        {appointment.technician_name} will come{" "}
        <strong>{unbroken(sentence(whenText(appointment, zone)))}</strong>
      </p>
      <div class="greeting">
        <UnitIcon category={page.unit.category} />
        <p>
          {single && <>For your {unitText(page)}.{" "}</>}
          The visit takes{" "}
          {stayText(appointment)}. Please have the way clear, and somebody at home who can let us
          in.
        </p>
      </div>
      <h2>What it costs</h2>
      <dl class="prices">
        {appointment.units.map(({ contract_id, kind, fee }) => (
          <div key={contract_id}>
            <dt>{kind}</dt>
            <dd>{moneyText(fee)}</dd>
          </div>
        ))}
        <div>
          <dt>Together</dt>
          <dd>{feeText(appointment.fee_total)}</dd>
        </div>
      </dl>
      <div class="on-screen">
        <p class="actions">
          <a class="button second" href={`/book/${token}/appointment.ics`}>Add to my calendar</a>
          {appointment.can_change && (
            <>
              <Go class="button second" href={hrefOf(token, { name: "change" })}>
                Change the time
              </Go>
              <Go class="button second" href={hrefOf(token, { name: "cancel" })}>
                Cancel the visit
              </Go>
            </>
          )}
        </p>
        {!appointment.can_change && <p>{TOO_LATE}</p>}
      </div>
      <CallUs company={company}>Any questions? Call</CallUs>
    </div>
  );
}
