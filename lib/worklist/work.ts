import type { Rpc } from "@/lib/database/rpc.ts";
import type { WorkFilter } from "./filter.ts";
import {
  type ActivityPage,
  activityShape,
  listShape,
  type Logged,
  loggedShape,
  rowShape,
  type Work,
  type WorkRow,
} from "./shapes.ts";

/** A page of the list as a filter asks for it. */
export async function readWork(rpc: Rpc, filter: WorkFilter, most = 50): Promise<Work> {
  const { kind, owner, due, reach, search, after } = filter;
  return listShape.parse(
    await rpc("work_list", {
      kind: kind || undefined,
      owner,
      due,
      reach: reach === "any" ? undefined : reach,
      search,
      most,
      after: after || undefined,
    }),
  );
}

/** Rows of the list, where another call tells them. */
export const rowsOf = (told: unknown): WorkRow[] => rowShape.array().parse(told);

/** How much of each kind there is, where another call tells it. */
export const kindsOf = (told: unknown): Work["kinds"] => listShape.shape.kinds.parse(told);

/**
 * One activity with all that a caller needs. Others are told for half an hour that the caller has it open.
 *
 * @throws {HttpError} 404 for one that is not there
 */
export async function readActivity(rpc: Rpc, activity_id: string): Promise<ActivityPage> {
  return activityShape.parse(await rpc("activity_page", { activity_id }));
}

/** What comes after an activity on the list as it is filtered, from its top again after the last; null for nothing. */
export function nextOf({ rows }: Work, activity_id: string): WorkRow | null {
  const here = rows.findIndex((row) => row.activity_id === activity_id);
  const others = [...rows.slice(here + 1), ...rows.slice(0, Math.max(here, 0))];
  return others[0] ?? null;
}

/** What was logged last about an activity. */
export async function readLogged(rpc: Rpc, activity_id: string): Promise<Logged> {
  return loggedShape.parse(await rpc("call_logged", { activity_id }));
}
