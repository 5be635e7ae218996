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
export function troubles({ missed, messages }: Health): Trouble[] {
  const { queued, late, dead, uncertain, paused } = messages;
  return [
    ...missed.map(({ job, day }) => ({
      text: `${jobWords(job).title} did not run on ${monthDayText(day)}.`,
      href: "/office/nights",
    })),
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

/** "Reminders at 8:00 a.m.: 3 mails. Follow-ups at 6:00 a.m.: nothing to do." */
export function runsText({ runs }: Health, zone: string): string {
  if (runs.length === 0) return "No job of today is due yet.";
  return runs.map(({ job, at, counts }) =>
    `${jobWords(job).title} at ${timeText(at, zone)}: ${countsText(counts)}.`
  ).join(" ");
}
