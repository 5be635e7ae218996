import { addDays, dayOf, sentence, shortDayText, timeText, weekdayText } from "@/lib/text/dates.ts";
import type { Mark } from "@/lib/text/mark.ts";
import { moneyText } from "@/lib/text/money.ts";
import { capitalized, unitName } from "@/lib/text/names.ts";
import { FAILURES, repairNumber } from "@/lib/text/visits.ts";
import { kindTitle } from "@/lib/text/work_kinds.ts";
import type { WorkRow } from "./shapes.ts";

/** What a client told us: `private.change_reasons`. */
const CHANGES: Record<string, string> = {
  gone: "No longer has it.",
  moved: "Has moved.",
  died: "Has died.",
  care_home: "Lives in a care home now.",
  other: "Something changed.",
};

const REASONS: Record<string, string> = {
  unsubscribed: "Wants no reminders by mail.",
  hard_bounce: "Mail to their address comes back.",
  complaint: "Reported our mail as unwanted.",
  suppressed: "Nothing may be mailed to their address.",
  no_consent: "We may not mail them before they say yes: ask.",
  no_address: "Has no address that mail can go to.",
  no_show: "Nobody was there when the technician came.",
  not_completed: "The visit could not be done.",
  reversed: "The visit was recorded by mistake and taken back.",
  "cancelled by the client": "Cancelled by the client, and overdue.",
  quoted: "Quoted: ask whether they want it.",
  approved: "Wanted: give it a day.",
  waiting_for_parts: "Waits for parts.",
  parts_arrived: "The parts are here: give it a day.",
  came_to_nothing: "Has no time any more: give it another one.",
  time: "The technician cannot be there in time any more.",
  apart: "Its units are in two places now.",
  under_way: "The technician is on the way already.",
  closed: "That day was closed.",
  moved: "Has moved.",
  new_owner: "The client moved and it stayed: ask who has it now.",
  one_serial: "Another client has the number that the file tells: read it off the device.",
};

/** What a file and what is on record disagree about. */
const QUESTIONS: Record<string, string> = {
  one_serial_two_clients: "A file gives the serial number of their unit to another client as well.",
  returned_unit: "A file says that their unit was returned.",
};

/** What somebody drives there for, within a sentence. */
const jobOf = ({ about_repair_id, task_type }: WorkRow): string =>
  about_repair_id || task_type === "repair"
    ? "repair"
    : task_type === "delivery" || task_type === "assessment"
    ? task_type
    : task_type === "other"
    ? "work"
    : "visit";

/** What a mail would have said of a job, for whoever calls instead: by the kind of that mail. */
const TO_SAY: Record<string, (job: string, when: string, technician: string | null) => string> = {
  work_scheduled: isOn,
  appointment_changed: (job, when, technician) => isOn(job, `now ${when}`, technician),
  appointment_ahead: remind,
  appointment_reminder: remind,
  work_reminder: remind,
  appointment_cancelled: isOff,
  work_cancelled: isOff,
  running_late: (job, when, technician) =>
    sentence(
      `Tell them that ${technician ?? "the technician"} comes late to the ${job} of ${when}`,
    ),
};

function isOn(job: string, when: string, technician: string | null): string {
  return sentence(
    `Tell them when the ${job} is: ${when}${technician ? ` with ${technician}` : ""}`,
  );
}

function remind(job: string, when: string, technician: string | null): string {
  return sentence(`Remind them of the ${job}: ${when}${technician ? ` with ${technician}` : ""}`);
}

function isOff(job: string, when: string): string {
  return `Tell them that the ${job} of ${when} is off.`;
}

/** What whoever gets no mail is to be told; null where that is not about a time. */
function toSay(row: WorkRow, zone: string): string | null {
  const { details: { message, starts_at }, technician } = row;
  if (!message || !starts_at || !Object.hasOwn(TO_SAY, message)) return null;
  return TO_SAY[message](
    jobOf(row),
    `${shortDay(dayOf(starts_at, zone))}, ${timeText(starts_at, zone)}`,
    technician,
  );
}

/** What a technician brought home of a repair that is put aside since: " A part was missing. Said at the door: mornings." */
const heardOf = ({ why, preferred_times }: WorkRow["details"]): string =>
  [
    FAILURES[why as keyof typeof FAILURES],
    preferred_times && `Said at the door: ${preferred_times}`,
  ].filter(Boolean).map((each) => ` ${sentence(each!)}`).join("");

