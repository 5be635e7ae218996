import { HttpError } from "fresh";
import * as z from "zod";
import { photoShape } from "@/lib/database/photo.ts";
import type { Rpc } from "@/lib/database/rpc.ts";
import { amountShape, conditionShape, dayShape, instantShape } from "@/lib/database/shapes.ts";
import { outcomeOf } from "@/lib/text/visits.ts";
import { METHODS, ROLES } from "./draft.ts";
import { checklistShape, pastVisitShape, stopShape } from "./shapes.ts";

/** A line that had failed, with what was noted then. */
const failedLine = checklistShape.element.shape.lines.element.extend({
  found: z.string().nullable(),
});

const answerOfLine = z.object({
  result: z.enum(["pass", "fail", "not_applicable"]).nullish(),
  note: z.string().nullish(),
});

/** What was typed of its report; what is not as our pages write it counts as not typed. */
const typedShape = z.object({
  checklist: z.record(z.string(), answerOfLine.catch({})).catch({}),
  findings: z.string().catch(""),
  labour: z.string().catch(""),
  parts: z.array(
    z.object({
      description: z.string(),
      quantity: z.string(),
      serial: z.string(),
      product: z.string(),
    }),
  ).catch([]),
  signer: z.object({
    method: z.enum(METHODS).nullish().catch(null),
    name: z.string(),
    role: z.enum(ROLES).catch("client"),
    reason: z.string(),
  }).catch({ method: null, name: "", role: "client", reason: "" }),
});
export type TypedOfRepair = z.infer<typeof typedShape>;

const draftShape = z.object({
  report_id: z.uuid(),
  begun_at: instantShape,
  saved_at: instantShape,
  typed: typedShape,
}).nullable();
export type RepairDraft = z.infer<typeof draftShape>;

const sheetShape = z.object({
  status: z.literal("ok"),
  work_order_id: z.string(),
  number: z.number(),
  state: z.string(),
  as_of: instantShape,
  /** What a client called about; null where a visit found it. */
  problem: z.string().nullable(),
  unit: z.object({
    unit_id: z.string(),
    kind: z.string(),
    category: z.string(),
    product_name: z.string().nullable(),
    serial_number: z.string().nullable(),
    told_apart: z.string().nullable(),
    condition: conditionShape,
    installed_on: dayShape.nullable(),
    safety_critical: z.boolean(),
  }),
  /** To be answered anew. */
  lines: z.array(failedLine),
  labour_minutes: z.number(),
  quote: z.object({ net: amountShape, tax: amountShape, total: amountShape, tax_name: z.string() }),
  /** What was quoted, and is to be brought along. */
  parts: z.array(z.object({
    product_id: z.string().nullable(),
    description: z.string(),
    quantity: amountShape,
  })),
  history: z.array(pastVisitShape),
  /** What was typed of its report so far. */
  draft: draftShape,
  /** Photos that were taken for it. */
  photos: z.array(photoShape).default([]),
  stop: stopShape,
  /** What it came to; null until it is done. */
  done: z.object({
    repaired_on: dayShape,
    condition: conditionShape,
    repair_ordered: z.boolean(),
    certificate: z.object({ number: z.string(), code: z.string() }).nullable(),
    invoice: z.object({
      id: z.string(),
      number: z.string().nullable(),
      total: amountShape,
      balance: amountShape,
      in_cash: amountShape,
      rounding: amountShape,
    }).nullable(),
    photos: z.array(photoShape).default([]),
  }).nullable(),
});
export type RepairSheet = z.infer<typeof sheetShape>;

const answerShape = z.discriminatedUnion("status", [
  sheetShape,
  z.object({ status: z.literal("no_time") }),
]);

/**
 * All that a technician needs for one repair.
 * @throws {HttpError} 403 for work of somebody else, 410 for one that has no time any more.
 */
export async function readRepairSheet(rpc: Rpc, work_order_id: string): Promise<RepairSheet> {
  const sheet = answerShape.parse(await rpc("repair_sheet", { work_order_id }));
  if (sheet.status !== "ok") throw new HttpError(410);
  return sheet;
}

/** The same, for a form that may come too late; null where it is nobody's, or somebody else's, by now. */
export async function findOwnRepair(rpc: Rpc, work_order_id: string): Promise<RepairSheet | null> {
  try {
    return await readRepairSheet(rpc, work_order_id);
  } catch (error) {
    if (error instanceof HttpError && [403, 410].includes(error.status)) return null;
    throw error;
  }
}

const savedShape = z.object({ as_of: instantShape, draft: draftShape });

/**
 * Keeps what was typed of its report, under the name that the report will have. Null for one that is nobody's, or somebody
 * else's, by now.
 */
export async function saveRepairDraft(
  rpc: Rpc,
  work_order_id: string,
  typed: TypedOfRepair,
  report_id: string,
): Promise<z.infer<typeof savedShape> | null> {
  try {
    return savedShape.parse(
      await rpc("save_repair_draft", { work_order_id, typed, report_id }),
    );
  } catch (error) {
    if (error instanceof HttpError && error.status === 403) return null;
    throw error;
  }
}

/** A drive in vain, as its form tells it, and which time of the repair that was about. */
export interface RepairFailure {
  reason: string;
  note: string;
  /** What the record of it is known by. */
  report_id: string;
  task_id?: string;
  based_on?: number;
}

const failShape = z.object({
  status: z.enum(["recorded", "conflict", "refused", "rejected"]),
  reason: z.string().nullish(),
});

/** Records that a repair came to nothing. The same record again has the same answer. */
export async function failRepair(
  rpc: Rpc,
  work_order_id: string,
  { reason, note, report_id, task_id, based_on }: RepairFailure,
): Promise<z.infer<typeof failShape>> {
  return failShape.parse(
    await rpc("fail_repair", {
      work_order_id,
      outcome: outcomeOf(reason),
      reason,
      note: note || undefined,
      report_id,
      task_id,
      based_on,
    }),
  );
}
