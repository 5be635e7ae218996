import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { instantShape } from "@/lib/database/shapes.ts";
import { isDay } from "@/lib/text/dates.ts";

/** What is done to a row. */
export const ACTIONS = ["insert", "update", "delete", "read", "forget"] as const;
/** By whom, where it is no member of the staff who is named. */
export const MAKERS = ["client", "programme", "database"] as const;

const maybe = z.string().optional();
const lineShape = z.object({
  /** Its number in the trail. */
  seq: z.number(),
  at: instantShape,
  by: z.enum(["staff", ...MAKERS]),
  /** The name of who is signed in; null where nobody is, or they are not on the staff any more. */
  who: z.string().nullable(),
  /** The function that answers for it. */
  function: z.string().nullable(),
  table: z.string(),
  row_id: z.string().nullable(),
  action: z.enum(ACTIONS),
  /** Of an update each column with before and after, else the row. */
  changes: z.record(z.string(), z.unknown()),
  /** Whether its personal values were erased. */
  is_forgotten: z.boolean(),
  /** What the row is today, and which pages show it. */
  about: z.object({
    name: maybe,
    kind: maybe,
    customer_id: maybe,
    contract_id: maybe,
    visit_id: maybe,
    invoice_id: maybe,
    activity_id: maybe,
    technician_id: maybe,
  }).nullable(),
});
/** An event of the trail (`private.trail_line`). */
export type TrailLine = z.infer<typeof lineShape>;

const trailShape = z.object({
  lines: z.array(lineShape),
  /** With which older ones are asked for; null at the end. */
  before_seq: z.number().nullable(),
  /** How far one call looked, where it found less than a page. */
  looked_back_to: instantShape.nullable(),
  tables: z.array(z.string()),
  staff: z.array(z.object({ staff_id: z.string(), name: z.string() })),
  /** Under seals. */
  events: z.coerce.number(),
  /** The newest seal; null before the first. */
  head: z.object({ number: z.number(), digest: z.string(), sealed_at: instantShape }).nullable(),
});
/** A page of the trail and what it can be looked through by (`trail_page`). */
export type Trail = z.infer<typeof trailShape>;

/** What is looked for, as the page's address says it; empty where anything fits. */
export interface TrailFilter {
  table: string;
  row: string;
  /** One of {@linkcode MAKERS}, or the id of a member of the staff. */
  who: string;
  action: string;
  day: string;
  /** Only what is older than this number. */
  before: string;
}

const isId = (text: string) => z.uuid().safeParse(text).success;

/** The filter of an address; what makes no sense is left out. */
export function trailFilter(query: URLSearchParams): TrailFilter {
  const said = (name: string, fits: (text: string) => boolean) => {
    const text = (query.get(name) ?? "").trim();
    return fits(text) ? text : "";
  };
  return {
    table: said("table", (text) => /^[a-z_]{1,60}$/.test(text)),
    row: said("row", isId),
    who: said("who", (text) => isId(text) || MAKERS.some((each) => each === text)),
    action: said("action", (text) => ACTIONS.some((each) => each === text)),
    day: said("day", isDay),
    before: said("before", (text) => /^[0-9]{1,15}$/.test(text)),
  };
}

/** The address of the trail with that filter. */
export function trailHref(filter: Partial<TrailFilter>): string {
  const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value));
  return `/office/audit${query.size > 0 ? `?${query}` : ""}`;
}

/** Fifty events, newest first. */
export async function readTrail(rpc: Rpc, filter: TrailFilter): Promise<Trail> {
  const isPerson = isId(filter.who);
  return trailShape.parse(
    await rpc("trail_page", {
      table_name: filter.table || undefined,
      row_id: filter.row || undefined,
      by_whom: filter.who && !isPerson ? filter.who : undefined,
      staff_id: isPerson ? filter.who : undefined,
      action: filter.action || undefined,
      on_day: filter.day || undefined,
      before_seq: filter.before ? Number(filter.before) : undefined,
    }),
  );
}

const checkShape = z.object({
  status: z.enum(["whole", "broken"]),
  break: z.object({ seq: z.number(), seal: z.number().nullable(), what: z.string() }).nullish(),
  /** The last seal that was looked at; null where there is none. */
  number: z.number().nullable(),
  more: z.boolean(),
});
/** What a look at the seals came to. */
export type TrailCheck = z.infer<typeof checkShape>;

/** Calls of one look: a trail of years is gone through in several. */
const MOST_CALLS = 40;

/** Proves the seals after a number, as far as one request goes. */
export async function checkTrail(rpc: Rpc, after: number | null): Promise<TrailCheck> {
  for (let calls = 1;; calls++) {
    const check = checkShape.parse(
      await rpc("check_trail", { after_number: after ?? undefined }),
    );
    if (!check.more || calls === MOST_CALLS) return check;
    after = check.number;
  }
}