/** Facts of a row beyond its reason, by its kind. */
const FACTS: Record<string, (row: WorkRow, zone: string, today: string) => string | null> = {
  callback: ({ details }) =>
    details.heard_at === "door"
      ? `Said at the door: ${details.preferred_times}.`
      : details.preferred_times
      ? `Asked for a call: ${details.preferred_times}.`
      : "Asked for a call.",
  client_change: ({ details }) => CHANGES[details.what ?? ""] ?? "Something changed.",
  call_client: toSay,
  letter_due: toSay,
  missing_address: () => "Ask for an e-mail address, or write a letter.",
  delivery_failure: ({ details }) =>
    `Mail to ${details.address ?? "their address"} could not be delivered.`,
  uncertain_message: ({ details }) =>
    `Nobody knows whether the mail to ${details.address ?? "them"} arrived.`,
  unclosed_visit: (row, zone) =>
    `${row.technician ?? "Nobody"} has not said how the ${jobOf(row)} ${
      row.task_at ? `of ${shortDay(dayOf(row.task_at, zone))}, ${timeText(row.task_at, zone)} ` : ""
    }went.`,
  needs_rescheduling: (row, zone) =>
    `The ${jobOf(row)}${
      row.task_at ? ` of ${shortDay(dayOf(row.task_at, zone))}` : ""
    } needs another time${row.problem ? `: “${row.problem.replace(/\.$/, "")}”` : ""}.${
      heardOf(row.details)
    }`,
  unit_out_of_service: ({ details }) => `${failedText(details)}Out of service.`,
  repair_follow_up: ({ details }) =>
    [
      typeof details.number === "number" ? repairNumber(details.number) : null,
      details.amount ? `${moneyText(details.amount)} + tax` : null,
      details.problem ? `“${details.problem}”` : null,
      details.why ? FAILURES[details.why as keyof typeof FAILURES]?.toLowerCase() : null,
      details.preferred_times ? `said at the door: ${details.preferred_times}` : null,
    ].filter(Boolean).join(", ") + ".",
  certificate_expiring: ({ details }, _zone, today) =>
    details.expires_on
      ? `Its certificate ${details.expires_on < today ? "was" : "is"} good until ${
        shortDayText(details.expires_on)
      }.`
      : null,
  unpaid_invoice: ({ details: { number, balance, due_on } }) =>
    balance && due_on
      ? `${number}: ${moneyText(balance)} to pay since ${shortDayText(due_on)}.`
      : null,
  report_conflict: ({ about_repair_id }) =>
    `A report met a ${
      about_repair_id ? "repair" : "visit"
    } that had changed: accept or discard it.`,
  late_photos: ({ about_repair_id, details: { photos } }) =>
    `${photos === 1 ? "A photo" : `${photos} photos`} came when the ${
      about_repair_id ? "repair" : "visit"
    } was over, and no report with ${photos === 1 ? "it" : "them"}: look, and ask who took ${
      photos === 1 ? "it" : "them"
    }.`,
  calendar_conflict: (row, zone) =>
    sentence(
      [
        `A job elsewhere${row.details.title ? ` (${row.details.title})` : ""} is`,
        row.technician ? `for ${row.technician}` : null,
        `at the time of the ${jobOf(row)}`,
        row.task_at
          ? `of ${shortDay(dayOf(row.task_at, zone))}, ${timeText(row.task_at, zone)}`
          : null,
      ].filter(Boolean).join(" "),
    ),
  import_problem: ({ details }) => details.message ? sentence(details.message) : null,
  import_question: ({ details }) => QUESTIONS[details.question ?? ""] ?? null,
  self_check: brokenText,
  broken_trail: brokenText,
};

/** What should hold, or what could not be finished. */
function brokenText({ details }: WorkRow): string {
  if (details.rule) return `This should hold, and does not: ${details.rule}`;
  const what = details.reason ?? details.day ?? "see the nights";
  return `The system could not finish something (${what}).`;
}

function failedText({ failed }: WorkRow["details"]): string {
  return failed && failed.length > 0
    ? `${failed.map(({ label }) => `“${label}”`).join(", ")} failed. `
    : "";
}

