import * as z from "zod";
import { photoShape } from "@/lib/database/photo.ts";
import type { Rpc } from "@/lib/database/rpc.ts";
import { amountShape, dayShape, instantShape } from "@/lib/database/shapes.ts";
import { readAmount } from "@/lib/text/money.ts";

const outcomeShape = z.object({
  next_due_on: dayShape.nullable(),
  /** The visit that is booked after it. */
  next_visit: z.object({ starts_at: instantShape, technician_name: z.string().nullable() })
    .nullish(),
  certificate: z.object({ number: z.string(), code: z.string() }).nullable(),
  repair_ordered: z.boolean(),
  /** Once every unit of the stop has its outcome, and something is charged. */
  invoice: z.object({
    id: z.string(),
    number: z.string().nullable(),
    total: amountShape,
    balance: amountShape,
    /** The balance as coins make it. */
    in_cash: amountShape,
    /** What was handed over in coins and notes beyond what they paid, or less than nothing. */
    rounding: amountShape,
  }).nullable(),
  photos: z.array(photoShape).default([]),
});
export type Outcome = z.infer<typeof outcomeShape>;

/** What a visit that is over came to. */
export async function readOutcome(rpc: Rpc, visit_id: string): Promise<Outcome> {
  return outcomeShape.parse(await rpc("visit_outcome", { visit_id }));
}

/** How somebody pays at the door. */
export const PAYMENTS = [
  { method: "card", label: "Card", then: "Take it on your terminal first, then record it here." },
  { method: "cash", label: "Cash", then: "Cash is rounded to 5 cents." },
  { method: "cheque", label: "Cheque", then: "Put it with the others for the office." },
  {
    method: "e_transfer",
    label: "E-transfer",
    then: "Only when it has arrived; until then the invoice stays open.",
  },
] as const;

const paymentShape = z.object({
  status: z.enum(["recorded", "refused"]),
  reason: z.string().nullish(),
});

const REFUSALS: Record<string, string> = {
  balance: "That is more than is open. Please check the amount.",
  coins: "Cash comes in steps of 5 cents. Please check the amount.",
  amount: "Please give an amount of money, such as 213.57.",
  method: "Please say how it is paid.",
  void: "This invoice was taken back. Please call the office.",
  request_id: "That was recorded already with another amount. Please look at the invoice again.",
};

export interface Payment {
  invoice_id: string;
  amount: string;
  method: string;
  request_id: string;
}

/** Records money that was taken; null, or what is to be corrected. The same request twice is one payment. */
export async function pay(rpc: Rpc, payment: Payment): Promise<string | null> {
  const amount = readAmount(payment.amount);
  if (amount === null || amount === 0) return REFUSALS.amount;
  if (!PAYMENTS.some(({ method }) => method === payment.method)) return REFUSALS.method;
  const answer = paymentShape.parse(await rpc("record_payment", { ...payment, amount }));
  if (answer.status === "recorded") return null;
  return REFUSALS[answer.reason ?? ""] ?? "This could not be recorded. Please call the office.";
}

/**
 * The same of a visit. Money that was taken without a signal names no invoice: it is that of the visit, which the report
 * before it made.
 */
export async function payForVisit(
  rpc: Rpc,
  visit_id: string,
  payment: Payment,
): Promise<string | null> {
  if (payment.invoice_id !== "") return await pay(rpc, payment);
  const { invoice } = await readOutcome(rpc, visit_id);
  return invoice ? await pay(rpc, { ...payment, invoice_id: invoice.id }) : NO_INVOICE;
}

const NO_INVOICE = "The payment is not recorded: this visit has no invoice yet. Keep the money " +
  "apart, finish the visit, and send this again; or call the office.";
