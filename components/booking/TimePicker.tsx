import type { Details } from "@/lib/booking/link.ts";
import type { TimesView } from "@/lib/booking/times.ts";
import { Go } from "./Go.tsx";

/** The choice of a day and time: days with their number of times, the times of the open day. */
export function TimePicker(
  { times, kept, onOpen }: {
    times: TimesView;
    kept: Details | null;
    onOpen?: (event: MouseEvent, href: string) => void;
  },
) {
  const { days, earlier, later, day } = times;
  return (
    <>
      <h2 id="days">Choose a day</h2>
      {days.length === 0 && (
        <p>There are no free times in these days. Please call us, or ask us to call you.</p>
      )}
      <ul class="days" aria-labelledby="days">
        {days.map(({ date, label, count, href }) => (
          <li key={date}>
            <Go href={href} kept={kept} class="day" current={date === day?.date} onOpen={onOpen}>
              <span>{label}</span> <small>{count}</small>
            </Go>
          </li>
        ))}
      </ul>
      {(earlier || later) && (
        <nav class="more-days" aria-label="More days">
          {earlier && <Go href={earlier} kept={kept} class="quiet" onOpen={onOpen}>First days</Go>}
          {later && <Go href={later} kept={kept} class="quiet" onOpen={onOpen}>Later days</Go>}
        </nav>
      )}
      {day && <DayTimes day={day} kept={kept} onOpen={onOpen} />}
    </>
  );
}

function DayTimes(
  { day, kept, onOpen }: {
    day: NonNullable<TimesView["day"]>;
    kept: Details | null;
    onOpen?: (event: MouseEvent, href: string) => void;
  },
) {
  return (
    <section aria-labelledby="day">
      <h2 id="day" tabIndex={-1}>{day.label}</h2>
      {day.halves.map(({ name, times }) => (
        <section key={name} aria-label={name}>
          <h3>{name}</h3>
          <ul class="times">
            {times.map(({ time, who, href }) => (
              <li key={href}>
                <Go href={href} kept={kept} class="time">
                  <span>{time}</span> <small>with {who}</small>
                </Go>
              </li>
            ))}
          </ul>
        </section>
      ))}
      {day.all && (
        <p>
          <Go href={day.all} kept={kept} class="quiet" onOpen={onOpen}>
            Show all {day.count} on {day.label}
          </Go>
        </p>
      )}
    </section>
  );
}
