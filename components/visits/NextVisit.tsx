import { Title } from "@/components/web/Title.tsx";
import { dayText, sentence, shortDayText, unbroken } from "@/lib/text/dates.ts";
import { capitalized } from "@/lib/text/names.ts";
import { costNote, costText } from "@/lib/text/price.ts";
import { visitNames } from "@/lib/text/units.ts";
import { isBeyond, type NotBooked, type OpenNext, type Shown } from "@/lib/visits/next.ts";
import { insteadText, NO_TIMES, timesTitle, toldText } from "@/lib/visits/next_words.ts";
import { visitHref } from "@/lib/visits/words.ts";
import { BackRow, Thumb } from "./Bars.tsx";
import { NextTimes, whenText } from "./NextTimes.tsx";

export interface NextView {
  visit: string;
  next: OpenNext;
  shown: Shown;
  /** Of whoever was there, whose times say "with you". */
  isOwn: boolean;
  zone: string;
  refused?: NotBooked;
}

/** The visit after one that is over: the times closest to this one, other weeks, a day, or a reminder instead. */
export function NextVisit({ visit, next, shown, isOwn, zone, refused }: NextView) {
  const { client, what, units, due_on, today, appointment } = next;
  const isNear = refused !== undefined && refused.near.length > 0;
  const slots = isNear ? refused.near : next.slots;
  const note = costNote(units);
  const isAround = shown.week === null && shown.day === null;
  return (
    <>
      <BackRow href={visitHref(visit)} to="The visit" />
      <div class="tech flow">
        <Title isError={refused !== undefined} focused={refused !== undefined}>
          {`${what === "next" ? "Next" : "Another"} visit for ${client.name}`}
        </Title>
        {refused && (
          <p class="notice warn" role="alert">
            <strong>Nothing was booked.</strong> {refused.complaint}
          </p>
        )}
        <p>
          {capitalized(visitNames(units))}
          {what === "next" && (
            <>
              , due <strong>{unbroken(dayText(due_on))}</strong>
            </>
          )}. Costs {costText(units)}
          {note && ` (${note})`}. Ask: “Same time of day again?”
        </p>
        {appointment && (
          <p>{unbroken(sentence(`Booked so far: ${whenText(appointment.starts_at, zone)}`))}</p>
        )}
        {isBeyond(next) && (
          <p class="notice">
            <strong>That is further ahead than can be booked.</strong> {unbroken(
              `The last day is ${shortDayText(next.book_until!)}. A reminder does as well.`,
            )}
          </p>
        )}
        <NextTimes
          here={visitHref(visit, "next")}
          offer={next}
          slots={slots}
          shown={shown}
          title={isNear ? "Close to that time" : timesTitle(next, shown)}
          around={what === "next" ? due_on : today}
          fields={[
            ...units.map(({ contract_id }): [string, string] => ["with", contract_id]),
            ...appointment ? [["change", "yes"] as [string, string]] : [],
          ]}
          none={next.gone === "area"
            ? NO_TIMES.area
            : isAround && isBeyond(next)
            ? null
            : NO_TIMES.days}
          hint={toldText(next, zone)}
          isOwn={isOwn}
          zone={zone}
        />
        <p>
          {appointment
            ? <a class="quiet" href={visitHref(visit, "next")}>Leave it as it is</a>
            : (
              <a class="quiet" href={visitHref(visit)} aria-current="false">
                {unbroken(insteadText(next))}
              </a>
            )}
        </p>
        {!appointment && (
          <p>
            <a class="quiet" href={visitHref(visit, "wish")} aria-current="false">
              Note what suits instead: the office books
            </a>
          </p>
        )}
      </div>
      <Thumb>
        {slots.length > 0
          ? <button type="submit" class="button" form="next">Book the chosen time</button>
          : <a class="button" href={visitHref(visit)} aria-current="false">Back to the visit</a>}
      </Thumb>
    </>
  );
}
