/** What the board's forms do: put, swap, undo; each tells what came of it. */
import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { instantShape } from "@/lib/database/shapes.ts";
import { timeText } from "@/lib/text/dates.ts";
import { changedText } from "@/lib/text/meanwhile.ts";
import { saidOf } from "./answers.ts";
import * as board from "./board.ts";
import { type RefusedMove, refusedShape, type Undone, undoShape } from "./deed_shapes.ts";
import type { Place } from "./place_shapes.ts";
import { instantOf, minuteOf } from "./times.ts";
import type { Deed, Item } from "./view.ts";
import type { Putting, Swapping } from "./wish.ts";

/** Why nothing was done, and what can be done instead. */
export interface Refusal {
  /** A word for it, and the sentence. */
  word: string;
  complaint: string;
  /** Where it was meant to be: it is said there. */
  place: { technician: string; day: string; minute: number } | null;
  /** What was meant to be there, and another place for it that works. */
  item: Item | null;
  /** Of a swap: the task that cannot take the other's place. */
  cannot: string | null;
  nearest: Place | null;
  /** The form that was sent; with `override` it is done all the same, where that can be. */
  again: Record<string, string>;
  isFinal: boolean;
}

/** What came of a form. */
export type Came =
  | { ok: true; deed: Deed | null; chosen: Item | null; day: string | null; isUndone?: boolean }
  | { ok: false; refusal: Refusal };

/** What may not be set aside, whoever wishes it. */
const FIXED = ["overlap", "technician", "state", "changed", "time"];

/** What a booking is turned down for until the office says that it knows. */
const ACCEPTED = ["horizon", "deceased"];

/** What any of the doors answers to somebody who wants a place. */
const placedShape = z.object({
  status: z.string(),
  reason: z.string().nullish(),
  by: z.string().nullish(),
  at: instantShape.nullish(),
  task_id: z.string().nullish(),
  undo: undoShape.nullish(),
  objection: refusedShape.shape.objection,
  nearest: refusedShape.shape.nearest,
});
type Placed = z.infer<typeof placedShape>;

const GOOD = ["moved", "scheduled", "booked", "already_booked"];

/** Puts work where it was dropped, or pressed to be. */
export async function put(rpc: Rpc, wish: Putting, today: string, zone: string): Promise<Came> {
  const { item, revision, technician, day, time, override } = wish;
  const starts_at = instantOf(day, minuteOf(time), zone);
  if (starts_at === null) return no("Not moved", "There is no such time on that day.");
  const answer: Placed = await PUT[item.what](rpc, wish, {
    technician_id: technician,
    starts_at,
    override,
  });
  if (GOOD.includes(answer.status)) return doneOf(answer, item, day);
  return refused(answer, today, zone, {
    place: { technician, day, minute: minuteOf(time) },
    item,
    again: { do: "put", ...item, revision: String(revision ?? ""), technician, day, time },
  });
}

const PUT: Record<
  Item["what"],
  (rpc: Rpc, wish: Putting, wanted: board.Wanted) => Promise<Placed>
> = {
  task: (rpc, { item, revision }, wanted) => board.move(rpc, item.id, revision, wanted),
  repair: (rpc, { item }, wanted) => board.scheduleRepair(rpc, item.id, wanted),
  contract: (rpc, { item }, wanted) => board.book(rpc, item.id, wanted),
};

/** Lets two change places. */
export async function swap(rpc: Rpc, wish: Swapping, today: string, zone: string): Promise<Came> {
  const { first, second, revisions, override } = wish;
  const answer = await board.swap(
    rpc,
    { task_id: first, revision: revisions[0] },
    { task_id: second, revision: revisions[1] },
    override,
  );
  const item: Item = { what: "task", id: first };
  if (answer.status === "moved") return doneOf(answer, item, null);
  return refused({ ...answer, nearest: null }, today, zone, {
    place: null,
    item,
    again: {
      do: "swap",
      first,
      first_revision: String(revisions[0] ?? ""),
      second: `${second}/${revisions[1] ?? ""}`,
    },
  });
}

