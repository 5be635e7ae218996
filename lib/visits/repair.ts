import { HttpError } from "fresh";
import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { amountShape, conditionShape, dayShape, instantShape } from "@/lib/database/shapes.ts";
import { outcomeOf } from "@/lib/text/visits.ts";
import { checklistShape, pastVisitShape, stopShape } from "./shapes.ts";

/** A line that had failed, with what was noted then. */
const failedLine = checklistShape.element.shape.lines.element.extend({
  found: z.string().nullable(),
});

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

const failShape = z.object({
  status: z.enum(["recorded", "refused", "rejected"]),
  reason: z.string().nullish(),
});

/** Records that a repair came to nothing. The same record again has the same answer. */
export async function failRepair(
  rpc: Rpc,
  work_order_id: string,
  { reason, note, report_id }: { reason: string; note: string; report_id: string },
): Promise<z.infer<typeof failShape>> {
  return failShape.parse(
    await rpc("fail_repair", {
      work_order_id,
      outcome: outcomeOf(reason),
      reason,
      note: note || undefined,
      report_id,
    }),
  );
}
