/** All that a page of the board shows, from the database. */
import { HttpError } from "fresh";
import type { Rpc } from "@/lib/database/rpc.ts";
import { readBoard, readPlaces } from "./board.ts";
import type { Places } from "./place_shapes.ts";
import { type BoardShown, canMove, chosenOf } from "./shown.ts";
import { tellPlaces } from "./told.ts";
import { type BoardView, spanOf } from "./view.ts";

export async function readShown(rpc: Rpc, view: BoardView, zone: string): Promise<BoardShown> {
  const { from_day, days } = spanOf(view);
  const board = await readBoard(rpc, from_day, days);
  const chosen = chosenOf(board, view.chosen);
  const places = view.chosen !== null && chosen !== null && canMove(chosen)
    ? await readPlaces(rpc, view.chosen.what, view.chosen.id, from_day, days).catch(ifNone)
    : null;
  return { view, board, zone, places, told: places && tellPlaces(places, board.today, zone) };
}

/** Somebody gave it a place since, or its client asks for a call about a visit that is booked: it is shown all the same. */
function ifNone(error: unknown): Places | null {
  if (error instanceof HttpError && error.status === 404) return null;
  throw error;
}
