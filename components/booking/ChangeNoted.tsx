import { CallButton, CallUs } from "@/components/web/CallUs.tsx";
import { Title } from "@/components/web/Title.tsx";
import { changeWords, isDeath } from "@/lib/booking/changes.ts";
import type { Appointment, BookedPage, Reported } from "@/lib/booking/shapes.ts";
import { hrefOf } from "@/lib/booking/step.ts";
import { comingText } from "@/lib/text/coming.ts";
import { dueDay, instantText, sentence, unbroken } from "@/lib/text/dates.ts";
import { shortName } from "@/lib/text/units.ts";
import type { PageParts, ViewOf } from "@/lib/booking/view.ts";
import { Go } from "./Go.tsx";

/** What was told us, what we do about it, and how to take it back: in the tone that fits, whenever the link is opened. */
export function ChangeNoted(
  { page, reported, notice, token, company, today }:
    & ViewOf<"noted">
    & PageParts
    & { today: string },
) {
  const quiet = isDeath(reported);
  const isOver = page === null && !reported.visit_at;
  return (
    <div class="page">
      <Title>{quiet ? "We are sorry for your loss" : "Thank you, we've noted it"}</Title>
      {notice && <p class="notice" role="status">{unbroken(notice)}</p>}
      <p class="lead" role="status">
        {quiet
          ? `Thank you for letting us know. We will not write to this name again${
            isOver ? ", and there is nothing you need to do" : ""
          }.`
          : `You told us ${toldOn(reported, today)} that ${toldText(reported)}.`}
      </p>
      {!quiet && <p>{nextText(reported)}{isOver && " There is nothing more you need to do."}</p>}
      {page && <StillBooked appointment={page.appointment} token={token} company={company} />}
      {page === null && reported.visit_at && (
        <p>
          A visit is still booked:{" "}
          <strong>{unbroken(sentence(instantText(reported.visit_at, company.time_zone)))}</strong>
          {" "}
          If nobody should come, please call us.
        </p>
      )}
      <CallUs company={company}>
        {quiet
          ? "If you would like it taken out, or have a question, somebody here will gladly help whenever it suits you:"
          : "Is there more to say? Call"}
      </CallUs>
      <TakeBack token={token} />
    </div>
  );
}

/** A visit that takes place all the same: who comes when, and how to have nobody come. */
function StillBooked(
  { appointment, token, company }: PageParts & { appointment: Appointment },
) {
  return (
    <>
      <p>
        The visit is still booked:{" "}
        <strong>{unbroken(comingText(appointment, company.time_zone))}</strong>.{" "}
        {appointment.can_change
          ? "If nobody should come, you can cancel it here, or call us."
          : "It is too close to the visit to cancel it here. If nobody should come, please call us."}
      </p>
      {appointment.can_change
        ? (
          <p>
            <Go class="button second" href={hrefOf(token, { name: "cancel" })}>
              Cancel the visit
            </Go>
          </p>
        )
        : <CallButton company={company} />}
    </>
  );
}

/** The same in short, on the page of a visit that is still booked. */
export function ChangeReported(
  { page, token, today }: { page: BookedPage; token: string; today: string },
) {
  const { reported, appointment } = page;
  if (!reported) return null;
  return (
    <div class="notice">
      <p>
        You told us {toldOn(reported, today)} that {toldText(reported)}. {appointment.can_change
          ? "This visit stays booked until you cancel it."
          : "This visit stays booked. If nobody should come, please call us."}
      </p>
      <TakeBack token={token} />
    </div>
  );
}

function TakeBack({ token }: { token: string }) {
  return (
    <form method="post" action={hrefOf(token)}>
      <input type="hidden" name="action" value="withdraw" />
      <button type="submit" class="quiet">That was a mistake: leave all as it was</button>
    </form>
  );
}

function toldOn({ on }: Reported, today: string): string {
  return on === today ? "today" : `on ${unbroken(dueDay(on, today))}`;
}

function toldText(reported: Reported): string {
  return changeWords(reported).told(unbroken(shortName(reported)));
}

function nextText(reported: Reported): string {
  const call = reported.may_call
    ? "If we have a question, we call the number you left."
    : "We won't call, since you left no number.";
  const { next } = changeWords(reported);
  return `We have stopped the reminders about it. ${next} ${call}`;
}
