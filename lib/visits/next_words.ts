import {
  addDays,
  clockTime,
  dayOf,
  monthDayText,
  shortDayText,
  weekdayName,
} from "@/lib/text/dates.ts";
import type { BookedNext, NextOffer, NextSlot, OpenNext, Shown } from "./next.ts";

/** Whether a visit at that time is one that is confirmed again. */
const isLongAhead = (
  starts_at: string,
  { again_after }: Pick<OpenNext, "again_after">,
  zone: string,
) => dayOf(starts_at, zone) > again_after;

/** "with you, same day of the week, same time" */
export function likenessText(
  { starts_at, technician_id, technician_name }: NextSlot,
  { like }: Pick<NextOffer, "like">,
  zone: string,
  isOwn: boolean,
): string {
  const who = isOwn && technician_id === like.technician_id ? "you" : technician_name;
  const [day, before] = [starts_at, like.starts_at].map((at) => weekdayName(dayOf(at, zone)));
  const [time, hour] = [starts_at, like.starts_at].map((at) => clockTime(at, zone));
  return [
    `with ${who}`,
    day === before && "same day of the week",
    time === hour && "same time",
  ].filter(Boolean).join(", ");
}

/** "Ethel", or "The client" where there is no first name. */
export const calledText = ({ client }: { client: { first_name: string } }) =>
  client.first_name || "The client";

/** "Remind Ethel instead (e-mail on Mon, May 10, 2027)": what happens where nothing is booked. */
export function insteadText(next: OpenNext): string {
  const whom = next.client.first_name || "the client";
  const { what, reminded_on, is_reminded_by_mail, due_on } = next;
  if (!is_reminded_by_mail) return "Don't book now: the office calls or writes a letter";
  if (what === "return") return `Let ${whom} choose a time instead (by the link in our e-mail)`;
  return `Remind ${whom} instead (e-mail on ${shortDayText(reminded_on ?? addDays(due_on, 1))})`;
}

/** "Week of May 31" */
export const weekText = (monday: string) => `Week of ${monthDayText(monday)}`;

/** Over the times: what they are close to. */
export function timesTitle({ what }: Pick<OpenNext, "what">, { week, day }: Shown): string {
  if (day) return shortDayText(day);
  if (week) return weekText(week);
  return what === "next" ? "Closest to today's time" : "The next times, closest to today's";
}

/** What the client hears of it, and when. */
export function toldText(next: OpenNext, zone: string): string {
  const { client, slots } = next;
  if (!client.is_mailed) {
    return `${calledText(next)} can't be reached by e-mail: please write the time down for them.`;
  }
  const again = slots.some(({ starts_at }) => isLongAhead(starts_at, next, zone))
    ? " now, and is asked again by e-mail two weeks before"
    : " now";
  return `${calledText(next)} gets a confirmation by e-mail${again}.`;
}

/** What to say at the door once it is booked. */
export function bookedText(next: BookedNext, zone: string): string {
  const { client, appointment } = next;
  if (!client.is_mailed) return "Please write the time down for them: no e-mail reaches them.";
  return isLongAhead(appointment.starts_at, next, zone)
    ? "Say: “You don't have to do anything. We'll write two weeks before.”"
    : "Say: “You don't have to do anything.”";
}

/** Where there are no times to choose from. */
export const NO_TIMES = {
  area:
    "This place is further than the company goes, or nobody knows where it is. The office books here.",
  days: "Nobody can come on these days. Look at another week, or go to a day.",
};
