import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { amountShape, dayShape, instantShape } from "@/lib/database/shapes.ts";

/** What an order can be; the last two of the four are confirmed. */
export const ORDER_STATES = ["draft", "cancel", "sale", "done"] as const;

const productShape = z.object({
  product_id: z.string(),
  sku: z.string(),
  name: z.string(),
  list_price: amountShape.nullable(),
});
export type SoldProduct = z.infer<typeof productShape>;

const clientShape = z.object({
  customer_id: z.string(),
  name: z.string(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  is_erased: z.boolean(),
  is_deceased: z.boolean(),
});
export type Buyer = z.infer<typeof clientShape>;

const unitShape = z.object({
  unit_id: z.string(),
  unit_number: z.number(),
  serial_number: z.string().nullable(),
  condition: z.enum(["in_service", "out_of_service", "retired"]),
  customer_id: z.string(),
  contract_id: z.string().nullable(),
  state: z.enum(["draft", "active", "paused", "cancelled"]).nullable(),
  cancelled_reason: z.string().nullable(),
  due_on: dayShape.nullable(),
  booked_for: instantShape.nullable(),
});
export type SoldUnit = z.infer<typeof unitShape>;

const lineShape = z.object({
  line_id: z.string(),
  product_id: z.string().nullable(),
  product_name: z.string().nullable(),
  sku: z.string().nullable(),
  category: z.string().nullable(),
  description: z.string().nullable(),
  quantity: z.number(),
  unit_price: amountShape.nullable(),
  serial_numbers: z.array(z.string()),
  delivery_date: dayShape.nullable(),
  /** Why nothing of it is enrolled: `private.why_not_sold`. */
  enrols_nothing: z.string().nullable(),
  units: z.array(unitShape),
  /** Serial numbers that another client's unit has. */
  questions: z.array(z.object({
    conflict_id: z.string(),
    serial_number: z.string().nullable(),
    customer: z.string().nullable(),
  })),
});
export type OrderLine = z.infer<typeof lineShape>;

const pageShape = z.object({
  today: dayShape,
  order_id: z.string(),
  order_number: z.string(),
  state: z.enum(ORDER_STATES),
  order_date: dayShape.nullable(),
  commitment_date: dayShape.nullable(),
  /** What the page shows, for forms to send back. */
  shown: z.string(),
  client: clientShape,
  lines: z.array(lineShape),
  cancelled: z.object({
    at: instantShape,
    by: z.string().nullable(),
    changes: z.object({ reason: z.string().nullish() }),
  }).nullable(),
  /** What cancelling would mean, of a confirmed one. */
  ends: z.object({
    begun: z.boolean(),
    contracts: z.number(),
    visits: z.array(instantShape),
    units: z.number(),
    kept: z.array(z.object({
      unit_id: z.string(),
      contract_id: z.string().nullable(),
      why: z.enum(["visited", "handed_on", "work"]),
    })),
  }).nullable(),
  /** How many units would be enrolled if it was confirmed once more. */
  fresh: z.number(),
  products: z.array(productShape),
});
export type OrderPage = z.infer<typeof pageShape>;

/**
 * One order with what came of it.
 *
 * @throws {HttpError} 404 for one that is not there
 */
export async function readOrder(rpc: Rpc, order_id: string): Promise<OrderPage> {
  return pageShape.parse(await rpc("sales_order_page", { order_id }));
}

const newShape = z.object({
  today: dayShape,
  client: clientShape,
  products: z.array(productShape),
});
export type NewOrder = z.infer<typeof newShape>;

/**
 * What an order of a client is written from.
 *
 * @throws {HttpError} 404 for a client who is not there
 */
export async function readNewOrder(rpc: Rpc, customer_id: string): Promise<NewOrder> {
  return newShape.parse(await rpc("new_sales_order", { customer_id }));
}