/** Why it was opened; a visit that came to nothing says what stopped it. */
function reasonText(reason?: string | null): string | null {
  if (!reason) return null;
  if (REASONS[reason]) return REASONS[reason];
  return Object.hasOwn(FAILURES, reason) ? `${FAILURES[reason as keyof typeof FAILURES]}.` : null;
}

/** "Thu, Nov 12": a day of this year or next. */
export const shortDay = (day: string) => shortDayText(day).replace(/, \d{4}$/, "");

/** The unit as its owner calls it. */
export function unitOf({ unit_kind, product_name, told_apart }: WorkRow): string | null {
  if (unit_kind === null) return null;
  const name = capitalized(unitName({ kind: unit_kind, product_name }));
  return told_apart && told_apart !== product_name ? `${name} (${told_apart})` : name;
}

/** "Flow X curved stair lift, overdue 14 days." */
function dueSentence(row: WorkRow, today: string): string | null {
  const unit = unitOf(row);
  if (unit === null || row.unit_due_on === null) return unit && `${unit}.`;
  return `${unit}, ${lateText(row.unit_due_on, today)}.`;
}

/** "overdue 14 days", "due today", "due Sun, Dec 20" */
export function lateText(dueOn: string, today: string): string {
  const days = Math.round((Date.parse(today) - Date.parse(dueOn)) / 86_400_000);
  if (days > 0) return days === 1 ? "overdue 1 day" : `overdue ${days} days`;
  return days === 0 ? "due today" : `due ${shortDay(dueOn)}`;
}

/** Why it is on the list, in a sentence or two. */
export function whyText(row: WorkRow, today: string, zone: string): string {
  const { details, tries, reach_by, has_died } = row;
  return [
    FACTS[row.kind]?.(row, zone, today),
    reasonText(details.reason),
    dueSentence(row, today),
    has_died ? "The client has died." : null,
    reach_by === "relay" ? "Cannot hear: no calls." : null,
    details.wrong_number ? "The number is wrong: find another." : null,
    tries >= 3
      ? `${tries} tries without an answer: offer a letter.`
      : tries > 0
      ? `${tries === 1 ? "One try" : "Two tries"} without an answer.`
      : null,
  ].filter(Boolean).join(" ");
}

/** When it is due, as a mark. */
export function dueMark({ due_on, when_due, urgent }: WorkRow, today: string): Mark {
  const text = due_on === today
    ? "Today"
    : due_on < today
    ? due_on === addDays(today, -1) ? "Since yesterday" : `Since ${shortDay(due_on)}`
    : shortDay(due_on);
  const shape = when_due === 1 ? "failed" : urgent || when_due === 2 ? "late" : "todo";
  return { text, shape };
}

/** "since yesterday": the same within a line; names of days stay as they are. */
export const uncapitalized = (text: string) =>
  text.replace(/^(Since|Today)/, (word) => word.toLowerCase());

/** The parts of the list, by `when_due`. */
export const PARTS: { part: number; title: string; mark: Mark["shape"] }[] = [
  { part: 1, title: "Urgent", mark: "failed" },
  { part: 2, title: "Due today", mark: "late" },
  { part: 3, title: "Later this week", mark: "todo" },
  { part: 4, title: "Later", mark: "todo" },
];

/** How a call went, as it stands in a history. */
export const RESULTS: Record<string, string> = {
  booked: "booked",
  no_answer: "no answer",
  left_message: "left a message",
  call_later: "call later",
  declined: "not this time",
  wrong_number: "wrong number",
  moved: "has moved",
  sold: "no longer has it",
  deceased: "has died",
  hospital: "in hospital",
  spoke: "dealt with",
  letter: "a letter was printed",
  undone: "taken back",
};

/** "Logged: left a message for Stan Petrov. Comes back Monday, November 30." */
export function loggedText(
  { result, customer, kind, state, again_on }: {
    result: string | null;
    customer: string | null;
    kind: string;
    state: "open" | "done";
    again_on: string | null;
  },
  today: string,
): string {
  const whom = customer ?? kindTitle(kind);
  if (result === "undone") return `Taken back: ${whom} is on the list as before.`;
  const said = result === null ? "Done" : `Logged: ${RESULTS[result] ?? result}`;
  const then = state === "done"
    ? "It is off the list."
    : again_on === null
    ? ""
    : again_on <= today
    ? "It stays on the list."
    : `Comes back ${weekdayText(again_on)}.`;
  return `${said}, ${whom}. ${then}`.trim();
}
