/** A repair to which somebody drove in vain gets another time while they still stand there. */
import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { dayShape, instantShape } from "@/lib/database/shapes.ts";
import { daysOf, type NotBooked, offerShape, type Shown } from "./next.ts";

const known = {
  number: z.number(),
  client: z.object({ name: z.string(), first_name: z.string(), is_mailed: z.boolean() }),
};

const againShape = z.discriminatedUnion("status", [
  offerShape.extend({ status: z.literal("open"), ...known }),
  z.object({
    status: z.literal("booked"),
    ...known,
    today: dayShape,
    starts_at: instantShape,
    technician_name: z.string().nullable(),
  }),
  z.object({ status: z.enum(["refused", "rejected"]), reason: z.string().nullish() }),
]);
export type RepairAgain = z.infer<typeof againShape>;

/** The times of these days, and what is known beside them. */
export async function readAgain(
  rpc: Rpc,
  work_order_id: string,
  shown: Shown,
): Promise<RepairAgain> {
  return againShape.parse(
    await rpc("repair_return_slots", { work_order_id, ...daysOf(shown) }),
  );
}

const answerShape = z.object({
  status: z.enum(["scheduled", "refused"]),
  reason: z.string().nullish(),
});

/** Gives it the time that was chosen; null where it has it. */
export async function bookAgain(
  rpc: Rpc,
  work_order_id: string,
  chosen: { starts_at: string; technician_id: string },
): Promise<NotBooked | null> {
  const answer = answerShape.parse(
    await rpc("book_repair_return", { work_order_id, ...chosen }),
  );
  if (answer.status === "scheduled") return null;
  return {
    complaint: answer.reason === "state"
      ? "The office has this repair already."
      : "That time was just taken, or can't be kept. Please choose another one.",
    near: [],
  };
}

/** After which reasons there is somebody at the door to ask. */
export const IS_THERE = ["refused", "access", "weather", "parts", "unsafe", "no_time"];
