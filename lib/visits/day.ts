import type { Rpc } from "@/lib/database/rpc.ts";
import { type DayOfWork, dayOfWorkShape } from "./shapes.ts";

/** The stops of a day, today's where none is named: one's own, or for the office those of the technician it names. */
export async function readDay(
  rpc: Rpc,
  on_day?: string,
  technician_id?: string,
): Promise<DayOfWork> {
  return dayOfWorkShape.parse(await rpc("technician_day", { on_day, technician_id }));
}
