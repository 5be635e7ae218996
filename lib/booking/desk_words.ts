import {
  arrivalText,
  dayOf,
  dayText,
  shortDayText,
  spanText,
  timeText,
  weekdayText,
} from "@/lib/text/dates.ts";
import { shiftText } from "@/lib/text/hours.ts";
import { capitalized, kindName, listText } from "@/lib/text/names.ts";
import { moneyText, sumOf } from "@/lib/text/money.ts";
import { costNote, totalOf } from "@/lib/text/price.ts";
import { shortName } from "@/lib/text/units.ts";
import type { Did } from "./desk_act.ts";
import type { Checked, DeskSheet, DeskUnit, Unchecked, Warning } from "./desk.ts";

/** Where a contract's visit is booked on the phone. */
export const deskHref = (contract: string) => `/office/contracts/${contract}/book`;

const sameYear = (day: string, today: string) => day.slice(0, 4) === today.slice(0, 4);

/** "Tuesday, December 1", with the year where it is not this one. */
export function deskDay(day: string, today: string): string {
  return sameYear(day, today) ? weekdayText(day) : dayText(day);
}

/** "Tue, Dec 1", with the year where it is not this one. */
export function deskShortDay(day: string, today: string): string {
  return sameYear(day, today) ? shortDayText(day).replace(/, \d{4}$/, "") : shortDayText(day);
}

/** "Tue, Dec 1, 9:00 a.m." */
export function deskTime(at: string, today: string, zone: string): string {
  return `${deskShortDay(dayOf(at, zone), today)}, ${timeText(at, zone)}`;
}

const DID: Record<Did, string> = {
  booked: "It is booked.",
  moved: "It is moved.",
  found: "It was booked already. This is how it stands.",
  cancelled: "The visit is cancelled.",
};

/** What was done, and how the client learns of it. */
export function didText(did: Did, { is_mailed }: DeskSheet["client"]): string {
  if (did === "found") return DID.found;
  return `${DID[did]} ${
    is_mailed
      ? "The client is told by mail."
      : "No mail goes to the client: what you tell them is all they have."
  }`;
}

/** "for the stair lift and the wheelchair" */
function forText(units: DeskUnit[]): string {
  return `for ${listText(units.map((unit) => `the ${shortName(unit)}`))}`;
}

/** "$308.00 plus tax, $348.04 in all", or why it costs nothing. */
export function priceSaid(units: DeskUnit[]): string {
  const fees = sumOf(units.map(({ fee }) => fee));
  if (Number(fees) === 0) {
    const why = costNote(units);
    return why === null ? "it costs nothing" : `it costs nothing (${why})`;
  }
  const total = totalOf(units);
  return Number(total) === Number(fees)
    ? `${moneyText(fees)}, without tax`
    : `${moneyText(fees)} plus tax, ${moneyText(total)} in all`;
}

/** What a visit is: who comes when, and what for. */
export interface Told {
  first_name: string;
  starts_at: string;
  arrive_by: string;
  units: DeskUnit[];
}

/** "on Tuesday, December 1, between 9:00 and 9:30 a.m.": what must not be misheard. */
export function whenSaid({ starts_at, arrive_by }: Told, today: string, zone: string): string {
  return `${deskDay(dayOf(starts_at, zone), today)}, ${arrivalText(starts_at, arrive_by, zone)}`;
}

/** The sentence to read back, in its three parts; the middle one is what must not be misheard. */
export function readBack(told: Told, today: string, zone: string): [string, string, string] {
  return [
    `So ${told.first_name} comes on `,
    whenSaid(told, today, zone),
    `, ${forText(told.units)}: ${priceSaid(told.units)}.`,
  ];
}

