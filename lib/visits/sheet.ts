import { HttpError } from "fresh";
import type { Rpc } from "@/lib/database/rpc.ts";
import { type ChecklistLine, type VisitSheet, visitSheetShape } from "./shapes.ts";

/** Everything for a visit that was not given up. */
export type Sheet = Extract<VisitSheet, { status: "ok" }>;
export type Section = Sheet["checklist"][number];
export type Line = ChecklistLine;
export type Result = NonNullable<Line["result"]>;

/** The same; null for a visit that was given up. Throws 403 for work of somebody else. */
export async function findSheet(rpc: Rpc, visit_id: string): Promise<Sheet | null> {
  const sheet = visitSheetShape.parse(await rpc("visit_sheet", { visit_id }));
  return sheet.status === "ok" ? sheet : null;
}

/** The same, for a form that may come too late; null also for a visit that is somebody else's by now. */
export async function findOwnSheet(rpc: Rpc, visit_id: string): Promise<Sheet | null> {
  try {
    return await findSheet(rpc, visit_id);
  } catch (error) {
    if (error instanceof HttpError && error.status === 403) return null;
    throw error;
  }
}

/**
 * All that a technician needs for one visit.
 * @throws {HttpError} 403 for work of somebody else, 410 for a visit that was given up.
 */
export async function readSheet(rpc: Rpc, visit_id: string): Promise<Sheet> {
  const sheet = await findSheet(rpc, visit_id);
  if (sheet === null) throw new HttpError(410);
  return sheet;
}

/** The lines of all sections. */
export const linesOf = (checklist: Section[]) => checklist.flatMap(({ lines }) => lines);

/** Whether a line has to be answered before the visit is complete. */
export const isNeeded = ({ required }: Line, unit: { safety_critical: boolean }) =>
  required || unit.safety_critical;
