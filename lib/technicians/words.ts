import { clockTime, dayOf, shortDayText, timeText, unbroken } from "@/lib/text/dates.ts";
import { changedText } from "@/lib/text/meanwhile.ts";
import type { Mark } from "@/lib/text/mark.ts";
import type { Came, Deed } from "./save.ts";
import type { ComingJob, Lack, Leave, Login, PutAside, TechnicianPage } from "./page.ts";

/** What follows from what somebody lacks. */
export const LACKS: Record<Lack, { mark: string; follows: string }> = {
  hours: { mark: "No hours", follows: "No hours are written down: no times can be offered." },
  skills: {
    mark: "No skills",
    follows: "No skills are written down: no times can be offered for units that need one.",
  },
  home: {
    mark: "No home",
    follows: "Nobody knows where days begin: the first and the last drive of a day are guessed.",
  },
  login: {
    mark: "No login",
    follows: "They cannot sign in: their visits are recorded from paper.",
  },
};

/** What the page says after something was done. */
export const DONE: Record<Deed | "added", string> = {
  person: "It is saved.",
  home: "Where they start is saved.",
  skills: "The skills are saved.",
  hours: "The hours are saved.",
  leave: "The leave is written down.",
  back: "The leave is taken back.",
  go: "They have left: nothing more is offered with them.",
  again: "They are back, with hours and skills as they were.",
  calendar: "The calendar address is ended: their phone shows nothing new from it.",
  added: "They are added. Hours, skills and home come next.",
};

/** What was done just now, by the address that a form led to. */
export function didOf(query: URLSearchParams): keyof typeof DONE | undefined {
  const did = query.get("did") ?? "";
  return Object.hasOwn(DONE, did) ? did as keyof typeof DONE : undefined;
}

/** Whether somebody is here, away or has left. */
export function standingMark(
  { active, leave }: { active: boolean; leave: Leave | null },
  now: Date,
  zone: string,
): Mark {
  if (!active) return { text: "Has left", shape: "off" };
  if (leave !== null && new Date(leave.starts_at) <= now) {
    return { text: `Away until ${unbroken(endText(leave, zone))}`, shape: "waiting" };
  }
  return { text: "Active", shape: "done" };
}

const isMidnight = (instant: string, zone: string) => clockTime(instant, zone) === "00:00";
const justBefore = (instant: string) => new Date(new Date(instant).getTime() - 1).toISOString();

/** "Thu, Dec 24, 2026", or with the time where it does not begin with the day. */
export function beginText({ starts_at }: Leave, zone: string): string {
  const day = shortDayText(dayOf(starts_at, zone));
  return isMidnight(starts_at, zone) ? day : `${day}, ${timeText(starts_at, zone)}`;
}

/** The last day, or with the time where it does not end with the day. */
export function endText({ ends_at }: Leave, zone: string): string {
  if (isMidnight(ends_at, zone)) return shortDayText(dayOf(justBefore(ends_at), zone));
  return `${shortDayText(dayOf(ends_at, zone))}, ${timeText(ends_at, zone)}`;
}

/** "Thu, Dec 24, 2026", "Thu, Dec 24, 2026, 9:00 a.m. to 11:30 a.m.", "Thu, Dec 24, 2026 to Mon, Jan 4, 2027" */
export function leaveText(leave: Leave, zone: string): string {
  const { starts_at, ends_at } = leave;
  const day = dayOf(starts_at, zone);
  if (day !== dayOf(justBefore(ends_at), zone)) {
    return `${beginText(leave, zone)} to ${endText(leave, zone)}`;
  }
  const from = isMidnight(starts_at, zone) ? null : timeText(starts_at, zone);
  const until = isMidnight(ends_at, zone) ? null : timeText(ends_at, zone);
  const times = from && until
    ? `${from} to ${until}`
    : from
    ? `from ${from} on`
    : until && `until ${until}`;
  return [shortDayText(day), times].filter(Boolean).join(", ");
}

/** "3 bookings are where they were, and nobody is told." */
export const backText = (n: number): string =>
  n === 1
    ? "1 booking is where it was, and nobody is told."
    : `${n} bookings are where they were, and nobody is told.`;

/** "3 bookings wait for another time." */
export const waitText = (n: number): string =>
  n === 1 ? "1 booking waits for another time." : `${n} bookings wait for another time.`;

/** "Fri, Dec 4, 2026, 3:30 p.m." */
export const jobTime = ({ starts_at }: ComingJob, zone: string) =>
  unbroken(`${shortDayText(dayOf(starts_at, zone))}, ${timeText(starts_at, zone)}`);

/** Whom a job is about. */
export const jobName = ({ customer, task_type }: ComingJob) =>
  customer ?? (task_type === "other" ? "a meeting" : `a ${task_type}`);

const TOLD: Record<PutAside["told"], string> = {
  mail: "gets a mail to choose another time",
  call: "is called by the office",
  letter: "cannot be called: the office writes",
  nobody: "nobody has to be told",
};

/** Whose client is mailed, and called all the same: work that is no visit has no link to choose another time by. */
const isMailedAndCalled = ({ told, task_type }: PutAside) =>
  told === "mail" && task_type !== "maintenance";

export const toldText = (job: PutAside) =>
  isMailedAndCalled(job) ? "gets a mail, and is called for another time" : TOLD[job.told];

const people = (
  n: number,
  one: string,
  many: string,
) => (n === 1 ? `1 client ${one}` : `${n} clients ${many}`);

/** "5 jobs will need another time: 3 clients get a mail to choose one, 2 clients are called." */
export function asideSentence(aside: PutAside[]): string {
  const count = (told: PutAside["told"]) => aside.filter((each) => each.told === told).length;
  const both = aside.filter(isMailedAndCalled).length;
  const choose = count("mail") - both;
  const parts = [
    choose > 0 && people(choose, "gets a mail to choose one", "get a mail to choose one"),
    both > 0 && people(both, "gets a mail and is called", "get a mail and are called"),
    count("call") > 0 && people(count("call"), "is called", "are called"),
    count("letter") > 0 && people(count("letter"), "is written to", "are written to"),
  ].filter(Boolean);
  const jobs = aside.length === 1 ? "1 booking will" : `${aside.length} bookings will`;
  return `${jobs} need another time${parts.length > 0 ? `: ${parts.join(", ")}` : ""}.`;
}

/** Why a form was not taken, with who was first where somebody was. */
export function complaintText({ complaint, meanwhile }: Came, zone: string): string {
  if (meanwhile === undefined) return complaint ?? "";
  return `${
    changedText(meanwhile, zone)
  } What you typed is below and not saved. To see what is so now, open this page anew.`;
}

/** How somebody signs in. */
export function loginText(login: Login | null): string {
  if (login === null) return "does not sign in";
  if (!login.is_active) return `signed in as ${login.email}, switched off`;
  return login.has_login ? `signs in as ${login.email}` : `invited as ${login.email}`;
}

/** The first leave that is now or next. */
export const nextLeave = ({ leave }: TechnicianPage): Leave | null => leave[0] ?? null;

/** What becomes of a home's address while nobody knows where it is. */
export const LOOKUPS = {
  waiting: "The address is looked up within the hour, as clients' addresses are.",
  unknown:
    "The service that is asked does not know this address. Please enter the place as a map shows it.",
  unasked:
    "Addresses are looked up by a service that the server names, within the hour. It was asked nothing so far: if it stays like this, please enter the place as a map shows it.",
};
