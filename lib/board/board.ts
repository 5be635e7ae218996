import type { Rpc } from "@/lib/database/rpc.ts";
import {
  type Booked,
  bookedShape,
  type Created,
  createdShape,
  knownShape,
  type Moved,
  movedShape,
  type Scheduled,
  scheduledShape,
  type Undone,
  undoneShape,
} from "./deed_shapes.ts";
import { type Places, placesShape } from "./place_shapes.ts";
import { type Board, boardShape, stampShape, type TaskType, type Work } from "./shapes.ts";

/** What the board shows (`board`): from a day on, today where none is named. */
export async function readBoard(rpc: Rpc, day: string | null, days: number): Promise<Board> {
  return boardShape.parse(await rpc("board", { from_day: day ?? undefined, days }));
}

/** Another text whenever `readBoard` would answer something else (`board_stamp`). */
export async function readStamp(rpc: Rpc, day: string | null, days: number): Promise<string> {
  return stampShape.parse(await rpc("board_stamp", { from_day: day ?? undefined, days })).stamp;
}

/**
 * Everything about where that work could go (`board_places`), asked once when it is picked up.
 * @throws {DatabaseError} PT404 for work that is not there, or does not wait for a place any more.
 */
export async function readPlaces(
  rpc: Rpc,
  what: Work,
  id: string,
  day: string | null,
  days: number,
): Promise<Places> {
  return placesShape.parse(
    await rpc("board_places", { what, id, from_day: day ?? undefined, days }),
  );
}

/** A place on the board. */
export interface Wanted {
  technician_id: string;
  starts_at: string;
  /** Whoever asks knows what is against it. */
  override: boolean;
}

/** Gives a task another place (`move_task`); revision: of the task as it was shown. */
export async function move(
  rpc: Rpc,
  task_id: string,
  revision: number | null,
  { technician_id, starts_at, override }: Wanted,
): Promise<Moved> {
  return movedShape.parse(
    await rpc("move_task", {
      task_id,
      technician_id,
      starts_at,
      override,
      revision: revision ?? undefined,
    }),
  );
}

/** Gives an approved repair its place (`schedule_repair`). */
export async function scheduleRepair(
  rpc: Rpc,
  work_order_id: string,
  { technician_id, starts_at, override }: Wanted,
): Promise<Scheduled> {
  return scheduledShape.parse(
    await rpc("schedule_repair", { work_order_id, technician_id, starts_at, override }),
  );
}

/**
 * Books the visit of a contract (`book_for_client`), with phone and way in as they were told the last time, as the
 * page that books on the phone does.
 */
export async function book(
  rpc: Rpc,
  contract_id: string,
  { technician_id, starts_at, override }: Wanted,
): Promise<Booked> {
  const known = knownShape.parse(await rpc("booking_sheet", { contract_id }));
  return bookedShape.parse(
    await rpc("book_for_client", {
      contract_id,
      technician_id,
      starts_at,
      override,
      phone: known.phone ?? "",
      access_notes: known.access_notes ?? "",
      with_contract_ids: [],
    }),
  );
}

/** A task as it was shown. */
export interface Shown {
  task_id: string;
  revision: number | null;
}

/** Two tasks take each other's technician and start (`swap_tasks`). */
export async function swap(
  rpc: Rpc,
  first: Shown,
  second: Shown,
  override: boolean,
): Promise<Moved> {
  return movedShape.parse(
    await rpc("swap_tasks", {
      first_task_id: first.task_id,
      second_task_id: second.task_id,
      override,
      first_revision: first.revision ?? undefined,
      second_revision: second.revision ?? undefined,
    }),
  );
}

/** Work that is made on the board; without a technician and a start it is nobody's yet. */
export interface NewTask {
  task_type: Exclude<TaskType, "maintenance" | "time_off">;
  technician_id: string | null;
  starts_at: string | null;
  minutes: number;
  fields: {
    customer_id?: string;
    unit_id?: string;
    title?: string;
    notes?: string;
    address?: string;
    latitude?: number;
    longitude?: number;
    override?: boolean;
  };
}

/** Makes work that is no visit (`create_task`). */
export async function create(rpc: Rpc, task: NewTask): Promise<Created> {
  const { task_type, technician_id, starts_at, minutes, fields } = task;
  return createdShape.parse(
    await rpc("create_task", {
      task_type,
      technician_id: technician_id ?? undefined,
      starts_at: starts_at ?? undefined,
      minutes,
      fields,
    }),
  );
}

/** Takes back what was just done (`undo_deed`). */
export async function undo(rpc: Rpc, deed_id: string): Promise<Undone> {
  return undoneShape.parse(await rpc("undo_deed", { deed_id }));
}
