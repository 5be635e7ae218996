import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { instantShape } from "@/lib/database/shapes.ts";
import { clockTime, dayOf } from "@/lib/text/dates.ts";
import { kindsOf } from "@/lib/text/units.ts";
import { TASK_NAMES } from "@/lib/text/visits.ts";
import { calendarFile, text, utc } from "./entry.ts";

const entryShape = z.object({
  task_id: z.string(),
  /** Grows with every change. */
  revision: z.number(),
  changed_at: instantShape,
  task_type: z.string(),
  /** Called off, or without a time at present. */
  is_off: z.boolean(),
  starts_at: instantShape,
  ends_at: instantShape,
  kinds: z.array(z.string()),
  street: z.string().nullable(),
  title: z.string().nullable(),
});
/** A technician's work as their calendar tells it (`private.calendar_entries`). */
export type FeedEntry = z.infer<typeof entryShape>;

const feedShape = z.discriminatedUnion("status", [
  z.object({ status: z.literal("ok"), stamp: z.string(), entries: z.array(entryShape) }),
  z.object({ status: z.literal("unchanged"), stamp: z.string() }),
  z.object({ status: z.literal("invalid") }),
  z.object({ status: z.literal("rejected") }),
]);
export type Feed = z.infer<typeof feedShape>;

/**
 * What the private address of a technician's calendar shows. Nothing is asked about a text that cannot be one.
 *
 * @param known the stamp of what the caller has: nothing is told again while that is so
 */
export async function readFeed(rpc: Rpc, token: string, known: string | undefined): Promise<Feed> {
  if (!/^[\w-]{43}$/.test(token)) return { status: "invalid" };
  return feedShape.parse(await rpc("technician_calendar", { token, known }));
}

/** How often a calendar program should look, as RFC 7986 and Outlook want it. */
const EVERY = "PT15M";

/**
 * A technician's work as an iCalendar file, in the order in which it was told. Times are in UTC; whole days off, by
 * the company's zone, are days.
 */
export function feedCalendar(entries: FeedEntry[], name: string, zone: string): string {
  return calendarFile([
    "METHOD:PUBLISH",
    `NAME:${text(name)}`,
    `X-WR-CALNAME:${text(name)}`,
    `REFRESH-INTERVAL;VALUE=DURATION:${EVERY}`,
    `X-PUBLISHED-TTL:${EVERY}`,
    ...entries.flatMap((entry) => eventLines(entry, zone)),
  ]);
}

function eventLines(entry: FeedEntry, zone: string): string[] {
  const changed = utc(new Date(entry.changed_at));
  return [
    "BEGIN:VEVENT",
    `UID:${feedUid(entry.task_id)}`,
    `SEQUENCE:${entry.revision}`,
    // Of what is published it is when it was changed: a calendar that changes nothing is the same file.
    `DTSTAMP:${changed}`,
    `LAST-MODIFIED:${changed}`,
    ...timesOf(entry, zone),
    `SUMMARY:${text(summaryOf(entry))}`,
    ...entry.street === null ? [] : [`LOCATION:${text(entry.street)}`],
    `STATUS:${entry.is_off ? "CANCELLED" : "CONFIRMED"}`,
    `TRANSP:${entry.is_off ? "TRANSPARENT" : "OPAQUE"}`,
    "END:VEVENT",
  ];
}

/** Whole days off stand above a calendar's hours, and are the same days wherever it is looked at. */
function timesOf({ task_type, starts_at, ends_at }: FeedEntry, zone: string): string[] {
  const isMidnight = (instant: string) => clockTime(instant, zone) === "00:00";
  if (task_type !== "time_off" || !isMidnight(starts_at) || !isMidnight(ends_at)) {
    return [`DTSTART:${utc(new Date(starts_at))}`, `DTEND:${utc(new Date(ends_at))}`];
  }
  const day = (instant: string) => dayOf(instant, zone).replaceAll("-", "");
  return [`DTSTART;VALUE=DATE:${day(starts_at)}`, `DTEND;VALUE=DATE:${day(ends_at)}`];
}

/** A task's name in its technician's calendar; another than in its client's, who may share a calendar with them. */
export function feedUid(taskId: string): string {
  return `${taskId}@work.fusion-maintenance`;
}

/** "Maintenance: stair lift and lift chair"; of what is off also for programs that show it all the same. */
function summaryOf({ task_type, kinds, title, is_off }: FeedEntry): string {
  const what = title ?? TASK_NAMES[task_type as keyof typeof TASK_NAMES] ?? TASK_NAMES.other;
  const named = kinds.length > 0 ? `${what}: ${kindsOf(kinds.map((kind) => ({ kind })))}` : what;
  return is_off ? `Called off: ${named}` : named;
}

/** When anything in it was last changed, for the header; null for an empty one. */
export function lastChange(entries: FeedEntry[]): Date | null {
  const changes = entries.map(({ changed_at }) => new Date(changed_at).getTime());
  return changes.length === 0 ? null : new Date(Math.max(...changes));
}
