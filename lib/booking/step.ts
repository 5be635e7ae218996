import { isDay } from "@/lib/text/dates.ts";

/** The pages behind one link. */
const NAMES = ["times", "details", "change", "move", "cancel", "call"] as const;
export type StepName = typeof NAMES[number];

/** What a page says about what was just done. */
const NOTES = ["booked", "moved", "cancelled", "unit_cancelled", "called"] as const;
export type Note = typeof NOTES[number];

/** A step of the booking dialogue: everything that a page's address says. It changes nothing by itself. */
export interface Step {
  name: StepName;
  /** First day of the list of days; null for the first one that can be booked. */
  from: string | null;
  /** The day whose times are shown; null for the first with times. */
  day: string | null;
  /** Whether to show every time of the day. */
  all: boolean;
  /** The chosen time, in UTC, and technician. */
  at: string | null;
  who: string | null;
  /** Contracts of further units of the household. */
  units: string[];
  note: Note | null;
}

/** More units than a household has. */
const MOST_UNITS = 20;

/** Whether a text is written like a key of the database. */
export function isKey(text: string): boolean {
  return /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(text);
}

/** An instant in UTC as the database takes it; null for anything else. */
export function instantOf(text: string | null): string | null {
  const at = new Date(text ?? "");
  const year = at.getUTCFullYear();
  return year >= 2000 && year < 2100 ? at.toISOString() : null;
}

/** Keys of units, without repetition or anything that is not a key. */
export function unitsOf(texts: string[]): string[] {
  return [...new Set(texts.filter(isKey))].slice(0, MOST_UNITS);
}

/** Reads the step from an address. What makes no sense is left out. */
export function readStep(query: URLSearchParams): Step {
  const dayIn = (name: string) => {
    const text = query.get(name) ?? "";
    return isDay(text) ? text : null;
  };
  const who = query.get("who") ?? "";
  return {
    name: NAMES.find((name) => name === query.get("step")) ?? "times",
    from: dayIn("from"),
    day: dayIn("day"),
    all: query.get("all") === "1",
    at: instantOf(query.get("at")),
    who: isKey(who) ? who : null,
    units: unitsOf(query.getAll("with")),
    note: NOTES.find((note) => note === query.get("note")) ?? null,
  };
}

/** The address of a link's step, such as `/book/TOKEN?day=2026-05-12`. */
export function hrefOf(token: string, step: Partial<Step> = {}): string {
  const query = new URLSearchParams();
  if (step.name && step.name !== "times") query.set("step", step.name);
  if (step.from) query.set("from", step.from);
  if (step.day) query.set("day", step.day);
  if (step.all) query.set("all", "1");
  if (step.at) query.set("at", step.at);
  if (step.who) query.set("who", step.who);
  if (step.note) query.set("note", step.note);
  for (const unit of step.units ?? []) query.append("with", unit);
  const text = query.toString();
  return `/book/${token}${text === "" ? "" : `?${text}`}`;
}
