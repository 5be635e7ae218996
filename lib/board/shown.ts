/** What a page of the board shows, and what is chosen on it. */
import type { Refusal } from "./act.ts";
import type { Correction } from "./add.ts";
import type { Places } from "./place_shapes.ts";
import type { Board, BoardTask, BoardTechnician, Waiting } from "./shapes.ts";
import type { ToldPlaces } from "./told.ts";
import type { BoardView, Item } from "./view.ts";
import type { Adding } from "./wish.ts";

/** A client who was looked up for new work. */
export interface Known {
  customer_id: string;
  name: string;
  city: string | null;
  street: string | null;
}

export interface BoardShown {
  view: BoardView;
  board: Board;
  zone: string;
  /** Where the chosen one could be; null where that was not asked, or it has a place for good. */
  places: Places | null;
  told: ToldPlaces | null;
  refusal?: Refusal;
  /** New work, as it was typed so far. */
  adding?: { typed: Adding; correction?: Correction; found: Known[] | null };
}

/** The chosen one: a task on the board, or what waits for a place. */
export type Chosen = { task: BoardTask; waits: null } | { task: null; waits: Waiting };

export function chosenOf({ tasks, waiting }: Board, item: Item | null): Chosen | null {
  if (item === null) return null;
  const task = item.what === "task" && tasks.find(({ task_id }) => task_id === item.id);
  if (task) return { task, waits: null };
  const waits = waiting.find(({ what, id }) => what === item.what && id === item.id);
  return waits ? { task: null, waits } : null;
}

/** Whether the chosen one can be picked up. */
export const canMove = (chosen: Chosen): boolean => chosen.waits !== null || chosen.task.can_move;

export const revisionOf = ({ task, waits }: Chosen): number | null =>
  task ? task.revision : waits.revision;

/** Whether somebody is mailed when it gets another place. */
export const isMailed = ({ task, waits }: Chosen): boolean => (task ?? waits).is_mailed;

/** Whether a time has begun or is over as the board stands: of such a one nobody is told. */
export const hasBegun = (starts_at: string, { as_of }: Pick<Board, "as_of">): boolean =>
  Date.parse(starts_at) <= Date.parse(as_of);

/**
 * Whose day a phone shows, and the map draws: the one at whose place something was refused, who was named, has the
 * chosen one, or is the first.
 */
export function personOf({ board, view, refusal }: BoardShown): BoardTechnician | null {
  const { technicians } = board;
  const id = refusal?.place?.technician ?? view.technician ??
    chosenOf(board, view.chosen)?.task?.technician_id;
  return technicians.find(({ technician_id }) => technician_id === id) ?? technicians[0] ?? null;
}
