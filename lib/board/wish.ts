/** What a form of the board asks for. */
import * as z from "zod";
import { isDay } from "@/lib/text/dates.ts";
import { textOf } from "@/lib/web/forms.ts";
import { workShape } from "./shapes.ts";
import type { Item } from "./view.ts";

/** What is to be put where. */
export interface Putting {
  item: Item;
  /** As the page showed it; null for work that has none. */
  revision: number | null;
  technician: string;
  day: string;
  /** "14:15" */
  time: string;
  /** Whoever asks knows what is against it. */
  override: boolean;
}

/** Two that change places. */
export interface Swapping {
  first: string;
  second: string;
  revisions: [number | null, number | null];
  override: boolean;
}

const uuid = (form: FormData, name: string) => z.uuid().safeParse(textOf(form, name)).data ?? null;

const asRevision = (text: string): number | null => /^\d{1,9}$/.test(text) ? Number(text) : null;
const revisionIn = (form: FormData, name: string) => asRevision(textOf(form, name));

/** Null for a form that names no work, nobody, or no time. A button may name technician, day and time by itself. */
export function puttingIn(form: FormData): Putting | null {
  const what = workShape.safeParse(textOf(form, "what")).data;
  const id = uuid(form, "id");
  const [who, day, time] = textOf(form, "place") === ""
    ? ["technician", "day", "time"].map((name) => textOf(form, name))
    : textOf(form, "place").split("/");
  const technician = z.uuid().safeParse(who).data;
  if (!what || !id || !technician || !isDay(day ?? "") || !/^\d{1,2}:\d{2}$/.test(time ?? "")) {
    return null;
  }
  const override = textOf(form, "override") === "yes";
  return {
    item: { what, id },
    revision: revisionIn(form, "revision"),
    technician,
    day,
    time,
    override,
  };
}

/** The second one is named with its revision by its button: "ID/REVISION". */
export function swappingIn(form: FormData): Swapping | null {
  const [named, shown = ""] = textOf(form, "second").split("/");
  const [first, second] = [uuid(form, "first"), z.uuid().safeParse(named).data];
  if (first === null || second === undefined) return null;
  return {
    first,
    second,
    revisions: [revisionIn(form, "first_revision"), asRevision(shown)],
    override: textOf(form, "override") === "yes",
  };
}

/** What can be made on the board itself; maintenance comes from contracts. */
export const MADE_HERE = ["repair", "delivery", "assessment", "time_off", "other"] as const;
type MadeHere = typeof MADE_HERE[number];

/** New work, as it was typed. */
export interface Adding {
  task_type: MadeHere;
  technician: string | null;
  day: string;
  time: string;
  minutes: string;
  title: string;
  notes: string;
  /** A name or number to look the client up by, and whom it was found to be. */
  client: string;
  customer: string | null;
  address: string;
  override: boolean;
}

export function addingIn(form: FormData): Adding {
  const text = (name: string) => textOf(form, name);
  return {
    task_type: MADE_HERE.find((each) => each === text("task_type")) ?? "other",
    technician: uuid(form, "technician"),
    day: text("day"),
    time: text("time"),
    minutes: text("minutes"),
    title: text("title"),
    notes: text("notes"),
    client: text("client").slice(0, 200),
    customer: uuid(form, "customer"),
    address: text("address"),
    override: text("override") === "yes",
  };
}
