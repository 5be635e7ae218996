import { CallUs } from "@/components/web/CallUs.tsx";
import { Title } from "@/components/web/Title.tsx";
import { changeWords, isDeath } from "@/lib/booking/changes.ts";
import type { Reported } from "@/lib/booking/shapes.ts";
import { hrefOf } from "@/lib/booking/step.ts";
import { comingText } from "@/lib/text/coming.ts";
import { dueDay, unbroken } from "@/lib/text/dates.ts";
import { kindName } from "@/lib/text/names.ts";
import type { PageParts, ViewOf } from "@/lib/booking/view.ts";
import { Go } from "./Go.tsx";

/** What was told us, what we do about it, and how to take it back: in the tone that fits, whenever the link is opened. */
export function ChangeNoted(
  { page, reported, token, company, today }: ViewOf<"noted"> & PageParts & { today: string },
) {
  const quiet = isDeath(reported);
  return (
    <div class="page">
      <Title>{quiet ? "We are sorry for your loss" : "Thank you, we've noted it"}</Title>
      <p class="lead" role="status">
        {quiet
          ? "Thank you for letting us know. We will not write to this name again, and there is nothing you need to do."
          : `You told us ${toldOn(reported, today)} that ${toldText(reported)}.`}
      </p>
      {!quiet && <p>{nextText(reported)}</p>}
      {page !== null && (
        <>
          <p>
            The visit is still booked:{" "}
            {unbroken(comingText(page.appointment, company.time_zone))}. If nobody should come, you
            can cancel it here, or call us.
          </p>
          <p>
            <Go class="button second" href={hrefOf(token, { name: "cancel" })}>
              Cancel the visit
            </Go>
          </p>
        </>
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

/** The same in short, on the page of a visit that is still booked. */
export function ChangeReported(
  { reported, token, today }: { reported?: Reported | null; token: string; today: string },
) {
  if (!reported) return null;
  return (
    <div class="notice">
      <p>
        You told us {toldOn(reported, today)} that{" "}
        {toldText(reported)}. This visit stays booked until you cancel it.
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
  return on === today ? "today" : `on ${dueDay(on, today)}`;
}

function toldText(reported: Reported): string {
  return changeWords(reported).told(kindName(reported.kind));
}

function nextText(reported: Reported): string {
  const call = reported.may_call
    ? "If we have a question, we call the number you left."
    : "We won't call, since you left no number.";
  const { next } = changeWords(reported);
  return `We have stopped the reminders about it. ${next} ${call} There is nothing more you need to do.`;
}
