import type { DeskTechnician } from "@/lib/booking/desk.ts";
import { deskTimes } from "@/lib/booking/desk_times.ts";
import { deskShortDay, deskTime } from "@/lib/booking/desk_words.ts";
import type { Slot } from "@/lib/booking/shapes.ts";
import type { Wish } from "@/lib/booking/desk_wish.ts";
import { timeText, unbroken } from "@/lib/text/dates.ts";
import type { DeskView } from "./desk_view.ts";

/** The times that the client sees too, further ahead, with the drive that each adds. */
export function DeskTimes(view: DeskView) {
  const { sheet, wish, found, refused, zone } = view;
  const { days, later } = deskTimes(found!, wish, zone);
  return (
    <section aria-labelledby="times">
      <h2 id="times">Choose a time</h2>
      <p class="soft">
        These are the times the client sees too; minutes are the drive that a visit adds.
      </p>
      {found?.winter && (
        <p class="notice">
          Because of winter there are no times from{" "}
          {unbroken(deskShortDay(found.winter.from_on, sheet.today))} on
          {found.winter.again_on &&
            `; again from ${unbroken(deskShortDay(found.winter.again_on, sheet.today))}`}. You can
          choose one yourself below.
        </p>
      )}
      {refused && refused.near.length > 0 && <Near {...view} near={refused.near} />}
      {days.map(({ date, slots, more }) => (
        <section key={date} aria-label={deskShortDay(date, sheet.today)}>
          <div class="day-head">
            <h3>{unbroken(deskShortDay(date, sheet.today))}</h3>
            {more > 0 && (
              <button class="quiet" type="submit" name="whole" value={date}>
                All times <span class="unseen">of {deskShortDay(date, sheet.today)}</span>
              </button>
            )}
          </div>
          <ul class="times">
            {slots.map((slot) => (
              <li key={slot.starts_at}>
                <TimeButton slot={slot} wish={wish} words={timeText(slot.starts_at, zone)} />
              </li>
            ))}
          </ul>
        </section>
      ))}
      {days.length === 0 && <NoTimes {...view} />}
      {later && (
        <button class="second" type="submit" name="later" value={later}>
          Later days
        </button>
      )}
      <Filters wish={wish} technicians={sheet.technicians} />
    </section>
  );
}

/** Times near one that is gone. */
function Near({ near, sheet, wish, zone }: DeskView & { near: Slot[] }) {
  return (
    <section aria-label="Close to it">
      <h3>These are closest</h3>
      <ul class="times">
        {near.map((slot) => (
          <li key={slot.starts_at}>
            <TimeButton
              slot={slot}
              wish={wish}
              words={deskTime(slot.starts_at, sheet.today, zone)}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

function TimeButton({ slot, wish, words }: { slot: Slot; wish: Wish; words: string }) {
  const isChosen = slot.technician_id === wish.technician && wish.at !== null &&
    Date.parse(wish.at) === Date.parse(slot.starts_at);
  return (
    <button
      class="time"
      type="submit"
      name="choose"
      value={`${slot.starts_at}/${slot.technician_id}`}
      aria-pressed={isChosen}
    >
      <span>{unbroken(words)}</span>{" "}
      <small>{`${slot.technician_name}, ${slot.travel_minutes} min`}</small>
    </button>
  );
}

function NoTimes({ sheet, found }: DeskView) {
  const until = found?.book_until;
  return (
    <p class="notice">
      <strong>
        {found?.gone === "area"
          ? "This place is further than the company goes, or nobody knows where it is."
          : `Nobody${sheet.skill ? ` with the skill “${sheet.skill}”` : ""} has such a time then.`}
      </strong>{" "}
      {until && `The office books up to ${unbroken(deskShortDay(until, sheet.today))}. `}
      Choose a time yourself below.
    </p>
  );
}

const HALVES = [["", "Any time"], ["morning", "Mornings"], ["afternoon", "Afternoons"]];

/** Which times to show. */
function Filters({ wish, technicians }: { wish: Wish; technicians: DeskTechnician[] }) {
  return (
    <fieldset class="filters">
      <legend class="unseen">Which times</legend>
      <label>
        From <input type="date" name="from" value={wish.from ?? ""} />
      </label>
      <label>
        Time of day{" "}
        <select name="half">
          {HALVES.map(([value, words]) => (
            <option key={value} value={value} selected={value === (wish.half ?? "")}>
              {words}
            </option>
          ))}
        </select>
      </label>
      <label>
        With{" "}
        <select name="only">
          <option value="">Anybody</option>
          {technicians.map(({ technician_id, name }) => (
            <option
              key={technician_id}
              value={technician_id}
              selected={technician_id === wish.only}
            >
              {name}
            </option>
          ))}
        </select>
      </label>
      <button class="second" type="submit" name="do" value="show">Show these</button>
    </fieldset>
  );
}
