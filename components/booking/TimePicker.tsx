import type { ComponentChildren } from "preact";
import { unbroken } from "@/lib/text/dates.ts";
import type { DayChoice, TimesView } from "@/lib/booking/times.ts";
import { Go } from "./Go.tsx";

/** How the choice is gone through: by the island where that runs. */
interface Ways {
  /** The company's, as it is written and as it is dialled: what reads phone numbers stays on the server. */
  phone: { text: string; href: string };
  onOpen?: (event: MouseEvent, href: string) => void;
}

/** The choice of a week, a half of the day, a day and a time. */
export function TimePicker({ times, ...ways }: Ways & { times: TimesView }) {
  const { byPhone, winter, week, halves, days, remark, day, until } = times;
  if (byPhone) {
    return (
      <>
        <h2 id="days" tabIndex={-1}>{byPhone.heading}</h2>
        <p>{unbroken(byPhone.text)}</p>
      </>
    );
  }
  if (week === null) {
    return (
      <>
        <h2 id="days" tabIndex={-1}>There are no free times</h2>
        {winter && <p class="notice">{unbroken(winter)}</p>}
        <p>
          {until && !winter && `We have looked up to ${unbroken(until)}. `}Please call us, or ask us
          to call you, and we'll find one.
        </p>
      </>
    );
  }
  return (
    <>
      <h2 id="days" tabIndex={-1}>{unbroken(week.label)}</h2>
      {winter && <p class="notice">{unbroken(winter)}</p>}
      <nav class="between" aria-label="Weeks">
        {week.earlier
          ? <GoOn {...ways} class="quiet" href={week.earlier}>‹ Earlier week</GoOn>
          : <span class="hint">This is the first week</span>}
        {week.later
          ? <GoOn {...ways} class="quiet" href={week.later}>Later week ›</GoOn>
          : <span class="hint">This is the last week</span>}
      </nav>
      <nav aria-label="Time of day">
        <ul class="part-of-day">
          {halves.map(({ label, href, current }) => (
            <li key={label}>
              <GoOn {...ways} class="half" href={href} current={current}>{label}</GoOn>
            </li>
          ))}
        </ul>
      </nav>
      {days.length === 0 && <p>There are no such times in this week.</p>}
      <Choices choices={days} {...ways} />
      {remark && <p class="hint">{remark}</p>}
      <OtherWeeks times={times} {...ways} />
      {day && <DayTimes day={day} {...ways} />}
    </>
  );
}

function GoOn(
  { onOpen, class: className, href, current, children }: Ways & {
    class: string;
    href: string;
    current?: boolean;
    children: ComponentChildren;
  },
) {
  return (
    <Go href={href} class={className} current={current} onOpen={onOpen}>
      {children}
    </Go>
  );
}

function Choices({ choices, ...ways }: Ways & { choices: DayChoice[] }) {
  return (
    <ul class="days">
      {choices.map(({ label, count, href, current }) => (
        <li key={label}>
          <GoOn {...ways} class="day" href={href} current={current}>
            <span>{unbroken(label)}</span> <small>{count}</small>
          </GoOn>
        </li>
      ))}
    </ul>
  );
}

function OtherWeeks({ times: { week, weeks, until }, ...ways }: Ways & { times: TimesView }) {
  return (
    <details class="fold" key={week?.label}>
      <summary>Jump to another week</summary>
      <Choices choices={weeks} {...ways} />
      {until && (
        <p class="hint call-us">
          You can book up to {unbroken(until)}. {ways.phone.text !== "" && (
            <>
              For a later day, call <a class="phone" href={ways.phone.href}>{ways.phone.text}</a>.
            </>
          )}
        </p>
      )}
    </details>
  );
}

function DayTimes({ day, ...ways }: Ways & { day: NonNullable<TimesView["day"]> }) {
  return (
    <section aria-labelledby="day">
      <h2 id="day" tabIndex={-1}>Times on {unbroken(day.label)}</h2>
      {day.halves.map(({ name, times }) => (
        <section key={name} aria-label={name}>
          <h3>{name}</h3>
          <ul class="times">
            {times.map(({ time, who, href }) => (
              <li key={href}>
                <Go href={href} class="time">
                  <span>{unbroken(time)}</span> <small>{who}</small>
                </Go>
              </li>
            ))}
          </ul>
        </section>
      ))}
      {day.all && (
        <p>
          <GoOn {...ways} class="quiet" href={day.all}>
            More times on {unbroken(day.label)}
          </GoOn>
        </p>
      )}
    </section>
  );
}
