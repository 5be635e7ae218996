import * as z from "zod";
import { dayShape, instantShape } from "@/lib/database/shapes.ts";
import { monthDayText, timeText } from "@/lib/text/dates.ts";
import { countsText, jobWords } from "./words.ts";

const healthShape = z.object({
  /** Jobs that have not succeeded on their last day. */
  missed: z.array(z.object({ job: z.string(), day: dayShape })),
  /** Those of today that are through. */
  runs: z.array(
    z.object({ job: z.string(), at: instantShape, counts: z.record(z.string(), z.unknown()) }),
  ),
  /** What each other system told last. */
  imports: z.array(z.object({
    import_run_id: z.string(),
    source: z.string(),
    state: z.enum(["receiving", "held", "applied", "abandoned"]),
    started_at: instantShape,
    /** It tells every night, and did not. */
    is_late: z.boolean(),
    /** By itself. */
    changed: z.number(),
    /** Questions of it that are open. */
    to_decide: z.number(),
  })),
  messages: z.object({
    queued: z.number(),
    /** Queued for an hour or more. */
    late: z.number(),
    /** Given up in the last seven days. */
    dead: z.number(),
    uncertain: z.number(),
    paused: z.boolean(),
    delivery_mode: z.enum(["off", "catch", "live"]),
  }),
});
/** Whether everything runs (`private.desk_health`). */
export type Health = z.infer<typeof healthShape>;

export const readHealth = (told: unknown): Health => healthShape.parse(told);

/** Something that does not run as it should, and where one sees to it. */
export interface Trouble {
  text: string;
  href: string;
}

const mails = (count: number) => count === 1 ? "1 mail" : `${count.toLocaleString("en-CA")} mails`;

/** What does not run, the gravest first; nothing where all does. */
export function troubles({ missed, imports, messages }: Health): Trouble[] {
  const { queued, late, dead, uncertain, paused } = messages;
  return [
    ...missed.map(({ job, day }) => ({
      text: `${jobWords(job).title} did not run on ${monthDayText(day)}.`,
      href: "/office/nights",
    })),
    ...imports.flatMap(importTrouble),
    ...paused
      ? [{ text: `Mail is paused: ${mails(queued)} waiting.`, href: "/office/messages/kinds" }]
      : late > 0
      ? [{
        text: `${mails(late)} waiting for an hour or more.`,
        href: "/office/messages?state=waiting",
      }]
      : [],
    ...dead > 0
      ? [{ text: `${mails(dead)} could not be delivered.`, href: "/office/messages?state=dead" }]
      : [],
    ...uncertain > 0
      ? [{
        text: `Of ${mails(uncertain)} nobody knows whether they arrived.`,
        href: "/office/messages?state=uncertain",
      }]
      : [],
  ];
}

function importTrouble(told: Health["imports"][number]): Trouble[] {
  const { import_run_id, source, state, is_late } = told;
  if (state === "held") {
    return [{
      text: `An import from “${source}” is held back until somebody looks at it.`,
      href: `/office/imports/${import_run_id}`,
    }];
  }
  return is_late
    ? [{ text: `Nothing came from “${source}” last night.`, href: "/office/imports" }]
    : [];
}

/** Imports that came in as they should, each with what it did: "14 changes, 5 questions". */
export function importsTaken({ imports }: Health) {
  return imports.filter(({ state, is_late }) => state === "applied" && !is_late)
    .map(({ import_run_id, source, started_at, changed, to_decide }) => ({
      source,
      started_at,
      href: `/office/imports/${import_run_id}`,
      did: [
        changed === 0 ? "nothing changed" : countText(changed, "change"),
        ...to_decide === 0 ? [] : [`${countText(to_decide, "question")} for you`],
      ].join(", "),
    }));
}

const countText = (count: number, thing: string) =>
  count === 1 ? `1 ${thing}` : `${count.toLocaleString("en-CA")} ${thing}s`;

/** "Reminders at 8:00 a.m.: 3 mails. Follow-ups at 6:00 a.m.: nothing to do." */
export function runsText({ runs }: Health, zone: string): string {
  if (runs.length === 0) return "No job of today is due yet.";
  return runs.map(({ job, at, counts }) =>
    `${jobWords(job).title} at ${timeText(at, zone)}: ${countsText(counts)}.`
  ).join(" ");
}
