import * as z from "zod";
import { amountShape, dayShape, invoiceStateShape } from "@/lib/database/shapes.ts";
import { plainAmount } from "@/lib/text/money.ts";
import type { List } from "@/lib/web/lists.ts";

/** A row of the list: `private.invoice_listed`. */
const rowShape = z.object({
  invoice_id: z.string(),
  kind: z.enum(["invoice", "credit_note"]),
  /** As it is printed: "M-000087"; null for a draft, and for one that was given up as such. */
  number: z.string().nullable(),
  state: invoiceStateShape,
  /** When it was issued; of what was not, when it began. */
  dated: dayShape,
  due_on: dayShape.nullable(),
  overdue: z.boolean(),
  customer_id: z.string(),
  customer: z.string(),
  phone: z.string().nullable(),
  bill_to: z.string().nullable(),
  net: amountShape,
  tax: amountShape,
  total: amountShape,
  paid: amountShape,
  balance: amountShape,
});
export type InvoiceRow = z.infer<typeof rowShape>;

/** What is still to be paid is read by when it should have been, all else from the latest back. */
const OWED = ["open", "overdue"];

export const invoiceList: List<InvoiceRow> = {
  name: "invoices",
  one: "invoice",
  row: rowShape,
  ask: (rpc, { filters, sort, after, most, counted }) =>
    rpc("list_invoices", { filters, sort, after, most, counted }),
  part: {
    name: "state",
    as: "state",
    label: "State",
    parts: [
      { value: "draft", label: "Drafts" },
      { value: "issued", label: "Issued" },
      { value: "open", label: "To pay" },
      { value: "overdue", label: "Overdue" },
      { value: "paid", label: "Paid" },
      { value: "with_payments", label: "With payments" },
      { value: "void", label: "Void" },
      { value: "not_billed", label: "Void, not billed anew" },
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
    { name: "from", as: "from", label: "From", kind: "day" },
    { name: "to", as: "until", label: "To", kind: "day" },
  ],
  columns: [
    { key: "invoice", label: "Invoice" },
    { key: "state", label: "State" },
    { key: "client", label: "Client" },
    { key: "phone", label: "Phone" },
    { key: "date", label: "Date", sort: "date" },
    { key: "due", label: "Due", sort: "due" },
    { key: "net", label: "Before tax", isNumber: true, isExtra: true },
    { key: "tax", label: "Tax", isNumber: true, isExtra: true },
    { key: "total", label: "Total", isNumber: true },
    { key: "paid", label: "Paid", isNumber: true, isExtra: true },
    { key: "balance", label: "Balance", isNumber: true },
  ],
  names: ["invoice", "client"],
  usualSort: ({ state }) => OWED.includes(state) ? "due" : "-date",
  file: [
    ["Number", ({ number }) => number ?? ""],
    ["Kind", ({ kind }) => kind.replaceAll("_", " ")],
    ["State", ({ state, overdue }) => overdue ? "overdue" : state],
    ["Date", ({ dated }) => dated],
    ["Due", ({ due_on }) => due_on ?? ""],
    ["Client", ({ customer }) => customer],
    ["Billed to", ({ bill_to }) => bill_to ?? ""],
    ["Before tax", ({ net }) => plainAmount(net)],
    ["Tax", ({ tax }) => plainAmount(tax)],
    ["Total", ({ total }) => plainAmount(total)],
    ["Paid", ({ paid }) => plainAmount(paid)],
    ["Balance", ({ balance }) => plainAmount(balance)],
  ],
};
