import { appointmentText, dayOf, dueDay, lengthText } from "@/lib/text/dates.ts";
import { capitalized, greeting, listText } from "@/lib/text/names.ts";
import { costNote, costText } from "@/lib/text/price.ts";
import { fullName, kindsOf, shortName } from "@/lib/text/units.ts";
import { workOf } from "@/lib/text/work.ts";
import { calendar } from "./appointment.ts";
import type { Block, MailContent } from "./content.ts";
import type { DueItem, RebookFacts, ReminderFacts } from "./facts.ts";
import { whereFrom } from "./where_from.ts";

/** Maintenance is due: one unit in a sentence, several as a list. */
export function reminder(facts: ReminderFacts, now: Date): MailContent {
  const today = dayOf(now, facts.company.time_zone);
  const { items } = facts;
  const names = kindsOf(items);
  return {
    subject: `Your ${names} ${items.length > 1 ? "are" : "is"} due for maintenance: choose a time`,
    preview: items.length > 1
      ? `${dueWords(items[0], today)}. Choose a time that suits you.`
      : dueSentence(items[0], today),
    heading: `${greeting(facts.first_name)},`,
    blocks: [
      ...items.length > 1
        ? [{ block: "text", text: "These are due for their maintenance visit:" } as const]
        : [],
      ...dueBlocks(items, today),
      ...whoWeAre(facts),
    ],
  };
}

/** A mail about something bought years ago could be anybody's: who writes, why, and that nothing is to be paid. */
function whoWeAre({ items, company }: ReminderFacts): Block[] {
  return [
    {
      block: "note",
      text:
        `Who we are: ${company.name}. ${whereFrom(items)} There is nothing to pay now, and we ` +
        "never ask for card or bank numbers by e-mail.",
    },
    ...items.map((item): Block => ({
      block: "link",
      text: items.length === 1
        ? "You no longer have it, or something else has changed?"
        : `You no longer have your ${shortName(item)}?`,
      label: items.length === 1
        ? "Tell us, and we stop writing"
        : "Tell us, and we stop writing about it",
      href: `${item.link}?step=report`,
    })),
  ];
}

interface RebookWords {
  subject: string;
  heading: string;
  text: string;
}

const REBOOK_WORDS: Record<RebookFacts["reason"], RebookWords> = {
  no_show: {
    subject: "We missed you: choose a new time",
    heading: "We missed you",
    text: "Our technician came by, but nobody was there to let them in. Let's find a better time.",
  },
  cancelled: {
    subject: "Your visit is cancelled: choose a new time when it suits you",
    heading: "Choose a new time when it suits you",
    text: "Your maintenance visit is cancelled. The maintenance itself is still due:",
  },
  company_cancelled: {
    subject: "We had to cancel your visit: choose a new time",
    heading: "We had to cancel your visit",
    text: "We are sorry: we cannot come at the time we had promised you. Please choose a new one.",
  },
  away: {
    subject: "We can't come to your visit: choose a new time",
    heading: "We can't come at the time you had",
    text: "We are sorry: we cannot come at the time we had promised you. Please choose a new one.",
  },
  closed: {
    subject: "We can't come to your visit: choose a new time",
    heading: "We can't come at the time you had",
    text: "We are sorry: we cannot come at the time we had promised you. Please choose a new one.",
  },
  refused: {
    subject: "Your maintenance visit: choose a new time when it suits you",
    heading: "Choose a new time when it suits you",
    text: "Our technician came by, and it was not a good moment. You pay nothing for that. " +
      "The maintenance itself is still due:",
  },
  access: {
    subject: "We couldn't get to it: choose a new time",
    heading: "We couldn't get to it",
    text: "Our technician was there but could not get to it, so the maintenance is still due. " +
      "You pay nothing for that visit. Please choose a new time, and tell us how to get in.",
  },
  weather: {
    subject: "We couldn't come: choose a new time",
    heading: "We couldn't come",
    text: "We are sorry: weather or roads kept our technician from you. Please choose a new time.",
  },
  parts: {
    subject: "We couldn't finish: choose a new time",
    heading: "We couldn't finish",
    text: "We are sorry: our technician did not have a part that was needed. You pay nothing for " +
      "that visit. Please choose a new time.",
  },
  unsafe: {
    subject: "We couldn't do the work: choose a new time",
    heading: "We couldn't do the work",
    text:
      "Our technician could not work safely, so the maintenance is still due. You pay nothing " +
      "for that visit. We will call you about it; you can choose a new time already.",
  },
  no_time: {
    subject: "We ran out of time: choose a new one",
    heading: "We ran out of time",
    text: "We are sorry: our technician could not do the work in the time there was. You pay " +
      "nothing for that visit. Please choose a new time.",
  },
};

