import * as z from "zod";
import { dayShape, instantShape } from "@/lib/database/shapes.ts";
import { shortDayText } from "./dates.ts";
import { FAILURES, repairNumber } from "./visits.ts";

/** What became of a repair, as a history tells it (`private.repair_steps_of_history`). */
export const historyStepShape = z.object({
  step_id: z.string(),
  at: instantShape,
  what: z.enum(["opened", "approved", "declined", "in_vain", "done", "cancelled"]),
  work_order_id: z.string(),
  number: z.number(),
  /** What it is to mend; of its beginning alone. */
  problem: z.string().nullable(),
  /** When it was done. */
  on_day: dayShape.nullable(),
  /** Why a drive was in vain, or why it was given up. */
  reason: z.string().nullish(),
});
export type HistoryStep = z.infer<typeof historyStepShape>;

/** "Repair R-000072: “It stopped half-way”", "Repair R-000072 was done on Thu, Jun 4, 2026" */
export function stepText({ what, number, problem, on_day, reason }: HistoryStep): string {
  const repair = `Repair ${repairNumber(number)}`;
  switch (what) {
    case "opened":
      return problem ? `${repair}: “${problem}”` : `${repair} opened`;
    case "approved":
      return `${repair} agreed to`;
    case "declined":
      return `${repair} not wanted`;
    case "in_vain": {
      const why = FAILURES[reason as keyof typeof FAILURES] ?? "it could not be done";
      return `${repair}, somebody drove there in vain: ${why.toLowerCase()}`;
    }
    case "done":
      return on_day ? `${repair} done on ${shortDayText(on_day)}` : `${repair} done`;
    case "cancelled":
      return reason ? `${repair} given up: “${reason}”` : `${repair} given up`;
  }
}
