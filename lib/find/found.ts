import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import {
  amountShape,
  certificateStateShape,
  dayShape,
  instantShape,
} from "@/lib/database/shapes.ts";

/** How a contract's open cycle stands (`contract_list`). */
const standingShape = z.object({
  situation: z.enum(["overdue", "due", "booked", "not_closed", "later", "none"]),
  due_on: dayShape.nullable(),
  booked_for: instantShape.nullable(),
});
export type Standing = z.infer<typeof standingShape>;

const ROWS = {
  client: z.object({
    customer_id: z.string(),
    name: z.string(),
    city: z.string().nullable(),
    street: z.string().nullable(),
    phone: z.string().nullable(),
    deceased_on: dayShape.nullable(),
    /** What else of theirs fits: an address for mail, a reference, a postal code. */
    by: z.array(z.string()),
    /** Through whom they were found. */
    contact: z.object({
      name: z.string(),
      relation: z.string().nullable(),
      phone: z.string().nullable(),
      email: z.string().nullable(),
    }).nullable(),
    /** Units in use. */
    units: z.number(),
    /** Their most pressing contract. */
    next: standingShape.extend({ product_name: z.string() }).nullable(),
  }),
  unit: z.object({
    unit_id: z.string(),
    product_name: z.string(),
    serial_number: z.string(),
    condition: z.string(),
    customer: z.string(),
  }),
  activity: z.object({
    activity_id: z.string(),
    kind: z.string(),
    what: z.string().nullable(),
    urgent: z.boolean(),
    due_on: dayShape,
    customer: z.string(),
  }),
  contract: standingShape.extend({
    contract_id: z.string(),
    customer: z.string(),
    product_name: z.string(),
    serial_number: z.string().nullable(),
    state: z.enum(["active", "paused", "draft", "cancelled"]),
  }),
  visit: z.object({
    visit_id: z.string(),
    at: instantShape,
    state: z.string(),
    customer: z.string(),
    product_name: z.string(),
    technician: z.string().nullable(),
  }),
  invoice: z.object({
    invoice_id: z.string(),
    number: z.string(),
    kind: z.string(),
    state: z.string(),
    customer: z.string(),
    total: amountShape.nullable(),
    balance: amountShape.nullable(),
  }),
  certificate: z.object({
    number: z.string(),
    visit_id: z.string(),
    customer: z.string(),
    service_on: dayShape,
    expires_on: dayShape,
    state: certificateStateShape,
  }),
  order: z.object({
    order_id: z.string(),
    order_number: z.string(),
    order_date: dayShape.nullable(),
    customer_id: z.string(),
    customer: z.string(),
  }),
};

/** The kinds of what can be found. */
export type Kind = keyof typeof ROWS;
export const KINDS = Object.keys(ROWS) as Kind[];

/** What is told of one thing of a kind. */
export type Row<Of extends Kind> = z.infer<(typeof ROWS)[Of]>;

const groupOf = <Of extends Kind>(kind: Of) =>
  z.object({ kind: z.literal(kind), count: z.number(), rows: z.array(ROWS[kind]) });

const foundShape = z.object({
  total: z.number(),
  groups: z.array(z.discriminatedUnion("kind", [
    groupOf("client"),
    groupOf("unit"),
    groupOf("activity"),
    groupOf("contract"),
    groupOf("visit"),
    groupOf("invoice"),
    groupOf("certificate"),
    groupOf("order"),
  ])),
});
/** What was found, by kind: the kind whose very number was typed first, then clients. */
export type Found = z.infer<typeof foundShape>;
export type Group = Found["groups"][number];

/** What somebody typed into the box, as an address has it. */
export function typedIn(query: URLSearchParams): string {
  return (query.get("q") ?? "").replace(/\p{Cc}+/gu, " ").trim().slice(0, 200);
}

/** At most so many of each kind that fit; only of one kind, where one is named. */
export async function find(
  rpc: Rpc,
  typed: string,
  { most, kind }: { most: number; kind?: Kind },
): Promise<Found> {
  return foundShape.parse(await rpc("find", { typed, most, kind }));
}
