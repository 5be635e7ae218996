import { homeText, stayText, whenText, whoComes } from "@/lib/text/coming.ts";
import { appointmentText, arrivalText, dayOf, dayText, sentence } from "@/lib/text/dates.ts";
import { feeText } from "@/lib/text/money.ts";
import { greeting, listText } from "@/lib/text/names.ts";
import { fullName } from "@/lib/text/units.ts";
import { workName, workOf, workPurpose } from "@/lib/text/work.ts";
import { calendar, goneBlocks } from "./appointment.ts";
import type { Block, MailContent } from "./content.ts";
import type { WorkFacts } from "./facts.ts";

/** A repair, a delivery or other work has a time, or another one than we wrote before. */
export function workScheduled(facts: WorkFacts, now: Date, recipient: string): MailContent {
  const { work, was_told } = facts;
  const has = was_told ? "has a new time" : "has a time";
  return {
    subject: `Your ${workName(work)} ${has}: ${startsText(facts)}`,
    preview: coming(facts),
    heading: `Your ${workName(work)} ${has}`,
    blocks: workBlocks(
      facts,
      was_told
        ? `${coming(facts, "now comes")} This replaces what we wrote before.`
        : coming(facts),
      goneBlocks(facts),
    ),
    calendar: calendar("REQUEST", facts, now, recipient),
  };
}

/** The day before: the same details, without a second calendar entry. */
export function workReminder(facts: WorkFacts): MailContent {
  const name = workName(facts.work);
  return {
    subject: `A reminder of your ${name}: ${startsText(facts)}`,
    preview: coming(facts),
    heading: `Your ${name} is coming up`,
    blocks: workBlocks(facts, `This is a reminder: ${coming(facts)}`),
  };
}

/** It is off the calendar: for good, or until we find another time together. */
export function workCancelled(facts: WorkFacts, now: Date, recipient: string): MailContent {
  const { again, work } = facts;
  const when = startsText(facts);
  const name = workName(work);
  return {
    subject: again
      ? `Nobody comes on ${when}: we will be in touch`
      : `Your ${name} is cancelled: ${when}`,
    preview: sentence(`Nobody will come on ${when}`),
    heading: again ? "Another time is needed" : `Your ${name} is cancelled`,
    blocks: [
      { block: "text", text: `${greeting(facts.first_name)},` },
      ...again ? againBlocks(facts) : cancelledBlocks(facts),
    ],
    calendar: calendar("CANCEL", facts, now, recipient),
  };
}

function againBlocks(facts: WorkFacts): Block[] {
  const { company, reason, why, work, more_visits } = facts;
  const when = listText([facts, ...more_visits]
    .map(({ starts_at }) => `on ${appointmentText(starts_at, company.time_zone)}`));
  const promised = `${when} for the ${workOf(work)}, as we had promised.`;
  return [
    {
      block: "text",
      text: reason
        ? `We are sorry: ${why ? `because of ${why} ` : ""}we cannot come ${promised}`
        : `Nobody will come ${when}: the ${workOf(work)} needs another time.`,
    },
    {
      block: "text",
      text: `We will be in touch to find another time. You need do nothing until then${
        reason ? ", and the price stays the same" : ""
      }.`,
    },
  ];
}

function cancelledBlocks(facts: WorkFacts): Block[] {
  const { company, work } = facts;
  return [
    {
      block: "text",
      text: `the ${workOf(work)} ${whenText(facts, company.time_zone)}, is cancelled. ` +
        "Nobody will come, and there is nothing to pay.",
    },
    { block: "text", text: "If you still need it, please call us." },
  ];
}

const startsText = ({ starts_at, company }: WorkFacts): string =>
  appointmentText(starts_at, company.time_zone);

/** "Luis comes on Tuesday, May 12, 2026, between 9:00 and 9:30 a.m. and stays about an hour, to repair your stair lift." */
function coming(facts: WorkFacts, comes = "comes"): string {
  const promise = `${whoComes(facts)} ${comes} ${whenText(facts, facts.company.time_zone)}`;
  return `${promise} and stays ${stayText(facts)}, ${workPurpose(facts.work)}.`;
}

const EXPECT: Record<WorkFacts["work"]["task_type"], string> = {
  repair: "the technician repairs it and tries it out with you. Please clear the way to it, and",
  delivery: "the technician brings it in. Please make room for it, and",
  assessment: "the technician looks at everything with you and answers your questions. Please",
  other: "the technician does what we arranged with you. Please",
};

function workBlocks(facts: WorkFacts, news: string, more: Block[] = []): Block[] {
  const { work, company } = facts;
  const zone = company.time_zone;
  const title = work.title?.replace(/^Repair: /, "");
  const what = work.unit ? fullName(work.unit) : title;
  const hasPrice = work.amount !== null && work.amount !== undefined;
  return [
    { block: "text", text: `${greeting(facts.first_name)},` },
    { block: "text", text: news },
    ...more,
    {
      block: "details",
      rows: [
        ...what ? [["What", what] as [string, string]] : [],
        ["When", dayText(dayOf(facts.starts_at, zone))],
        ["Arrival", arrivalText(facts.starts_at, facts.arrive_by, zone)],
        ["Stays", stayText(facts)],
        ["Technician", whoComes(facts)],
        ...facts.address ? [["Where", facts.address] as [string, string]] : [],
        ...hasPrice ? [["Price", `${feeText(work.amount!)}, as agreed`] as [string, string]] : [],
      ],
    },
    {
      block: "text",
      text: `What to expect: ${EXPECT[work.task_type]} have somebody at home ${
        sentence(homeText(facts, zone))
      }${hasPrice ? " There is nothing to pay now: you pay after the repair." : ""}`,
    },
    {
      block: "text",
      text: "If this time does not suit you, please call us.",
    },
  ];
}
