import * as z from "zod";
import { amountShape, conditionShape, dayShape, instantShape } from "@/lib/database/shapes.ts";
import { dayOf, timeStamp } from "@/lib/text/dates.ts";
import { moneyText, plainAmount } from "@/lib/text/money.ts";
import { repairNumber } from "@/lib/text/visits.ts";
import type { List, ListRows } from "@/lib/web/lists.ts";
import { REPAIR_STATES } from "./page.ts";

/** A row of the list: `private.repair_listed`. */
const rowShape = z.object({
  work_order_id: z.string(),
  number: z.number(),
  state: z.enum(REPAIR_STATES),
  opened_at: instantShape,
  /** How many days ago something happened to it last. */
  days: z.number(),
  customer_id: z.string(),
  customer: z.string(),
  phone: z.string().nullable(),
  city: z.string().nullable(),
  unit_id: z.string(),
  category: z.string(),
  product_name: z.string().nullable(),
  serial_number: z.string().nullable(),
  condition: conditionShape,
  /** What is out of order; null once it is answered. */
  what: z.string().nullable(),
  /** As quoted, before tax. */
  net: amountShape,
  waits_for: z.string().nullable(),
  expected_on: dayShape.nullable(),
  /** What it waits for should have come. */
  is_late: z.boolean(),
  starts_at: instantShape.nullable(),
  technician: z.string().nullable(),
  invoice: z.object({
    invoice_id: z.string(),
    number: z.string().nullable(),
    balance: amountShape,
  }).nullable(),
});
export type RepairRow = z.infer<typeof rowShape>;

/** What somebody still has to see to is read from the oldest on, all else from the latest back. */
const TO_DO = ["open", "quoted", "approved", "waiting_for_parts", "parts_late"];

export const repairList: List<RepairRow> = {
  name: "repairs",
  one: "repair",
  row: rowShape,
  ask: (rpc, { filters, sort, after, most, counted }) =>
    rpc("list_repairs", { filters, sort, after, most, counted }),
  part: {
    name: "state",
    as: "state",
    label: "State",
    parts: [
      { value: "open", label: "Open" },
      { value: "quoted", label: "Quoted" },
      { value: "approved", label: "Needs a time" },
      { value: "waiting_for_parts", label: "Waits for parts" },
      { value: "parts_late", label: "Parts late" },
      { value: "scheduled", label: "Has a time" },
      { value: "done", label: "Done" },
      { value: "declined", label: "Not wanted" },
      { value: "cancelled", label: "Given up" },
    ],
  },
  filters: [
    {
      name: "q",
      as: "search",
      label: "In this list",
      kind: "search",
      hint: "Number, name, phone, e-mail, postal code",
    },
    { name: "from", as: "from", label: "Opened from", kind: "day" },
    { name: "to", as: "until", label: "To", kind: "day" },
  ],
  columns: [
    { key: "repair", label: "Repair", sort: "opened" },
    { key: "state", label: "State" },
    { key: "client", label: "Client" },
    { key: "phone", label: "Phone" },
    { key: "unit", label: "Unit" },
    { key: "what", label: "Out of order" },
    { key: "waits", label: "Waits for" },
    { key: "age", label: "Age", isNumber: true },
    { key: "net", label: "Before tax", isNumber: true },
  ],
  names: ["repair", "client"],
  usualSort: ({ state }) => TO_DO.includes(state) ? "opened" : "-opened",
  file: [
    ["Number", ({ number }) => repairNumber(number)],
    ["State", ({ state }) => state.replaceAll("_", " ")],
    ["Opened", ({ opened_at }, zone) => dayOf(opened_at, zone)],
    ["Days since the last step", ({ days }) => String(days)],
    ["Client", ({ customer }) => customer],
    ["Phone", ({ phone }) => phone ?? ""],
    ["City", ({ city }) => city ?? ""],
    ["Kind", ({ category }) => category],
    ["Product", ({ product_name }) => product_name ?? ""],
    ["Serial number", ({ serial_number }) => serial_number ?? ""],
    ["Out of order", ({ what }) => what ?? ""],
    ["Waits for", ({ waits_for }) => waits_for ?? ""],
    ["Expected", ({ expected_on }) => expected_on ?? ""],
    ["Time", ({ starts_at }, zone) => starts_at ? timeStamp(starts_at, zone) : ""],
    ["Technician", ({ technician }) => technician ?? ""],
    ["Before tax", ({ net }) => plainAmount(net)],
    ["Invoice", ({ invoice }) => invoice?.number ?? ""],
  ],
};

const bringsShape = z.object({ net: amountShape });

/** "$3,245.00 before tax": what all that fit come to, not only those on this page. */
export function sumText({ more }: ListRows<RepairRow>): string {
  return `${moneyText(bringsShape.parse(more).net)} before tax in all.`;
}