/** What is against a time, as a sentence with its figures. */
export function warningText(
  warning: Warning,
  { first_name }: Pick<Checked, "first_name">,
  today: string,
  zone: string,
): string {
  switch (warning.reason) {
    case "skill":
      return `${first_name} has not learned ${
        listText((warning.skills ?? []).map((each) => `“${each}”`))
      }.`;
    case "holiday":
      return `It is a holiday: ${warning.name ?? "nobody works"}.`;
    case "hours":
      return hoursText(warning, first_name, zone);
    case "winter":
      return warning.again_on === null
        ? "Such units are not visited at this time of the year."
        : `Such units are not visited in winter; times are offered again from ${
          deskDay(warning.again_on, today)
        } on.`;
    case "closed":
      return `That day is closed for outdoor units, because of ${warning.why}.`;
    case "notice":
      return warning.is_past
        ? "This time has begun or passed already."
        : `It begins in less than ${warning.hours} hours.`;
    case "horizon":
      return `It lies after ${
        deskDay(warning.last_day, today)
      }, the last day that the office books.`;
    case "drive":
      return driveText(warning, first_name);
    case "full":
      return `${first_name} has ${
        warning.most === 1 ? "a visit" : `${warning.most} visits`
      } on that day already, which is the most.`;
    case "grid":
      return `Times begin every ${warning.step} minutes; this one lies between two.`;
    case "deceased":
      return `The client died: we were told on ${deskDay(warning.on, today)}.`;
  }
}

function hoursText(
  { works_from, works_until, breaks, ends_at }: Extract<Warning, { reason: "hours" }>,
  name: string,
  zone: string,
): string {
  if (works_from === null || works_until === null) return `${name} does not work on that day.`;
  if (Date.parse(ends_at) > Date.parse(works_until)) {
    return `${name}'s day ends at ${timeText(works_until, zone)}; this would end at ${
      timeText(ends_at, zone)
    }`;
  }
  return `${name} works ${shiftText(works_from, works_until, breaks, zone)}; this does not fit in.`;
}

function driveText(
  { side, minutes, planned, is_home, place }: Extract<Warning, { reason: "drive" }>,
  name: string,
): string {
  const there = place ?? "the stop";
  const way = side === "before"
    ? (is_home ? "from home" : `from ${there} before it`)
    : (is_home ? `to ${name}'s home` : `to ${there} after it`);
  return `${minutes} minutes ${way}, ${planned} are planned.`;
}

const WORK: Record<string, string> = {
  maintenance: "a maintenance visit",
  repair: "a repair",
  delivery: "a delivery",
  assessment: "an assessment",
  time_off: "time off",
  other: "something else",
};

/** "Marek is with Bernard Kowalski from 2:00 to 3:00 p.m." */
export function inTheWayText(checked: Checked, zone: string): string {
  const { in_the_way: job, first_name, technician_name } = checked;
  if (!job) return `${technician_name} works here no more.`;
  const span = spanText(job.starts_at, job.ends_at, zone);
  const day = dayOf(job.starts_at, zone) === dayOf(job.ends_at, zone) ? span : "all day";
  const does = job.customer === null
    ? `has ${WORK[job.task_type] ?? WORK.other}`
    : `is with ${job.customer}`;
  return `${first_name} ${does} ${day}`;
}

/** Why there are no times for it at all, and where that is changed. */
export function whyClosed(sheet: DeskSheet): string | null {
  const unit = capitalized(kindName(sheet.unit.kind));
  switch (sheet.situation) {
    case "paused":
      return sheet.paused_until === null
        ? "This contract rests. Resume it before you book."
        : `This contract rests until ${
          deskDay(sheet.paused_until, sheet.today)
        }. Resume it before you book.`;
    case "out_of_service":
      return `${unit} is out of service. Clear it before you book, or book its repair.`;
    case "retired":
      return `${unit} is retired: there is nothing to look after.`;
    case "ended":
      return "This contract has ended.";
    default:
      return null;
  }
}

/** Why a time could not be looked at. */
export function uncheckedText({ status, reason }: Unchecked): string {
  if (status === "rejected" && reason === "household") {
    return "One of the units can't be done in the same visit any more. Look at what is ticked.";
  }
  if (status === "rejected") {
    return "We can't look at that time: it is past, or more than a year ahead.";
  }
  return "This contract changed meanwhile. Please look again.";
}