/** A visit did not happen: the same units, to be booked again. */
export function rebook(facts: RebookFacts, now: Date, recipient: string): MailContent {
  const { subject, heading, text } = rebookWords(facts);
  return {
    subject,
    preview: text,
    heading,
    blocks: [
      { block: "text", text: `${greeting(facts.first_name)},` },
      { block: "text", text },
      ...workOff(facts),
      ...dueBlocks(facts.items, dayOf(now, facts.company.time_zone)),
    ],
    calendar: facts.visit
      ? calendar("CANCEL", { ...facts, ...facts.visit }, now, recipient)
      : undefined,
  };
}

/** Other work of a closed day has no link: its time is found together. */
function workOff({ visit, more_visits }: RebookFacts): Block[] {
  return [visit, ...more_visits].flatMap((each): Block[] =>
    each?.work
      ? [{
        block: "text",
        text: `We will be in touch about another time for the ${workOf(each.work)}.`,
      }]
      : []
  );
}

/** What happened, and when we would have come where that is still ahead. */
function rebookWords({ reason, visit, more_visits, why, company }: RebookFacts): RebookWords {
  if (!visit) return REBOOK_WORDS[reason];
  const [when, ...others] = [visit, ...more_visits]
    .map(({ starts_at }) => appointmentText(starts_at, company.time_zone));
  return {
    subject: `We can't come on ${when}: choose a new time`,
    heading: REBOOK_WORDS[reason].heading,
    text: `We are sorry: ${why ? `because of ${why} ` : ""}we cannot come on ${
      listText([when, ...others.map((other) => `on ${other}`)])
    }, as we had promised. ${why ? "The price stays the same. " : ""}Please choose a new time.`,
  };
}

function dueBlocks(items: DueItem[], today: string): Block[] {
  const [first] = items;
  const button: Block = { block: "button", label: "Choose a time", href: first.link };
  if (items.length === 1) {
    return [
      { block: "text", text: dueSentence(first, today) },
      ...winterBlocks(items, today),
      button,
    ];
  }
  return [
    {
      block: "units",
      units: items.map((item) => ({
        name: capitalized(fullName(item)),
        line: [dueWords(item, today), lengthText(item.minutes), priceText(item)].join(" · "),
        link: { label: `Choose a time for your ${fullName(item)}`, href: item.link },
      })),
    },
    {
      block: "text",
      text:
        "What stands at the same address can often be done in one visit: choose a time and add the rest.",
    },
    ...winterBlocks(items, today),
    button,
  ];
}

/** What is due in a season without times: until when it can be done before, else from when after. */
function winterBlocks(items: DueItem[], today: string): Block[] {
  return items.flatMap((item): Block[] => {
    const { from_on, again_on } = item.winter ?? {};
    if (from_on === undefined) return [];
    const name = fullName(item);
    if (today < from_on) {
      return [{
        block: "text",
        text: `In winter we do not come for your ${name}: ` +
          `please choose a time before ${dueDay(from_on, today)}.`,
      }];
    }
    return again_on === null || again_on === undefined ? [] : [{
      block: "text",
      text: `In winter we do not come for your ${name}: there are times again from ` +
        `${dueDay(again_on, today)} on. If it cannot wait, please call us.`,
    }];
  });
}

/** "Due by June 30", or "Was due on June 30" */
function dueWords(item: DueItem, today: string): string {
  return `${isPast(item, today) ? "Was due on" : "Due by"} ${dueDay(item.due_on, today)}`;
}

/** What is due and when, how long the visit takes, what it costs. */
function dueSentence(item: DueItem, today: string): string {
  const day = dueDay(item.due_on, today);
  const due = isPast(item, today)
    ? `was due for its maintenance visit on ${day}`
    : `is due for its maintenance visit by ${day}`;
  return `Your ${fullName(item)} ${due}. The visit takes ${lengthText(item.minutes)} ` +
    `and costs ${priceText(item)}.`;
}

/** "$189.00 + applicable tax (HST 13 %: $213.57 in all)" */
function priceText(item: DueItem): string {
  const note = costNote([item]);
  return costText([item]) + (note === null ? "" : ` (${note})`);
}

function isPast(item: DueItem, today: string): boolean {
  return item.due_on < today;
}
