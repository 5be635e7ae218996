import type { Deed, Kept } from "./kept.ts";

/** A form under /tech that may wait for a signal: what it does, and what it is about. */
export interface Deeds {
  did: Deed;
  /** The id of the visit or repair, or of the stop where it is about that. */
  group: string;
  /** Where one goes on while it waits; null for where one came from. */
  goesTo: string | null;
}

const STEPS = ["en_route", "in_progress", "scheduled"];
const WORK = /^\/tech\/(visits|repairs)\/([0-9a-f-]{36})(?:\/([a-z-]+))?$/;

/** The page that tells what waits. */
export const SENDING = "/tech/sending";

/**
 * What a form does that can be kept and sent later, by where it goes and what it says; null for one that needs
 * an answer now, such as a time that may be taken.
 */
export function deedOf(path: string, typed: Kept["typed"]): Deeds | null {
  const said = (name: string) => typed.find(([each]) => each === name)?.[1] ?? "";
  if (path === "/tech") {
    const did = STEPS.find((step) => step === said("state")) as Deed | undefined;
    return did ? { did, group: said("task_id"), goesTo: null } : null;
  }
  const [, what, group, step] = WORK.exec(path) ?? [];
  if (group === undefined) return null;
  const at = `/tech/${what}/${group}`;
  const isNext = said("action") === "next";
  // A repair has one form, which is both, and nobody was promised its hour.
  if (what === "repairs" && (step === "checklist" || step === "late")) return null;
  switch (step) {
    case undefined:
      return { did: "paid", group, goesTo: SENDING };
    case "checklist":
      return { did: "checklist", group, goesTo: `${at}/${isNext ? "finish" : "checklist"}?now` };
    case "finish":
      return said("action") === "finish"
        ? { did: "finished", group, goesTo: SENDING }
        : { did: "notes", group, goesTo: ownPage(said("goes_on")) ?? `${at}/finish?now` };
    case "could-not":
      return { did: "failed", group, goesTo: SENDING };
    case "late":
      return { did: "late", group, goesTo: SENDING };
    case "wish":
      return { did: "wish", group, goesTo: SENDING };
    default:
      return null;
  }
}

/** A page of the technician that a form names; null for anything else. */
const ownPage = (path: string) => /^\/tech\/[\w/?-]+$/.test(path) ? path : null;

/** The texts of a form. */
export const textsIn = (form: FormData): Kept["typed"] =>
  [...form].filter((entry): entry is [string, string] => typeof entry[1] === "string");

/** The fields of a form that hold a photo. */
export const filesIn = (form: FormData): string[] =>
  [...form].flatMap(([name, each]) => typeof each !== "string" && each.size > 0 ? [name] : []);

/**
 * The answers of a checklist that wait on this phone, to go with the report as well: where the visit is over by the
 * time they arrive they count for nothing by themselves, and the report is kept with all of it.
 */
export function answersWaiting(kept: Kept[], visit: string): Kept["typed"] {
  const answers = new Map<string, string>();
  for (const { did, group, state, typed } of kept) {
    if (did !== "checklist" || group !== visit || state !== "waiting") continue;
    for (const [name, text] of typed) {
      if (/^(line|note)-\d{1,3}$/.test(name)) answers.set(name, text);
    }
  }
  return [...answers];
}

/** When a stop was said to have begun, where that is still on this phone. */
export function arrivalAt(kept: Kept[], task: string): number | null {
  const steps = kept.filter(({ did, group, state }) =>
    group === task && state === "waiting" && STEPS.includes(did)
  );
  const last = steps.at(-1);
  return last?.did === "in_progress" ? last.saved_at : null;
}

/** How a unit of a stop ended on this phone: by its own failure, or by the one signature for all that were done. */
export const endOfUnit = (unit: string, toDo: string[], kept: Kept[]): Kept | undefined =>
  kept.findLast(({ did, group }) => did === "failed" && group === unit) ??
    kept.findLast(({ did, group }) => did === "finished" && toDo.includes(group));

/** By what a stop is over; undefined while a unit of it has no outcome on this phone. */
export function endOfStop(toDo: string[], kept: Kept[]): Kept | undefined {
  const ends = toDo.map((unit) => endOfUnit(unit, toDo, kept));
  if (!ends.every((end) => end !== undefined)) return undefined;
  return ends.sort((a, b) => a.order - b.order).at(-1);
}

/**
 * Whether an earlier change need not be sent, because a later one of the same person says all of it: a report has
 * the answers of the checklist, and what was refused was corrected, its photos among it: the server kept those that it
 * can keep. One with a file that waits says more.
 */
export function isSaidAgain(earlier: Kept, later: Kept): boolean {
  if (earlier.group !== later.group) return false;
  const isSame = earlier.path === later.path && earlier.did === later.did;
  if (isSame && earlier.state === "refused" && earlier.status === 422) return true;
  if (earlier.files.length > 0) return false;
  if (isSame) {
    if (later.did === "paid" && requestOf(earlier) === requestOf(later)) return true;
    return earlier.state === "refused" ||
      ["checklist", "notes", "finished", "wish"].includes(later.did);
  }
  return later.did === "finished" && ["checklist", "notes"].includes(earlier.did);
}

/** By what payments are told apart: those without are each their own. */
const requestOf = ({ typed }: Kept) =>
  typed.find(([name]) => name === "request_id")?.[1] ?? Symbol();

/** Why somebody came in vain where nobody is there to be asked. */
const NOBODY_THERE = ["nobody_home", "hospital", "deceased", "moved"];

/** Where it is noted what was paid for a visit that was finished; null for anything else. */
export function payHref({ did, path }: Pick<Kept, "did" | "path">): string | null {
  const [, what, id] = WORK.exec(path) ?? [];
  return did === "finished" && what === "visits" ? `/tech/visits/${id}` : null;
}

/** Where it is noted when the visit after one that is over would suit; null after what nothing follows, or nobody was at. */
export function wishHref(
  { did, path, typed }: Pick<Kept, "did" | "path" | "typed">,
): string | null {
  const [, what, id] = WORK.exec(path) ?? [];
  const isAsked = did === "finished" ? what === "visits" : did === "failed" &&
    !typed.some(([name, text]) => name === "reason" && NOBODY_THERE.includes(text));
  return isAsked ? `/tech/${what}/${id}/wish` : null;
}
