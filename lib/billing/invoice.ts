import * as z from "zod";
import { type Amount } from "@/lib/text/money.ts";
import {
  dayShape,
  instantShape,
  invoiceStateShape,
  mailStateShape,
} from "@/lib/database/shapes.ts";
import type { Rpc } from "@/lib/database/rpc.ts";

const amount = z.union([z.number(), z.string()]) satisfies z.ZodType<Amount>;
const method = z.enum(["cash", "cheque", "e_transfer", "card"]);
export type PaymentMethod = z.infer<typeof method>;

const line = z.object({
  visit_id: z.string().nullish(),
  description: z.string(),
  quantity: amount,
  unit_price: amount,
  amount,
  tax: amount,
  tax_name: z.string(),
  tax_rate: amount,
  /** Why there is no tax, and why the price is nothing or another than was told. */
  tax_reason: z.string().nullish(),
  price_reason: z.string().nullish(),
});
export type InvoiceLine = z.infer<typeof line>;

const payment = z.object({
  payment_id: z.string(),
  method,
  state: z.enum(["pending", "succeeded", "failed", "uncertain"]),
  amount,
  /** Cash only: what was handed over beyond the amount, or less. */
  rounding: amount,
  on_day: dayShape,
});
export type InvoicePayment = z.infer<typeof payment>;

/** What an invoice says (`private.invoice_facts`). */
export const invoiceFacts = z.object({
  id: z.string(),
  kind: z.enum(["invoice", "credit_note"]),
  state: invoiceStateShape,
  /** Null for a draft. */
  number: z.string().nullable(),
  issued_on: dayShape.nullable(),
  due_on: dayShape.nullable(),
  bill_to: z.object({
    name: z.string(),
    address: z.string().nullable(),
    purchase_order: z.string().nullable(),
  }),
  company: z.object({
    name: z.string(),
    address: z.string(),
    phone: z.string(),
    email: z.string(),
    hst_number: z.string().nullable(),
  }),
  client: z.object({ name: z.string(), address: z.string().nullable() }),
  /** When, and by whom, the units were serviced; null where it is for no visit. */
  served_on: dayShape.nullable(),
  technician_name: z.string().nullable(),
  lines: z.array(line),
  taxes: z.array(z.object({ name: z.string(), rate: amount, net: amount, tax: amount })),
  payments: z.array(payment),
  net: amount,
  tax: amount,
  total: amount,
  paid: amount,
  balance: amount,
  /** What can be paid now: the balance without what may have been paid. */
  payable: amount,
});
export type InvoiceFacts = z.infer<typeof invoiceFacts>;

const invoicePage = invoiceFacts.extend({
  customer_id: z.string(),
  /** Whether its client was erased: it says what it said, for the years that the law asks for. */
  is_erased: z.boolean(),
  drafted_on: dayShape,
  void_reason: z.string().nullable(),
  exported_at: instantShape.nullable(),
  /** The repair that it is for, and whether that can be charged anew, since nobody is charged for it. */
  repair: z.object({ work_order_id: z.string(), number: z.number(), can_rebill: z.boolean() })
    .nullish(),
  /** Visits of a void invoice that no other charges. */
  rebillable: z.array(z.object({ visit_id: z.string(), description: z.string(), fee: amount })),
  /** Visits of the stop that wait for their outcome. */
  waiting_visits: z.number(),
  payments: z.array(
    payment.omit({ on_day: true }).extend({
      note: z.string().nullable(),
      taken_at: z.enum(["door", "office"]),
      taken_by: z.string().nullable(),
      at: instantShape,
    }),
  ),
  mails: z.array(z.object({ recipient: z.string(), state: mailStateShape, at: instantShape })),
});
export type InvoicePage = z.infer<typeof invoicePage>;

/**
 * An invoice as the office sees it.
 *
 * @throws {HttpError} 404 for one that is not there
 */
export async function readInvoice(rpc: Rpc, invoiceId: string): Promise<InvoicePage> {
  return invoicePage.parse(await rpc("invoice_page", { invoice_id: invoiceId }));
}

/** What an invoice's paper says, from its page. */
export function paperFacts(page: InvoicePage, dayOf: (instant: string) => string): InvoiceFacts {
  const payments = page.payments.map((paid) => ({ ...paid, on_day: dayOf(paid.at) }));
  return invoiceFacts.parse({ ...page, payments });
}
