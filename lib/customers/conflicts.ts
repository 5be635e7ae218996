import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { dayShape, instantShape } from "@/lib/database/shapes.ts";
import { instantText } from "@/lib/text/dates.ts";
import { changedText, type Meanwhile } from "@/lib/text/meanwhile.ts";
import { CONFLICT_KINDS, type ConflictKind } from "@/lib/text/conflict_kinds.ts";
import { type Changes, changesShape } from "./life_event.ts";

const clientShape = z.object({
  customer_id: z.string(),
  name: z.string(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  deceased_on: dayShape.nullable(),
  address: z.string().nullable(),
  since: dayShape,
  /** In use. */
  units: z.number(),
});

const unitShape = z.object({
  unit_id: z.string(),
  kind: z.string(),
  product_name: z.string().nullable(),
  told_apart: z.string().nullable(),
  installed: z.boolean(),
  condition: z.string(),
  address: z.string().nullable(),
  contract_id: z.string().nullable(),
  due_on: dayShape.nullable(),
  last_service_on: dayShape.nullable(),
  booked: z.object({ starts_at: instantShape, technician_name: z.string().nullable() }).nullable(),
});

const visitShape = z.object({
  task_id: z.string(),
  starts_at: instantShape,
  ends_at: instantShape,
  state: z.string(),
  day: dayShape,
  technician_name: z.string().nullable(),
  customer: z.string().nullable(),
  city: z.string().nullable(),
});

const said = z.union([z.string(), z.number()]).transform(String).nullish().catch(null);
/** What the file said, as far as the kind has it. What is written otherwise is not told. */
const toldShape = z.object({
  file: said,
  line: said,
  serial: said,
  product: said,
  delivered_on: dayShape.nullish().catch(null),
  order: said,
  quantity: said,
  address: said,
  job: said,
  title: said,
  technician: said,
  starts_at: instantShape.nullish().catch(null),
  ends_at: instantShape.nullish().catch(null),
  where: said,
  same: z.array(z.string()).nullish().catch(null),
});

const conflictShape = z.object({
  conflict_id: z.string(),
  conflict_kind: z.enum(CONFLICT_KINDS),
  opened_at: instantShape,
  import_run_id: z.string().nullable(),
  client: clientShape.nullable(),
  other: clientShape.nullable(),
  unit: unitShape.nullable(),
  visit: visitShape.nullable(),
  told: toldShape,
  decisions: z.array(z.string()),
  decision: z.string().nullable(),
  decided_at: instantShape.nullable(),
  by: z.string().nullable(),
  can_undo: z.boolean(),
  /** Sent back with the answer. */
  shown: z.string(),
});
/** A question between a file and what is on record (`private.question_told`). */
export type Conflict = z.infer<typeof conflictShape>;

const listShape = z.object({
  kinds: z.partialRecord(z.enum(CONFLICT_KINDS), z.number()),
  rows: z.array(conflictShape),
  after: z.string().nullable(),
});
export type Conflicts = z.infer<typeof listShape>;

/** Which questions an address asks for. */
export interface ConflictFilter {
  conflict_kind?: ConflictKind;
  state: "open" | "decided";
  after?: string;
}

/** Whatever is no kind, or no id, counts as not said. */
export function conflictFilter(query: URLSearchParams): ConflictFilter {
  return {
    conflict_kind: CONFLICT_KINDS.find((each) => each === query.get("kind")),
    state: query.get("state") === "decided" ? "decided" : "open",
    after: z.uuid().safeParse(query.get("after")).data,
  };
}

/** Questions, the oldest first; of a run those of one night. */
export async function listConflicts(
  rpc: Rpc,
  filter: Partial<ConflictFilter> & { import_run_id?: string },
): Promise<Conflicts> {
  const { conflict_kind, state, after, import_run_id } = filter;
  return listShape.parse(
    await rpc("list_conflicts", { conflict_kind, state, after, import_run_id, most: 20 }),
  );
}

const pageShape = conflictShape.extend({
  admins: z.array(z.string()),
  next_id: z.string().nullable(),
});
export type ConflictPage = z.infer<typeof pageShape>;

/** One question. @throws {HttpError} 404 for none */
export async function readConflict(rpc: Rpc, conflict_id: string): Promise<ConflictPage> {
  return pageShape.parse(await rpc("conflict_page", { conflict_id }));
}

/** The question that was answered just now, by the address that its answer led to; null for none. */
export async function answeredIn(rpc: Rpc, query: URLSearchParams): Promise<ConflictPage | null> {
  const { data: of } = z.uuid().safeParse(query.get("of"));
  const conflict = of ? await readConflict(rpc, of) : null;
  return conflict?.decision ? conflict : null;
}

const answerShape = z.object({
  status: z.enum(["tried", "decided", "refused", "rejected"]),
  reason: z.string().nullish(),
  changes: changesShape.optional(),
  shown: z.string().optional(),
  by: z.string().nullish(),
  at: instantShape.nullish(),
});

/** What came of an answer: done, or what would follow, or why it cannot be. */
export interface Decided {
  done: boolean;
  decision: string;
  follows?: { changes: Changes; shown: string };
  complaint?: string;
}

/** Answers a question; without `shown` it is only asked what would follow. */
export async function decide(
  rpc: Rpc,
  { conflict_id, decision, shown }: { conflict_id: string; decision: string; shown?: string },
  zone: string,
): Promise<Decided> {
  const answer = answerShape.parse(
    await rpc("decide_conflict", { conflict_id, decision, shown }),
  );
  const { status, reason, changes, by, at } = answer;
  const follows = changes && answer.shown !== undefined
    ? { changes, shown: answer.shown }
    : undefined;
  if (status === "decided") return { done: true, decision };
  if (status === "tried") return { done: false, decision, follows };
  const complaint = reason === "changed"
    ? `${changedText({ by, at }, zone)} Please look again.`
    : reason === "decided"
    ? answeredText({ by, at }, zone)
    : REFUSALS[reason ?? ""] ?? REFUSALS.decision;
  return { done: false, decision, follows, complaint };
}

/** "Priya answered this question already (Tuesday, May 12, 2026, 9:00 a.m.). Nothing more was done." */
function answeredText({ by, at }: Meanwhile, zone: string): string {
  const when = at ? ` (${instantText(at, zone)})` : "";
  return by
    ? `${by} answered this question already${when}. Nothing more was done.`
    : `This question has settled itself meanwhile${when}. Nothing more was done.`;
}

const REFUSALS: Record<string, string> = {
  decision: "Please choose one of the answers.",
  merge: "Please choose first what stays of the two.",
  booked: "A visit or other work is booked at this unit. Move or cancel it first.",
  repair: "A repair of this unit is open, and whoever ordered it pays for it. Close it first.",
  begun: "A technician is at work on this unit right now. Please wait for the end of the visit.",
  erased: "This client was erased. Nothing is given to them any more.",
  deceased: "This client is on record as having died.",
  not_enabled: "Units of this kind are not maintained by contract.",
  gone: "There is no unit of the first client's on record any more.",
  enrolled: "All that this line sold is enrolled already.",
};

/** Takes back an answer that left all as it was; false where it did something. */
export async function undoDecision(rpc: Rpc, conflict_id: string): Promise<boolean> {
  const { status } = z.object({ status: z.enum(["open", "refused"]) })
    .parse(await rpc("undo_conflict", { conflict_id }));
  return status === "open";
}

/** The answer whose consequences are asked for; null for none, or where the question is answered. */
export function lookedAt(query: URLSearchParams, { decision, decisions }: Conflict): string | null {
  const look = query.get("look");
  return decision === null && look !== null && decisions.includes(look) ? look : null;
}

/** Where one goes on after an answer: the list, one question, or the night that asked. */
export function backIn(text: string | null): string {
  const isOurs = /^\/office\/(conflicts|imports)(\/[0-9a-f-]{36})?(\?[a-z0-9_=&-]*)?$/.test(
    text ?? "",
  );
  return isOurs ? text! : "/office/conflicts";
}
