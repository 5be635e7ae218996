import { CallButton, CallUs } from "@/components/web/CallUs.tsx";
import { Title } from "@/components/web/Title.tsx";
import { hrefOf } from "@/lib/booking/step.ts";
import { TOO_LATE } from "@/lib/booking/words.ts";
import { comingText, whenText, whoComes } from "@/lib/text/coming.ts";
import { sentence, unbroken } from "@/lib/text/dates.ts";
import { namesOf } from "@/lib/text/units.ts";
import type { PageParts, ViewOf } from "@/lib/booking/view.ts";
import { Go } from "./Go.tsx";

/** What can be changed about a booked visit: its time, its units, what was told. */
export function ManageVisit({ page, token, company }: ViewOf<"manage"> & PageParts) {
  const { appointment } = page;
  const { units } = appointment;
  return (
    <div class="page">
      <Title>Change your visit</Title>
      <p>
        Now: <strong>{unbroken(comingText(appointment, company.time_zone))}</strong>, for your{" "}
        {unbroken(namesOf(units))}.
      </p>
      <div class="offers">
        <Go class="offer" href={hrefOf(token, { name: "change" })}>
          <strong>Change the time</strong>
          <span>Your visit stays booked until you confirm the new time.</span>
        </Go>
        <Go class="offer" href={hrefOf(token, { name: "cancel" })}>
          <strong>{units.length > 1 ? "Cancel one unit, or all of it" : "Cancel the visit"}</strong>
          <span>It costs nothing.</span>
        </Go>
        <Go class="offer" href={hrefOf(token, { name: "told" })}>
          <strong>Change phone number or notes</strong>
          <span>The time stays the same.</span>
        </Go>
      </div>
      <p>
        <Go class="button second" href={hrefOf(token)}>Keep my visit as it is</Go>
      </p>
      <CallUs company={company} />
    </div>
  );
}

/** Close to the visit only a call can change it. */
export function TooLate({ page, token, company }: ViewOf<"too_late"> & PageParts) {
  const { appointment } = page;
  return (
    <div class="page">
      <Title>Please call us to change it</Title>
      <p class="lead">
        {whoComes(appointment)} comes{" "}
        <strong>{unbroken(sentence(whenText(appointment, company.time_zone)))}</strong>
      </p>
      <p>{TOO_LATE}</p>
      <CallButton company={company} />
      <p>
        <Go class="quiet" href={hrefOf(token)}>See my visit</Go>
      </p>
    </div>
  );
}
