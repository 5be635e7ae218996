import * as z from "zod";
import { instantAt, isDay } from "@/lib/text/dates.ts";
import { textOf, textsOf } from "@/lib/web/forms.ts";
import type { Half } from "./step.ts";

/** What somebody at the telephone has said so far: each form of the page sends all of it. */
export interface Wish {
  /** The chosen time, as an instant, and technician. */
  at: string | null;
  technician: string | null;
  /** Contracts of other units that come along. */
  units: string[];
  /** Those of which the sentence was that was read back; null while there was none. */
  told: string[] | null;
  phone: string;
  access_notes: string;
  /** Which times to show: from that day on, of that half, of that technician; all of one day. */
  from: string | null;
  half: Half | null;
  only: string | null;
  whole: string | null;
  /** Another time, as it was typed. */
  day: string;
  time: string;
  who: string;
  /** Whether something was said to be against it, and whether that is accepted. */
  warned: boolean;
  anyway: boolean;
  /** The stop that is moved, as the page showed it. */
  task: string;
  revision: number;
}

/** What is said before anything is: the address may name a time, and nothing personal. */
export function wishIn(query: URLSearchParams, units: string[]): Wish {
  return {
    ...timeOf(query.get("at"), query.get("technician")),
    units,
    told: null,
    phone: "",
    access_notes: "",
    ...shownOf((name) => query.get(name) ?? ""),
    day: "",
    time: "",
    who: "",
    warned: false,
    anyway: false,
    task: "",
    revision: 0,
  };
}

/** What a form of the page says. A button that names a time chooses it. */
export function wishOf(form: FormData, zone: string): Wish {
  const [day, time, who] = ["day", "time", "who"].map((name) => textOf(form, name));
  const [at, technician] = textOf(form, "do") === "check"
    ? [instantAt(day, time, zone), who]
    : textOf(form, "choose") !== ""
    ? textOf(form, "choose").split("/")
    : [textOf(form, "at"), textOf(form, "technician")];
  const later = textOf(form, "later");
  return {
    ...timeOf(at, technician),
    units: idsOf(textsOf(form, "with")),
    told: form.has("told") ? idsOf(textOf(form, "told").split(" ")) : null,
    phone: textOf(form, "phone"),
    access_notes: textOf(form, "access_notes"),
    ...shownOf((name) => textOf(form, name)),
    ...(isDay(later) ? { from: later, whole: null } : {}),
    day,
    time,
    who,
    warned: form.has("warned"),
    // Whoever looks at another time has not heard yet what is against that one.
    anyway: textOf(form, "do") === "book" && textOf(form, "anyway") === "yes",
    task: z.uuid().safeParse(textOf(form, "task")).data ?? "",
    revision: Number(textOf(form, "revision")) || 0,
  };
}

function shownOf(text: (name: string) => string): Pick<Wish, "from" | "half" | "only" | "whole"> {
  const day = (name: string) => isDay(text(name)) ? text(name) : null;
  const half = text("half");
  return {
    from: day("from"),
    half: half === "morning" || half === "afternoon" ? half : null,
    only: z.uuid().safeParse(text("only")).data ?? null,
    whole: day("whole"),
  };
}

/** Both or neither: a time is somebody's. */
function timeOf(at: string | null, technician: string | null): Pick<Wish, "at" | "technician"> {
  const id = z.uuid().safeParse(technician ?? "");
  const instant = Date.parse(at ?? "");
  return Number.isNaN(instant) || !id.success
    ? { at: null, technician: null }
    : { at: new Date(instant).toISOString(), technician: id.data };
}

function idsOf(texts: string[]): string[] {
  return [...new Set(texts)].filter((text) => z.uuid().safeParse(text).success).toSorted();
}

/** Whether the sentence that was read back was about the units that are ticked. */
export function isAsTold({ told, units }: Wish): boolean {
  return told !== null && told.join() === units.toSorted().join();
}
