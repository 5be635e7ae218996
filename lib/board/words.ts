import { dayOf, sentence, shortDayText, timeText, weekdayText } from "@/lib/text/dates.ts";
import type { Mark } from "@/lib/text/mark.ts";
import { capitalized, kindName, listText } from "@/lib/text/names.ts";
import { TASK_NAMES } from "@/lib/text/visits.ts";
import type { Badge, Board, BoardTask, BoardTechnician, TaskType, Waiting } from "./shapes.ts";

/** Each kind of work on the calendar: its letter, its name, and its class in the styles. */
export const KINDS: Record<TaskType, { letter: string; name: string; style: string }> = {
  maintenance: { letter: "M", name: TASK_NAMES.maintenance, style: "maintenance" },
  repair: { letter: "R", name: TASK_NAMES.repair, style: "repair" },
  delivery: { letter: "D", name: TASK_NAMES.delivery, style: "delivery" },
  assessment: { letter: "A", name: TASK_NAMES.assessment, style: "assessment" },
  time_off: { letter: "T", name: TASK_NAMES.time_off, style: "time-off" },
  other: { letter: "O", name: TASK_NAMES.other, style: "other" },
};

const BADGES: Record<Exclude<Badge, "late">, Mark> = {
  booked: { text: "Booked", shape: "todo" },
  on_the_way: { text: "On the way", shape: "upcoming" },
  started: { text: "Started", shape: "upcoming" },
  done: { text: "Done", shape: "done" },
  done_unpaid: { text: "Done, unpaid", shape: "done" },
  no_show: { text: "Nobody home", shape: "failed" },
  not_completed: { text: "Not done", shape: "failed" },
  not_closed: { text: "No outcome yet", shape: "late" },
  lift_failed: { text: "Lift failed", shape: "failed" },
  quiet: { text: "Quiet", shape: "off" },
};

/** How far a task is; null where its kind and its time say all. */
export function badgeOf({ badge, late_minutes, task_type }: BoardTask): Mark | null {
  if (badge === "late") {
    return { text: late_minutes ? `${late_minutes} min late` : "Late", shape: "late" };
  }
  if (badge === "booked" && task_type !== "maintenance") return null;
  return BADGES[badge];
}

/** What came to its end: drawn fainter. */
export const isOver = ({ badge }: BoardTask): boolean =>
  ["no_show", "not_completed"].includes(badge);

/** Whose it is, or what it is called: "Agnes Fraser", "Team call". */
export function nameOf(
  { client_name, title, task_type }: {
    client_name: string | null;
    title?: string | null;
    task_type: TaskType;
  },
): string {
  return client_name ?? title ?? KINDS[task_type].name;
}

/** "Stair lift and scooter": each kind once. */
export const unitsText = (kinds: string[]): string =>
  capitalized(listText([...new Set(kinds.map(kindName))]));

/** "Stair lift, Toronto": what and where, as far as that is known. */
export function aboutTask({ client_name, title, units, city }: BoardTask): string {
  const what = units.length > 0
    ? unitsText(units.map(({ kind }) => kind))
    : client_name === null
    ? null
    : title;
  return [what, city].filter(Boolean).join(", ");
}

/** "Stair lift, Scarborough, 60 min" */
export function aboutWaiting({ units, title, client_name, city, minutes }: Waiting): string {
  const what = units.length > 0 ? unitsText(units) : client_name !== null && title;
  return [what, city, minutes !== null && `${minutes} min`]
    .filter(Boolean).join(", ");
}

export const GROUPS = {
  new_time: "Needs a new time",
  nobody: "Not given to anyone",
  callback: "Please call back",
} as const;

/** How long something waits: "Waiting since 9:10 a.m.", "Waiting since Mon, Dec 14". */
export function sinceText({ since }: Waiting, today: string, zone: string): string {
  const day = dayOf(since, zone);
  return `Waiting since ${day === today ? timeText(since, zone) : narrowDay(day, today)}`;
}

/** "Was Wed, Dec 2, 10:30 a.m. That day was closed.": what it lost, and why. */
export function lostText({ was_at, reason }: Waiting, today: string, zone: string): string {
  const why = reason === "closed" ? "that day was closed" : reason;
  return [was_at && `was ${whenText(was_at, today, zone)}`, why]
    .filter(Boolean).map((each) => sentence(capitalized(each!))).join(" ");
}

const REACH: Record<string, string> = {
  phone: "Reached by phone",
  letter: "Reached by letter",
  relay: "Reached by relay service, not by voice",
  caregiver: "Reached through a caregiver only",
  nobody: "Nobody is told",
};

/** How whoever waits is reached, where that is not by mail. */
export const reachText = (by: string | null): string | null => REACH[by ?? ""] ?? null;

/** Whose client is told of its place, and how. */
type Told = Pick<Waiting, "customer_id" | "is_mailed" | "phone"> & { badge?: Badge };

/** "please call 905-555-0142": what is left to do for a client who gets no mail. */
const callText = (phone: string | null): string =>
  phone ? `please call ${phone}` : "please call or write";

/** How a client hears of a place, before it has that; whoever has died is told nothing. */
export function willBeTold({ customer_id, is_mailed, phone, badge }: Told): string {
  if (customer_id === null) return "No client is told.";
  if (is_mailed) {
    return "The client gets a mail five minutes later; until then it can be undone.";
  }
  return badge === "quiet"
    ? "The client has died: nobody is written to."
    : `No e-mail: ${callText(phone)}. It goes on the work list.`;
}

/** The same once it has its place. */
export function isTold({ customer_id, is_mailed, phone, badge }: Told): string | null {
  if (customer_id === null || badge === "quiet") return null;
  return is_mailed
    ? "Then the client gets a mail."
    : `No e-mail: ${callText(phone)}. It is on the work list.`;
}

/** "Tue, Dec 22", with the year where it is not this one. */
export function narrowDay(day: string, today: string): string {
  const text = shortDayText(day);
  return day.slice(0, 4) === today.slice(0, 4) ? text.replace(/, \d{4}$/, "") : text;
}

/** "today, 2:15 p.m.", "Thu, Dec 24, 9:00 a.m." */
export function whenText(at: string, today: string, zone: string): string {
  const day = dayOf(at, zone);
  return `${day === today ? "today" : narrowDay(day, today)}, ${timeText(at, zone)}`;
}

/** "lifts, lift chairs": what somebody knows, as it is said below their name. */
export const skillsText = ({ skills }: BoardTechnician): string =>
  skills.length === 0 ? "no skills yet" : skills.map((skill) => kindName(skill)).join(", ");

/** "Christmas Day is on Friday, December 25." of a holiday that is not far. */
export const holidayText = ({ name, on_day }: Board["holidays"][number]): string =>
  `${name} is on ${weekdayText(on_day)}.`;
