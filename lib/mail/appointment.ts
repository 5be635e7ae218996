import { type CalendarVisit, visitCalendar } from "@/lib/calendar/visit.ts";
import { homeText, stayText, whenText, whoComes } from "@/lib/text/coming.ts";
import { appointmentText, arrivalText, dayOf, dayText, sentence } from "@/lib/text/dates.ts";
import { capitalized, greeting } from "@/lib/text/names.ts";
import { costNote, costText, lineText } from "@/lib/text/price.ts";
import { namesOf, shortName, visitNames } from "@/lib/text/units.ts";
import type { Block, CalendarEntry, MailContent } from "./content.ts";
import type { AppointmentFacts } from "./facts.ts";

/** Booked: date, window, technician, fee, what to expect, and the calendar entry. */
export function confirmation(facts: AppointmentFacts, now: Date, recipient: string): MailContent {
  const { when } = phrases(facts);
  return {
    subject: `You're booked: ${when}`,
    preview: coming(facts),
    heading: "You're booked",
    blocks: visitBlocks(facts, coming(facts), goneBlocks(facts)),
    calendar: calendar("REQUEST", facts, now, recipient),
  };
}

/** Other times that this one is instead of: whoever had them in mind need not wait there. */
export function goneBlocks({ gone, company }: Pick<AppointmentFacts, "gone" | "company">): Block[] {
  return gone.map(({ starts_at }) => ({
    block: "text",
    text: sentence(`Nobody comes on ${appointmentText(starts_at, company.time_zone)} any more`),
  }));
}

/**
 * Moved, or one unit of several given up: as a confirmation, and the calendar entry is replaced by its newer
 * revision. Where the first mail was overtaken by this one, it is the confirmation.
 */
export function appointmentChanged(
  facts: AppointmentFacts,
  now: Date,
  recipient: string,
): MailContent {
  if (!facts.was_told) return confirmation(facts, now, recipient);
  const { when } = phrases(facts);
  const gone = namesOf(facts.given_up);
  const news = gone === ""
    ? `${coming(facts, "now comes")} This replaces what we wrote before.`
    : `Your ${gone} is off the visit. ${coming(facts, "still comes")}`;
  return {
    subject: gone === ""
      ? `Your visit has changed: ${when}`
      : `Your ${gone} is off the visit: ${when}`,
    preview: coming(facts),
    heading: gone === "" ? "Your visit has changed" : `Your ${gone} is off the visit`,
    blocks: visitBlocks(facts, news, [...goneBlocks(facts), ...stillDue(facts)]),
    calendar: calendar("REQUEST", facts, now, recipient),
  };
}

/** What was taken off a visit stays due, and can have a time of its own. */
function stillDue({ given_up }: AppointmentFacts): Block[] {
  return given_up.flatMap((unit) =>
    unit.link
      ? [{
        block: "link",
        text: `Your ${shortName(unit)} stays due.`,
        label: "Choose a time for it, whenever it suits you",
        href: unit.link,
      }]
      : []
  );
}

/** Two weeks before, where it was booked long ago: whether it still suits, and the entry for whoever lost it. */
export function appointmentAhead(
  facts: AppointmentFacts,
  now: Date,
  recipient: string,
): MailContent {
  const { when } = phrases(facts);
  const news = `This was booked a while ago: ${coming(facts)} If that still suits you, you don't ` +
    "have to do anything. If it doesn't, please change it or call us.";
  return {
    subject: `Your visit is coming up: ${when}`,
    preview: coming(facts),
    heading: "Does this still suit you?",
    blocks: visitBlocks(facts, news),
    calendar: calendar("REQUEST", facts, now, recipient),
  };
}

/** The day before: the same details, without a second calendar entry. */
export function appointmentReminder(facts: AppointmentFacts): MailContent {
  const { when } = phrases(facts);
  return {
    subject: `A reminder of your visit: ${when}`,
    preview: coming(facts),
    heading: "Your visit is coming up",
    blocks: visitBlocks(facts, `This is a reminder: ${coming(facts)}`),
  };
}

