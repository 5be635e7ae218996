import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";

const answerShape = z.discriminatedUnion("status", [
  z.object({ status: z.literal("added"), visit_id: z.string() }),
  z.object({ status: z.literal("refused"), reason: z.string() }),
]);

/** Why a unit cannot be serviced at the same stop, as it is said at the door. */
const REFUSALS: Record<string, string> = {
  state: "This stop is over. Another unit needs a visit of its own.",
  closed: "This unit has no visit that is due.",
  booked: "This unit is booked already.",
  paused: "Its maintenance rests, or it is out of service. The office knows more.",
  household: "This unit isn't due soon, or stands elsewhere.",
  skill: "It needs somebody who is trained for this kind.",
  drive: "There isn't time for it: you would be late for your next stop.",
  hours: "There isn't time for it: your day would be over.",
};

/** Why it cannot be added. */
export const refusalText = (reason: string) =>
  REFUSALS[reason] ?? "It cannot be added now. Please call the office.";

/** Adds another unit of the household to a stop; null where it is there, else why it could not be added. */
export async function addUnit(
  rpc: Rpc,
  task_id: string,
  contract_id: string,
): Promise<string | null> {
  const answer = answerShape.parse(await rpc("add_unit_to_stop", { task_id, contract_id }));
  return answer.status === "added" ? null : refusalText(answer.reason);
}
