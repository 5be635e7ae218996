/** What of the board an address asks for, and the address of what one wants to see. */
import * as z from "zod";
import { addDays, isDay, mondayOf } from "@/lib/text/dates.ts";
import { ONLY, type Only } from "./figures.ts";
import { type Work, workShape } from "./shapes.ts";

/** Work that has no place yet, as the database names it. */
export interface Item {
  what: Work;
  id: string;
}

/** What was done just now, for as long as it can be undone. */
export interface Deed {
  id: string;
  until: string;
}

/** What somebody looks at. */
export interface BoardView {
  view: "day" | "week";
  day: string;
  /** Whose lane a phone shows. */
  technician: string | null;
  /** What is chosen: its panel is open. */
  chosen: Item | null;
  /** What is done with the chosen one: it is in the hand, or changes places with another. */
  hold: "move" | "swap" | null;
  /** New work is written down: where, as far as that was said. */
  add: { technician: string | null; time: string | null } | null;
  /** The stops that one of the numbers at the head counts are listed. */
  only: Only | null;
  deed: Deed | null;
  /** It was undone. */
  isUndone: boolean;
}

const idIn = (text: string | null) => z.uuid().safeParse(text ?? "").data ?? null;

/** Whatever is no day, no id, or no view counts as not said. */
export function viewIn(query: URLSearchParams, today: string): BoardView {
  const day = query.get("day") ?? "";
  return {
    view: query.get("view") === "week" ? "week" : "day",
    day: isDay(day) ? day : today,
    technician: idIn(query.get("technician")),
    chosen: chosenIn(query),
    hold: (["move", "swap"] as const).find((each) => each === query.get("hold")) ?? null,
    add: query.has("new")
      ? {
        technician: idIn(query.get("with")),
        time: query.get("time")?.match(/^\d{1,2}:\d{2}$/)?.[0] ?? null,
      }
      : null,
    only: ONLY.find((each) => each === query.get("only")) ?? null,
    deed: deedIn(query),
    isUndone: query.get("deed") === "undone",
  };
}

function chosenIn(query: URLSearchParams): Item | null {
  const task = idIn(query.get("task"));
  if (task !== null) return { what: "task", id: task };
  const what = workShape.safeParse(query.get("what")).data;
  const id = idIn(query.get("id"));
  return what && id ? { what, id } : null;
}

function deedIn(query: URLSearchParams): Deed | null {
  const id = idIn(query.get("deed"));
  const until = Date.parse(query.get("until") ?? "");
  return id === null || Number.isNaN(until) ? null : { id, until: new Date(until).toISOString() };
}

/** The first day that is shown, and how many. */
export function spanOf({ view, day }: Pick<BoardView, "view" | "day">): {
  from_day: string;
  days: number;
} {
  return view === "week" ? { from_day: mondayOf(day), days: 7 } : { from_day: day, days: 1 };
}

/** The same board with something else about it; what is passing (a deed, new work, a list) goes unless it is named. */
export function boardHref(shown: BoardView, other: Partial<BoardView> = {}): string {
  const passing = { hold: null, add: null, only: null, deed: null, isUndone: false };
  const { view, day, technician, chosen, hold, add, only, deed, isUndone } = {
    ...shown,
    ...passing,
    ...other,
  };
  const query = new URLSearchParams({ day });
  if (view === "week") query.set("view", view);
  if (technician) query.set("technician", technician);
  if (chosen?.what === "task") query.set("task", chosen.id);
  else if (chosen) {
    query.set("what", chosen.what);
    query.set("id", chosen.id);
  }
  if (hold) query.set("hold", hold);
  if (add) {
    query.set("new", "yes");
    if (add.technician) query.set("with", add.technician);
    if (add.time) query.set("time", add.time);
  }
  if (only) query.set("only", only);
  if (deed) {
    query.set("deed", deed.id);
    query.set("until", deed.until);
  }
  if (isUndone) query.set("deed", "undone");
  return `/office/board?${query}`;
}

/** The day, or the week, before and after. */
export function besides({ view, day }: BoardView): { before: string; after: string } {
  const days = view === "week" ? 7 : 1;
  return { before: addDays(day, -days), after: addDays(day, days) };
}
