import {
  appointmentText,
  arrivalText,
  dayOf,
  dayText,
  instantText,
  sentence,
  timeText,
} from "@/lib/text/dates.ts";
import { visitCalendar } from "@/lib/calendar/visit.ts";
import { feeText } from "@/lib/text/money.ts";
import { greeting, kindName, listText, unitName } from "@/lib/text/names.ts";
import type { Block, MailContent } from "./content.ts";
import type { AppointmentFacts } from "./facts.ts";

/** Booked: date, window, technician, fee, what to expect, and the calendar entry. */
export function confirmation(facts: AppointmentFacts, now: Date, recipient: string): MailContent {
  const { when, who, names } = phrases(facts);
  return {
    subject: `You're booked: ${when}`,
    preview: `${who} will come ${arrival(facts)} to look after your ${names}.`,
    heading: "You're booked",
    blocks: visitBlocks(facts, `${who} will come ${visit(facts)}.`),
    calendar: calendar("REQUEST", facts, now, recipient),
  };
}

/** Moved: as a confirmation, and the calendar entry is replaced by its newer revision. */
export function appointmentChanged(
  facts: AppointmentFacts,
  now: Date,
  recipient: string,
): MailContent {
  const { when, who } = phrases(facts);
  return {
    subject: `Your visit has changed: ${when}`,
    preview: sentence(`${who} will now come ${arrival(facts)}`),
    heading: "Your visit has changed",
    blocks: visitBlocks(
      facts,
      `${who} will now come ${visit(facts)}. This replaces what we wrote before.`,
    ),
    calendar: calendar("REQUEST", facts, now, recipient),
  };
}

/** The day before: the same details, without a second calendar entry. */
export function appointmentReminder(facts: AppointmentFacts): MailContent {
  const { when, who } = phrases(facts);
  return {
    subject: `A reminder of your visit: ${when}`,
    preview: sentence(`${who} will come ${arrival(facts)}`),
    heading: "Your visit is coming up",
    blocks: visitBlocks(facts, `This is a reminder that ${who} will come ${visit(facts)}.`),
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
    preview: `Nobody will come on ${when}.`,
    heading: "Your visit is cancelled",
    blocks: [
      { block: "text", text: `${greeting(facts.first_name)},` },
      {
        block: "text",
        text:
          `Your visit on ${instantText(facts.starts_at, facts.company.time_zone)} is cancelled. ` +
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
        : [],
    ],
    calendar: calendar("CANCEL", facts, now, recipient),
  };
}

function phrases(facts: AppointmentFacts): { when: string; who: string; names: string } {
  return {
    when: appointmentText(facts.starts_at, facts.company.time_zone),
    who: facts.technician_name ?? "Our technician",
    names: listText([...new Set(facts.units.map((unit) => kindName(unit.kind)))]) || "equipment",
  };
}

/** "on Tuesday, May 12, 2026, between 9:00 and 9:30 a.m., to look after your stair lift" */
function visit(facts: AppointmentFacts): string {
  const day = dayText(dayOf(facts.starts_at, facts.company.time_zone));
  return `on ${day}, ${arrival(facts)}, to look after your ${phrases(facts).names}`;
}

/** What is promised: the window, not the minute. */
function arrival(facts: AppointmentFacts): string {
  return arrivalText(facts.starts_at, facts.arrive_by, facts.company.time_zone);
}

/** A mail about a visit that takes place: what there is to say of it, then all that one needs to know. */
function visitBlocks(facts: AppointmentFacts, news: string): Block[] {
  const zone = facts.company.time_zone;
  const { who } = phrases(facts);
  const several = facts.units.length > 1;
  return [
    { block: "text", text: `${greeting(facts.first_name)},` },
    { block: "text", text: news },
    {
      block: "details",
      rows: [
        ["When", instantText(facts.starts_at, zone)],
        ["Arrival", arrival(facts)],
        ["Finished by about", timeText(facts.ends_at, zone)],
        ["Technician", who],
        ...facts.address ? [["Where", facts.address] as [string, string]] : [],
        ...facts.units.map((unit): [string, string] => [
          several ? unitName(unit) : "Fee",
          feeText(unit.fee),
        ]),
        ...several ? [["Together", feeText(facts.fee_total)] as [string, string]] : [],
      ],
    },
    {
      block: "text",
      text:
        "What to expect: the technician goes through the manufacturer's checks, cleans and adjusts what " +
        "needs it, and tells you what they found. Please have somebody at home to let them in, and clear the way " +
        "to the equipment. You pay nothing before the visit.",
    },
    ...facts.link
      ? [{ block: "button", label: "See, change or cancel your visit", href: facts.link } as const]
      : [],
  ];
}

function calendar(
  method: "REQUEST" | "CANCEL",
  facts: AppointmentFacts,
  now: Date,
  recipient: string,
): MailContent["calendar"] {
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
