import type { DayOfWork } from "@/lib/technicians/page.ts";
import { weekdayName } from "@/lib/text/dates.ts";

/** "3 booked", "away", "free", "no work" */
function dayText({ visits, is_away, work_minutes }: DayOfWork): string {
  const booked = visits > 0 ? `${visits} booked` : "";
  if (is_away) return [booked, "away"].filter(Boolean).join(", ");
  return booked || (work_minutes > 0 ? "free" : "no work");
}

/** The next seven days in one line. */
export function Days({ days }: { days: DayOfWork[] }) {
  return (
    <ul class="chips" aria-label="The next seven days">
      {days.map((day) => (
        <li key={day.on_day}>
          <strong>{weekdayName(day.on_day).slice(0, 3)}</strong> {dayText(day)}
        </li>
      ))}
    </ul>
  );
}