/** Cancelled: the calendar entry goes, the way to a new time stays. */
export function appointmentCancelled(
  facts: AppointmentFacts,
  now: Date,
  recipient: string,
): MailContent {
  const { when, names } = phrases(facts);
  return {
    subject: `Your visit is cancelled: ${when}`,
    preview: sentence(`Nobody will come on ${when}`),
    heading: "Your visit is cancelled",
    blocks: [
      { block: "text", text: `${greeting(facts.first_name)},` },
      {
        block: "text",
        text:
          `Your visit ${whenText(facts, facts.company.time_zone)}, is cancelled${
            facts.sale_cancelled ? `, because the order of your ${names} was cancelled` : ""
          }. ` +
          `Nobody will come, and there is nothing to pay.`,
      },
      ...facts.link
        ? [
          {
            block: "text",
            text: `You can choose a new time for your ${names} whenever it suits you.`,
          },
          { block: "button", label: "Choose a new time", href: facts.link },
        ] as const
        : [{
          block: "text",
          text: "If you did not expect this, or still need a visit, please call us.",
        }] as const,
    ],
    calendar: calendar("CANCEL", facts, now, recipient),
  };
}

function phrases(facts: AppointmentFacts): { when: string; names: string } {
  return {
    when: appointmentText(facts.starts_at, facts.company.time_zone),
    names: visitNames(facts.units) || "equipment",
  };
}

/** "Luis comes on Tuesday, May 12, 2026, between 9:00 and 9:30 a.m. and stays about an hour, for your stair lift." */
function coming(facts: AppointmentFacts, comes = "comes"): string {
  const { time_zone } = facts.company;
  const promise = `${whoComes(facts)} ${comes} ${whenText(facts, time_zone)}`;
  return `${promise} and stays ${stayText(facts)}, for your ${phrases(facts).names}.`;
}

/** A mail about a visit that takes place: what there is to say of it, then all that one needs to know. */
function visitBlocks(facts: AppointmentFacts, news: string, more: Block[] = []): Block[] {
  const zone = facts.company.time_zone;
  const { units } = facts;
  const note = costNote(units);
  return [
    { block: "text", text: `${greeting(facts.first_name)},` },
    { block: "text", text: news },
    ...more,
    {
      block: "details",
      rows: [
        ["When", dayText(dayOf(facts.starts_at, zone))],
        ["Arrival", arrivalText(facts.starts_at, facts.arrive_by, zone)],
        ["Stays", stayText(facts)],
        ["Technician", whoComes(facts)],
        ...facts.address ? [["Where", facts.address] as [string, string]] : [],
        ...units.length > 1
          ? units.map((unit): [string, string] => [capitalized(shortName(unit)), lineText(unit)])
          : [],
        ["Price", `${costText(units)}${note === null ? "" : ` (${note})`}`],
      ],
    },
    {
      block: "text",
      text:
        "What to expect: the technician goes through the manufacturer's checks, cleans and adjusts what " +
        "needs it, and tells you what they found. Please clear the way to the equipment, and have somebody " +
        `at home ${
          sentence(homeText(facts, zone))
        } There is nothing to pay now: you pay after the visit.`,
    },
    ...facts.link
      ? [{ block: "button", label: "See, change or cancel your visit", href: facts.link } as const]
      : [],
  ];
}

/** The entry that a visit has in its client's calendar. */
export function calendar(
  method: "REQUEST" | "CANCEL",
  facts: CalendarVisit & Pick<AppointmentFacts, "company" | "first_name">,
  now: Date,
  recipient: string,
): CalendarEntry {
  return {
    method,
    content: visitCalendar({
      method,
      visit: facts,
      company: { ...facts.company, email: facts.company.sender_email },
      stamp: now,
      attendee: { name: facts.first_name || recipient, email: recipient },
    }),
  };
}
