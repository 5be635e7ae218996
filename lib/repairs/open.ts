import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { textOf } from "@/lib/web/forms.ts";

const answerShape = z.object({
  status: z.string(),
  reason: z.string().nullish(),
  work_order_id: z.string().nullish(),
  visit_id: z.string().nullish(),
});

/** What came of it: the repair, the visit that it is to be quoted from, or what is to be corrected. */
export type Opened =
  | { status: "opened"; work_order_id: string; isNew: boolean }
  | { status: "visit"; visit_id: string }
  | { status: "again"; complaint: string };

/** Opens a repair for a unit about which somebody called. One that is open already is that one. */
export async function openRepair(rpc: Rpc, unit_id: string, form: FormData): Promise<Opened> {
  const answer = answerShape.parse(
    await rpc("open_repair", {
      unit_id,
      problem: textOf(form, "problem"),
      out_of_service: textOf(form, "out_of_service") === "yes",
    }),
  );
  if (answer.work_order_id) {
    const isNew = answer.status === "quoted";
    return { status: "opened", work_order_id: answer.work_order_id, isNew };
  }
  if (answer.visit_id) return { status: "visit", visit_id: answer.visit_id };
  return {
    status: "again",
    complaint: answer.reason === "unit"
      ? "This unit is not in use any more. Put it in use first."
      : "Please write what is wrong, in at most 300 characters.",
  };
}

/** Quotes anew what a visit found; the repair, or null where there is nothing to repair. */
export async function quoteAgain(rpc: Rpc, visit_id: string): Promise<string | null> {
  return answerShape.parse(await rpc("quote_repair", { visit_id })).work_order_id ?? null;
}
