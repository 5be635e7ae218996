import { Choice } from "@/components/web/Choice.tsx";
import { Title } from "@/components/web/Title.tsx";
import { dayOf, dayText, sentence, shortDayText, timeText, unbroken } from "@/lib/text/dates.ts";
import { capitalized } from "@/lib/text/names.ts";
import { costNote, costText } from "@/lib/text/price.ts";
import { visitNames } from "@/lib/text/units.ts";
import {
  isBeyond,
  type NextSlot,
  type NotBooked,
  type OpenNext,
  type Shown,
  shownHref,
  weeksBeside,
} from "@/lib/visits/next.ts";
import {
  insteadText,
  likenessText,
  timesTitle,
  toldText,
  weekText,
} from "@/lib/visits/next_words.ts";
import { visitHref } from "@/lib/visits/words.ts";
import { BackRow, Thumb } from "./Bars.tsx";

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
export function NextVisit(view: NextView) {
  const { visit, next, refused } = view;
  const { client, what, units, due_on } = next;
  const slots = refused && refused.near.length > 0 ? refused.near : next.slots;
  const note = costNote(units);
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
        {next.appointment && (
          <p>
            {unbroken(
              sentence(`Booked so far: ${whenText(next.appointment.starts_at, view.zone)}`),
            )}
          </p>
        )}
        {isBeyond(next) && <Beyond {...view} />}
        <Times {...view} slots={slots} />
        <p>
          {next.appointment
            ? <a class="quiet" href={visitHref(visit, "next")}>Leave it as it is</a>
            : (
              <a class="quiet" href={visitHref(visit)} aria-current="false">
                {unbroken(insteadText(next))}
              </a>
            )}
        </p>
      </div>
      <Thumb>
        {slots.length > 0
          ? <button type="submit" class="button" form="next">Book the chosen time</button>
          : <a class="button" href={visitHref(visit)} aria-current="false">Back to the visit</a>}
      </Thumb>
    </>
  );
}

/** Once a year is further ahead than anybody books. */
function Beyond({ next }: NextView) {
  return (
    <p class="notice">
      <strong>That is further ahead than can be booked.</strong>{" "}
      {unbroken(`The last day is ${shortDayText(next.book_until!)}. A reminder does as well.`)}
    </p>
  );
}

function Times({ slots, ...view }: NextView & { slots: NextSlot[] }) {
  const { visit, next, shown, isOwn, zone, refused } = view;
  const here = visitHref(visit, "next");
  const inOrder = slots.toSorted((one, other) =>
    Date.parse(one.starts_at) - Date.parse(other.starts_at)
  );
  return (
    <>
      {slots.length === 0
        ? <NoTimes {...view} />
        : (
          <form id="next" class="flow" method="post" action={here}>
            {next.appointment && <input type="hidden" name="change" value="yes" />}
            {next.units.map(({ contract_id }) => (
              <input type="hidden" name="with" value={contract_id} key={contract_id} />
            ))}
            <fieldset>
              <legend>
                <h2>
                  {refused && refused.near.length > 0
                    ? "Close to that time"
                    : timesTitle(next, shown.week, shown.day)}
                </h2>
              </legend>
              {inOrder.map((slot) => (
                <Choice
                  key={slot.starts_at}
                  name="time"
                  value={`${slot.starts_at}/${slot.technician_id}`}
                  isChosen={slot === slots[0]}
                  required
                  label={
                    <>
                      {unbroken(whenText(slot.starts_at, zone))}{" "}
                      <small>{likenessText(slot, next, zone, isOwn)}</small>
                    </>
                  }
                />
              ))}
            </fieldset>
          </form>
        )}
      <OtherDays {...view} />
      <p class="hint">
        {next.book_until && unbroken(`You can book up to ${shortDayText(next.book_until)}. `)}
        {toldText(next, zone)}
      </p>
    </>
  );
}

function NoTimes({ next, shown }: NextView) {
  const isAround = shown.week === null && shown.day === null;
  if (isAround && isBeyond(next)) return null;
  return (
    <p class="notice">
      {next.gone === "area"
        ? "This place is further than the company goes, or nobody knows where it is. The office books here."
        : "Nobody can come on these days. Look at another week, or go to a day."}
    </p>
  );
}

/** The week before, the week after, and any day. */
function OtherDays({ visit, next, shown }: NextView) {
  if (next.gone === "area") return null;
  const here = visitHref(visit, "next");
  const { change } = shown;
  const { earlier, later } = weeksBeside(next, shown);
  return (
    <>
      <nav class="between" aria-label="Other weeks">
        {earlier
          ? (
            <a class="quiet" href={shownHref(here, { week: earlier, change })}>
              <span>
                <span aria-hidden="true">‹</span> {unbroken(weekText(earlier))}
              </span>
            </a>
          )
          : <span></span>}
        {later && (
          <a class="quiet" href={shownHref(here, { week: later, change })}>
            <span>
              {unbroken(weekText(later))} <span aria-hidden="true">›</span>
            </span>
          </a>
        )}
      </nav>
      <form class="go-to-day" method="get" action={here}>
        {change && <input type="hidden" name="change" value="yes" />}
        <div class="field">
          <label for="day">Or go to a day</label>
          <input
            id="day"
            name="day"
            type="date"
            min={next.today}
            max={next.book_until ?? undefined}
            value={shown.day ?? ""}
            required
          />
        </div>
        <button type="submit" class="second">Show its times</button>
      </form>
    </>
  );
}

const whenText = (at: string, zone: string) =>
  `${shortDayText(dayOf(at, zone))}, ${timeText(at, zone)}`;
