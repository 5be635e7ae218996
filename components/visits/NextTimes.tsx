import { Choice } from "@/components/web/Choice.tsx";
import { dayOf, shortDayText, timeText, unbroken } from "@/lib/text/dates.ts";
import {
  type NextOffer,
  type NextSlot,
  type Shown,
  shownHref,
  weeksBeside,
} from "@/lib/visits/next.ts";
import { likenessText, weekText } from "@/lib/visits/next_words.ts";

export interface TimesView {
  /** The page that it is on. */
  here: string;
  offer: NextOffer;
  slots: NextSlot[];
  shown: Shown;
  /** Over the times. */
  title: string;
  /** The day that the weeks are counted from while none is named. */
  around: string;
  /** What goes along with the choice. */
  fields: [name: string, value: string][];
  /** Instead of times, where there are none; null says nothing. */
  none: string | null;
  /** Below it all. */
  hint: string;
  /** Of whoever was there, whose times say "with you". */
  isOwn: boolean;
  zone: string;
}

/** A few times to choose from, closest chosen; other weeks; any day. */
export function NextTimes(view: TimesView) {
  const { here, offer, slots, title, fields, none, hint, isOwn, zone } = view;
  const inOrder = slots.toSorted((one, other) =>
    Date.parse(one.starts_at) - Date.parse(other.starts_at)
  );
  return (
    <>
      {slots.length === 0 && none && <p class="notice">{none}</p>}
      {slots.length > 0 && (
        <form id="next" class="flow" method="post" action={here}>
          {fields.map(([name, value]) => (
            <input type="hidden" name={name} value={value} key={name + value} />
          ))}
          <fieldset>
            <legend>
              <h2>{title}</h2>
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
                    <small>{likenessText(slot, offer, zone, isOwn)}</small>
                  </>
                }
              />
            ))}
          </fieldset>
        </form>
      )}
      {offer.gone !== "area" && <OtherDays {...view} />}
      <p class="hint">
        {offer.book_until && unbroken(`You can book up to ${shortDayText(offer.book_until)}. `)}
        {hint}
      </p>
    </>
  );
}

/** The week before, the week after, and any day. */
function OtherDays({ here, offer, shown, around }: TimesView) {
  const { change } = shown;
  const { earlier, later } = weeksBeside(offer, shown, around);
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
            min={offer.today}
            max={offer.book_until ?? undefined}
            value={shown.day ?? ""}
            required
          />
        </div>
        <button type="submit" class="second">Show its times</button>
      </form>
    </>
  );
}

/** "Tue, Jun 8, 2027, 10:30 a.m." */
export const whenText = (at: string, zone: string) =>
  `${shortDayText(dayOf(at, zone))}, ${timeText(at, zone)}`;
