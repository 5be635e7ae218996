import * as z from "zod";
import { amountShape, dayShape } from "@/lib/database/shapes.ts";
import { plainAmount } from "@/lib/text/money.ts";
import type { List } from "@/lib/web/lists.ts";
import { ORDER_STATES } from "./page.ts";
import { orderMark } from "./words.ts";

/** A row of the list: `private.sales_order_listed`. */
const rowShape = z.object({
  order_id: z.string(),
  order_number: z.string(),
  state: z.enum(ORDER_STATES),
  order_date: dayShape.nullable(),
  commitment_date: dayShape.nullable(),
  customer_id: z.string(),
  customer: z.string(),
  city: z.string().nullable(),
  what: z.string().nullable(),
  quantity: z.number(),
  net: amountShape,
  delivered_on: dayShape.nullable(),
  contracts: z.number(),
});
export type OrderRow = z.infer<typeof rowShape>;

export const orderList: List<OrderRow> = {
  name: "orders",
  one: "order",
  row: rowShape,
  ask: (rpc, { filters, sort, after, most, counted }) =>
    rpc("list_sales_orders", { filters, sort, after, most, counted }),
  part: {
    name: "state",
    as: "state",
    label: "State",
    parts: [
      { value: "draft", label: "Drafts" },
      { value: "confirmed", label: "Confirmed" },
      { value: "cancel", label: "Cancelled" },
    ],
  },
  filters: [
    {
      name: "q",
      as: "search",
      label: "In this list",
      kind: "search",
      hint: "Order number, name, phone, e-mail",
    },
    { name: "from", as: "from", label: "Ordered from", kind: "day" },
    { name: "to", as: "until", label: "To", kind: "day" },
    {
      name: "client",
      as: "client",
      label: "Client",
      kind: "choice",
      pattern: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
      says: () => "One client's orders",
    },
  ],
  columns: [
    { key: "order", label: "Order", sort: "ordered" },
    { key: "state", label: "State" },
    { key: "client", label: "Client" },
    { key: "what", label: "What" },
    { key: "delivered", label: "Delivered" },
    { key: "contracts", label: "Contracts", isNumber: true },
    { key: "net", label: "Before tax", isNumber: true },
  ],
  names: ["order", "client"],
  usualSort: () => "-ordered",
  file: [
    ["Order", ({ order_number }) => order_number],
    ["State", ({ state }) => orderMark(state).text],
    ["Ordered", ({ order_date }) => order_date ?? ""],
    ["Promised for", ({ commitment_date }) => commitment_date ?? ""],
    ["Client", ({ customer }) => customer],
    ["City", ({ city }) => city ?? ""],
    ["What", ({ what }) => what ?? ""],
    ["Pieces", ({ quantity }) => String(quantity)],
    ["Delivered", ({ delivered_on }) => delivered_on ?? ""],
    ["Contracts", ({ contracts }) => String(contracts)],
    ["Before tax", ({ net }) => plainAmount(net)],
  ],
};
