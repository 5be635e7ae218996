import { dayOf, isDay } from "@/lib/text/dates.ts";

/** The pages behind one link. `told` changes what was told for a booked visit. */
export const STEP_NAMES = [
  "times",
  "details",
  "manage",
  "change",
  "move",
  "cancel",
  "told",
  "call",
  "report",
] as const;
export type StepName = typeof STEP_NAMES[number];

/** What a page says about what was just done, where that is so. */
const NOTES = [
  "booked",
  "already",
  "moved",
  "cancelled",
  "unit_cancelled",
  "told",
  "called",
  "noted",
] as const;
export type Note = typeof NOTES[number];

const HALVES = ["morning", "afternoon"] as const;
export type Half = typeof HALVES[number];

/** A step of the booking dialogue: everything that a page's address says. It changes nothing by itself. */
export interface Step {
  name: StepName;
  /** A day of the week that is shown; null for the first with times. */
  from: string | null;
  /** The day whose times are shown; null for the first of the week with times. */
  day: string | null;
  /** Only times of this half of a day. */
  half: Half | null;
  /** Whether to show every time of the day. */
  all: boolean;
  /** The chosen time, in UTC, and technician. */
  at: string | null;
  who: string | null;
  /** Contracts of further units of the household. */
  units: string[];
  /** Whether it was said that the link's own unit is all. */
  only: boolean;
  note: Note | null;
  /** Whether something that was kept is to be said: what to correct, or why it goes on here. */
  check: boolean;
}

/** The first step, with nothing chosen. */
export const START: Step = {
  name: "times",
  from: null,
  day: null,
  half: null,
  all: false,
  at: null,
  who: null,
  units: [],
  only: false,
  note: null,
  check: false,
};

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
    name: STEP_NAMES.find((name) => name === query.get("step")) ?? "times",
    from: dayIn("from"),
    day: dayIn("day"),
    half: HALVES.find((half) => half === query.get("half")) ?? null,
    all: query.get("all") === "1",
    at: instantOf(query.get("at")),
    who: isKey(who) ? who : null,
    units: unitsOf(query.getAll("with")),
    only: query.get("only") === "1",
    note: NOTES.find((note) => note === query.get("note")) ?? null,
    check: query.get("check") === "1",
  };
}

/** The address of a link's step, such as `/book/TOKEN?day=2026-05-12`. */
export function hrefOf(token: string, step: Partial<Step> = {}): string {
  const query = new URLSearchParams();
  if (step.name && step.name !== "times") query.set("step", step.name);
  if (step.from) query.set("from", step.from);
  if (step.day) query.set("day", step.day);
  if (step.half) query.set("half", step.half);
  if (step.all) query.set("all", "1");
  if (step.at) query.set("at", step.at);
  if (step.who) query.set("who", step.who);
  if (step.note) query.set("note", step.note);
  if (step.check) query.set("check", "1");
  if (step.only && !step.units?.length) query.set("only", "1");
  for (const unit of step.units ?? []) query.append("with", unit);
  const text = query.toString();
  return `/book/${token}${text === "" ? "" : `?${text}`}`;
}

/** What was chosen so far of a time and for which units: what every way there and back takes along. */
export function chosenIn({ from, day, half, units, only }: Step): Partial<Step> {
  return { from, day, half, units, only };
}

/** Where a chosen time was found: the way back to it. */
export function backTo(token: string, step: Step, startsAt: string, zone: string): string {
  const name = step.name === "move" || step.name === "change" ? "change" : "times";
  return hrefOf(token, {
    ...chosenIn(step),
    name,
    from: null,
    day: dayOf(startsAt, zone),
  }) + "#day";
}
