import { addDays, monthDayText, weekdayName } from "@/lib/text/dates.ts";
import type { DayOfWork } from "@/lib/visits/shapes.ts";
import { StopList } from "./StopList.tsx";

/** A week by day: a list on a phone, columns where there is room. */
export function Week({ days, today, zone }: { days: DayOfWork[]; today: string; zone: string }) {
  const monday = days[0].on_day;
  return (
    <>
      <nav class="between" aria-label="Other weeks">
        <a class="quiet" href={`/tech/week?from=${addDays(monday, -7)}`}>
          ‹ {monthDayText(addDays(monday, -7))}
        </a>
        <a class="quiet" href="/tech/week">This week</a>
        <a class="quiet" href={`/tech/week?from=${addDays(monday, 7)}`}>
          {monthDayText(addDays(monday, 7))} ›
        </a>
      </nav>
      <div class="week">
        {days.map(({ on_day, stops }) => (
          <section
            key={on_day}
            class={on_day === today ? "today" : undefined}
            aria-labelledby={`day-${on_day}`}
          >
            <div class="day-head">
              <h2 id={`day-${on_day}`}>
                {on_day === today ? "Today" : weekdayName(on_day)}, {monthDayText(on_day)}
              </h2>
              <span class="soft">{countText(stops.length)}</span>
            </div>
            {stops.length === 0
              ? on_day > today && <p class="soft">Clients can still book this day.</p>
              : <StopList stops={stops} zone={zone} />}
          </section>
        ))}
      </div>
    </>
  );
}

function countText(jobs: number): string {
  if (jobs === 0) return "nothing yet";
  return jobs === 1 ? "1 job" : `${jobs} jobs`;
}
