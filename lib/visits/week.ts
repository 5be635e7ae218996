import type { DayOfWork } from "./shapes.ts";

/** Whether a day is shown in a week: Monday to Friday, and a day at the weekend that has work. */
export function isWorkday({ on_day, stops }: DayOfWork): boolean {
  const weekday = new Date(`${on_day}T12:00:00Z`).getUTCDay();
  return stops.length > 0 || (weekday > 0 && weekday < 6);
}
