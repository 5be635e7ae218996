/** All that a page of the board shows, from the database. */
import type { Rpc } from "@/lib/database/rpc.ts";
import { readBoard, readPlaces } from "./board.ts";
import { type BoardShown, canMove, chosenOf } from "./shown.ts";
import { tellPlaces } from "./told.ts";
import { type BoardView, spanOf } from "./view.ts";

export async function readShown(rpc: Rpc, view: BoardView, zone: string): Promise<BoardShown> {
  const { from_day, days } = spanOf(view);
  const board = await readBoard(rpc, from_day, days);
  const chosen = chosenOf(board, view.chosen);
  if (view.chosen === null || chosen === null || !canMove(chosen)) {
    return { view, board, zone, places: null, told: null };
  }
  const { what, id } = view.chosen;
  const places = await readPlaces(rpc, what, id, from_day, days);
  return { view, board, zone, places, told: tellPlaces(places, board.today, zone) };
}
