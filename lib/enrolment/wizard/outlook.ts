/** What a pace would make of the technicians' weeks, and what is said of it. */
import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { dayShape } from "@/lib/database/shapes.ts";
import { monthDayText } from "@/lib/text/dates.ts";
import type { Mark } from "@/lib/text/mark.ts";
import { countOf } from "./words.ts";

const weekShape = z.object({
  /** Its Monday. */
  week: dayShape,
  first: z.number(),
  second: z.number(),
  coming: z.number(),
  capacity: z.number(),
});
type Week = z.infer<typeof weekShape>;

const outlookShape = z.object({
  weeks: z.array(weekShape),
  skills: z.array(z.object({ skill: z.string(), week: dayShape, visits: z.number(), capacity: z.number() })),
  suggested_weeks: z.number().nullable(),
});
export type Outlook = z.infer<typeof outlookShape>;

export async function readOutlook(rpc: Rpc, run_id: string): Promise<Outlook> {
  return outlookShape.parse(await rpc("backfill_outlook", { run_id }));
}
