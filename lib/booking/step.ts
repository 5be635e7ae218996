import { isDay } from "@/lib/text/dates.ts";

/** The pages behind one link. */
const STEPS = ["times", "details", "change", "move", "cancel", "call"] as const;
export type Step = typeof STEPS[number];

/** What a page says about what was just done. */
const NOTES = ["booked", "moved", "cancelled", "unit_cancelled", "called"] as const;
export type Note = typeof NOTES[number];

/** Where a client is: everything that a page's address says. It changes nothing by itself. */
export interface Place {
  step: Step;
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

/** Whether a text is written like the secret of a link; others are not worth asking for. */
export function isLinkText(text: string): boolean {
  return /^[\w-]{20,100}$/.test(text);
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

/** Reads the place from an address. What makes no sense is left out. */
export function readPlace(query: URLSearchParams): Place {
  const dayIn = (name: string) => {
    const text = query.get(name) ?? "";
    return isDay(text) ? text : null;
  };
  const who = query.get("who") ?? "";
  return {
    step: STEPS.find((step) => step === query.get("step")) ?? "times",
    from: dayIn("from"),
    day: dayIn("day"),
    all: query.get("all") === "1",
    at: instantOf(query.get("at")),
    who: isKey(who) ? who : null,
    units: unitsOf(query.getAll("with")),
    note: NOTES.find((note) => note === query.get("note")) ?? null,
  };
}

/** The address of a place, such as `/book/TOKEN?day=2026-05-12`. */
export function hrefOf(token: string, place: Partial<Place> = {}): string {
  const query = new URLSearchParams();
  if (place.step && place.step !== "times") query.set("step", place.step);
  if (place.from) query.set("from", place.from);
  if (place.day) query.set("day", place.day);
  if (place.all) query.set("all", "1");
  if (place.at) query.set("at", place.at);
  if (place.who) query.set("who", place.who);
  if (place.note) query.set("note", place.note);
  for (const unit of place.units ?? []) query.append("with", unit);
  const text = query.toString();
  return `/book/${token}${text === "" ? "" : `?${text}`}`;
}