const NOT_UNDONE: Record<string, string> = {
  over: "The five minutes are over, or the mail has gone. Move it once more instead.",
  undone: "It was put back already.",
  overlap: "Something else is at its old place by now.",
  technician: "Its technician is not there at the old time any more.",
  closed: "Its old day was closed meanwhile for units that stand outside.",
};

const SINCE: Record<string, string> = {
  time: "It was given another time",
  technician: "It was given to somebody else",
  state: "It was begun, ended or put aside",
  amount: "Its repair was quoted anew",
  parts: "Parts were ordered for its repair",
  day: "The closed day that it waited for was opened",
  gone: "It was taken away",
};

/** "It was given another time by Priya, 9:02 a.m., so it stays as it is now." */
export function overtakenText(
  { what, at, by }: Pick<Extract<Undone, { status: "refused" }>, "what" | "at" | "by">,
  zone: string,
): string {
  const who = [by && ` by ${by}`, at && `, ${timeText(at, zone)}`].filter(Boolean).join("");
  return `${SINCE[what ?? ""] ?? "It was changed since"}${who}, so it stays as it is now.`;
}

/** Puts back what was done. */
export async function undo(rpc: Rpc, deed_id: string, zone: string): Promise<Came> {
  const answer = await board.undo(rpc, deed_id);
  if (answer.status === "undone") {
    return { ok: true, deed: null, chosen: null, day: null, isUndone: true };
  }
  return no(
    "Not undone",
    answer.reason === "changed" ? overtakenText(answer, zone) : NOT_UNDONE[answer.reason],
  );
}

const no = (word: string, complaint: string): Came => ({
  ok: false,
  refusal: {
    word,
    complaint,
    place: null,
    item: null,
    cannot: null,
    nearest: null,
    again: {},
    isFinal: true,
  },
});

/** What was made or moved is chosen from then on, and the board shows the day it is on. */
export function doneOf(
  { undo, task_id }: Pick<Placed, "undo" | "task_id">,
  item: Item,
  day: string | null,
): Came {
  return {
    ok: true,
    deed: undo ? { id: undo.deed_id, until: undo.until } : null,
    chosen: task_id ? { what: "task", id: task_id } : item,
    day,
  };
}

const SAID: Record<string, [string, string]> = {
  state: [
    "Not moved",
    "It has begun, has ended or was given up meanwhile. It can't be moved any more.",
  ],
  time: ["Not moved", "We can't put it there: it is more than a year away."],
  slot_taken: ["Just taken", "That time was just taken, or can't be kept any more."],
  expired: ["Ended", "This contract has ended, or its visit was done meanwhile."],
  paused: ["Rests", "This contract or its unit rests now, so nothing can be booked."],
  area: ["By phone", "Clients there are called, because nobody drives that far as a rule."],
};

/** What a refusal says, with what can be done instead. */
export function refused(
  answer: Omit<RefusedMove, "status" | "reason"> & { status: string; reason?: string | null },
  today: string,
  zone: string,
  { place, item, again }: Pick<Refusal, "place" | "item" | "again">,
): Came {
  const reason = answer.reason ?? answer.objection?.reason ?? answer.status;
  const said = saidOf(answer.objection ?? { reason }, today, zone, startOf(answer, place, zone));
  const [word, complaint] = reason === "changed"
    ? ["Changed meanwhile", changedText(answer, zone)]
    : SAID[reason] ?? [said.word, said.more];
  const isFinal = FIXED.includes(reason) || reason in SAID ||
    (answer.status === "rejected" && !ACCEPTED.includes(reason));
  const nearest = answer.nearest ?? null;
  const cannot = again.do === "swap" ? answer.task_id ?? null : null;
  return { ok: false, refusal: { word, complaint, place, item, cannot, nearest, again, isFinal } };
}

/** When it was to begin, and how long it would have taken, as far as the refusal tells. */
function startOf(
  { objection }: Pick<RefusedMove, "objection">,
  place: Refusal["place"],
  zone: string,
) {
  const at = place && instantOf(place.day, place.minute, zone);
  if (!at || !objection?.ends_at) return undefined;
  const minutes = (Date.parse(objection.ends_at) - Date.parse(at)) / 60_000;
  return { first: at, last: at, minutes };
}
