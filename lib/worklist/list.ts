import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";

/** What clients asked for, or told, on their links. */
const ASKED_BY_CLIENTS = ["callback", "client_change"] as const;

/** More than somebody at a telephone gets through before looking again. */
const MOST = 50;

const rowShape = z.object({
  activity_id: z.string(),
  kind: z.enum(ASKED_BY_CLIENTS),
  urgent: z.boolean(),
  asked_at: z.string(),
  /** Of a call that was asked for: the day by whose end it is promised. */
  call_by: z.string().nullable(),
  customer: z.string().nullable(),
  phone: z.string().nullable(),
  /** Whether that number was left with it; else it is the client's own, as we have it. */
  has_number: z.boolean(),
  /** What the unit is called. */
  product_name: z.string().nullable(),
  /** What tells the unit from others of its owner's. */
  told_apart: z.string().nullable(),
  /** A visit of the household that takes place all the same. */
  booked_at: z.string().nullable(),
  visit_id: z.string().nullish(),
  /** Of a change: which. */
  what: z.string().nullable(),
  preferred_times: z.string().nullable(),
  note: z.string().nullable(),
});
/** One thing that the office is to do. */
export type Activity = z.infer<typeof rowShape>;

const listShape = z.object({
  /** How many there are, shown or not. */
  activities: z.number(),
  rows: z.array(rowShape),
});
export type WorkList = z.infer<typeof listShape>;

/** What clients asked for and nobody has dealt with: urgent first, then who has waited longest. */
export async function askedByClients(rpc: Rpc): Promise<WorkList> {
  return listShape.parse(
    await rpc("list_activities", { kinds: [...ASKED_BY_CLIENTS], most: MOST }),
  );
}

/** The office's words for what a client told us: `private.change_reasons`. */
const CHANGES: Record<string, string> = {
  gone: "No longer has it",
  moved: "Has moved",
  died: "Has died",
  care_home: "Lives in a care home",
  other: "Something changed",
};

/** What is to be done, in a few words. */
export function workText({ kind, what }: Activity): string {
  return kind === "callback" ? "Asked for a call" : CHANGES[what ?? ""] ?? "Something changed";
}

/** "Flow X", or "Flow X (1 of 2)" where the product alone does not say which. */
export function unitText({ product_name: name, told_apart }: Activity): string | null {
  return name && told_apart && told_apart !== name ? `${name} (${told_apart})` : name;
}

/** Where a number comes from. Who reports a change and leaves none is told that we won't call. */
export function numberText({ kind, has_number }: Activity): string {
  if (has_number) return "Left for this";
  return kind === "client_change" ? "On file: they left none" : "On file";
}
