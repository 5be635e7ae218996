import {
  appointmentText,
  instantText,
  monthDayText,
  timeText,
  weekdayText,
} from "@/lib/text/dates.ts";
import { capitalized } from "@/lib/text/names.ts";
import type { Block, MailContent } from "./content.ts";
import type { DigestFacts } from "./facts.ts";

/** Every morning, to the company's own people: what waits, who drives where, and the head of the audit trail. */
export function digest(facts: DigestFacts): MailContent {
  const { company, date } = facts;
  const waits = waitingText(facts);
  return {
    subject: `${company.name}: ${weekdayText(date)}: ${waits}`,
    preview: `${capitalized(waits)}, ${stopsText(facts)}.`,
    heading: weekdayText(date),
    blocks: [...dayBlocks(facts), ...trailBlocks(facts)],
    switchedOff: "For administrators, every day. To stop it, set digest_on to false in " +
      "company_settings (Supabase Studio); digest_at is its hour.",
  };
}

/** "4 things wait": what is on the work list, where visits without an outcome are by morning, and late mail. */
function waitingText({ waiting, messages }: DigestFacts): string {
  const listed = waiting.reduce((sum, { count }) => sum + count, 0);
  const things = listed + (messages.late > 0 ? 1 : 0);
  if (things === 0) return "nothing waits";
  return things === 1 ? "1 thing waits" : `${numberText(things)} things wait`;
}

function stopsText({ visits_today }: DigestFacts): string {
  const stops = visits_today.reduce((sum, visits) => sum + visits.stops, 0);
  return stops === 0 ? "no visits today" : `${stopCount(stops)} today`;
}

function dayBlocks(facts: DigestFacts): Block[] {
  const rows = [...workRows(facts), ...troubleRows(facts)];
  const visits = visitRows(facts);
  const office: Block = {
    block: "button",
    label: "Open the office",
    href: `${facts.company.public_url}/office`,
  };
  if (rows.length === 0 && visits.length === 0) {
    return [{ block: "text", text: "Nothing waits, and there are no visits today." }, office];
  }
  return [
    ...section("Waiting", rows, "Nothing waits."),
    office,
    ...section("Visits today", visits, "There are no visits today."),
  ];
}

function section(title: string, rows: [string, string][], otherwise: string): Block[] {
  return [
    { block: "title", text: title },
    rows.length === 0 ? { block: "text", text: otherwise } : { block: "details", rows },
  ];
}

/** "Client change": "3 (1 urgent, 2 new), since November 24". Kinds are called as on the work list. */
function workRows({ waiting }: DigestFacts): [string, string][] {
  return waiting.map((work) => [
    capitalized(work.kind.replaceAll("_", " ")),
    `${numberText(work.count)}${ofThem(work)}, since ${monthDayText(work.oldest_on)}`,
  ]);
}

/** " (1 urgent, 2 new)"; nothing where none is either. */
function ofThem({ urgent, new: opened }: DigestFacts["waiting"][number]): string {
  const parts = [[urgent, "urgent"], [opened, "new"]]
    .filter(([count]) => Number(count) > 0)
    .map(([count, word]) => `${numberText(Number(count))} ${word}`);
  return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
}

/** What ought not to be. */
function troubleRows({ past_without_outcome, messages, jobs }: DigestFacts): [string, string][] {
  const counted: [string, number, string][] = [
    ["Visits without an outcome", past_without_outcome, "their time is over"],
    ["Mail that waits", messages.late, "for an hour or longer"],
    ["Mail given up", messages.dead, "in the last seven days"],
    ["Mail that may have arrived", messages.uncertain, "to be decided"],
  ];
  return [
    ...counted
      .filter(([, count]) => count > 0)
      .map(([label, count, note]): [string, string] => [label, `${numberText(count)}, ${note}`]),
    ...jobs.map(({ job, day }): [string, string] => [
      "Did not run",
      `${job} on ${monthDayText(day)}`,
    ]),
  ];
}

function visitRows({ visits_today, company }: DigestFacts): [string, string][] {
  return visits_today.map(({ technician, stops, first_at }) => [
    technician,
    `${stopCount(stops)}, ${stops === 1 ? "" : "the first "}at ${
      timeText(first_at, company.time_zone)
    }`,
  ]);
}

function stopCount(stops: number): string {
  return stops === 1 ? "1 stop" : `${numberText(stops)} stops`;
}

/** The head of the chain, out of the database's reach in somebody's mailbox. */
function trailBlocks({ trail, company }: DigestFacts): Block[] {
  const title: Block = { block: "title", text: "Audit trail" };
  if (trail === null) return [title, { block: "text", text: "Nothing has been sealed yet." }];
  return [
    title,
    {
      block: "details",
      rows: [
        ["Newest seal", numberText(trail.number)],
        ["Sealed", instantText(trail.sealed_at, company.time_zone)],
        ["Events under seals", numberText(trail.events)],
      ],
    },
    ...trail.unsealed_since === null ? [] : [
      {
        block: "note",
        text:
          `Changes since ${
            appointmentText(trail.unsealed_since, company.time_zone)
          } are not sealed ` +
          "yet, which should take ten minutes. Does the job seal-audit run?",
      } as const,
    ],
    {
      block: "text",
      text:
        "Keep this mail. With this line in Studio's SQL editor the trail is compared with it; the " +
        "answer is empty (null) as long as nobody has changed what was there, or cut it off:",
    },
    {
      block: "code",
      text: `select private.first_audit_break(${trail.number}, '${trail.digest}');`,
    },
  ];
}

/** "3,406" */
function numberText(count: number): string {
  return count.toLocaleString("en-CA");
}
