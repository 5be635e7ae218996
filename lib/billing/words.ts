import { type Amount, moneyText, sumOf } from "@/lib/text/money.ts";
import type { InvoiceLine, InvoicePayment, PaymentMethod } from "./invoice.ts";

const METHODS: Record<PaymentMethod, string> = {
  cash: "cash",
  cheque: "cheque",
  e_transfer: "e-transfer",
  card: "card",
};

/** "e-transfer" */
export function methodText(method: PaymentMethod): string {
  return METHODS[method];
}

/** Every way to pay, as a choice. */
export const METHOD_CHOICES = Object.entries(METHODS) as [PaymentMethod, string][];

/** Whether an amount is nothing. */
export function isNothing(amount: Amount): boolean {
  return Number(amount) === 0;
}

/** "2 × $19.25", where there is more than one; null otherwise. */
export function quantityText({ quantity, unit_price }: InvoiceLine): string | null {
  return Number(quantity) === 1 ? null : `${Number(quantity)} × ${moneyText(unit_price)}`;
}

/** How a line is taxed, with the number of its note where there is one: "Zero-rated ¹". */
export function taxText(line: InvoiceLine, notes: string[]): string {
  const number = line.tax_reason ? notes.indexOf(line.tax_reason) : -1;
  return Number(line.tax_rate) > 0 || number < 0
    ? line.tax_name
    : `${line.tax_name} (note ${number + 1})`;
}

/** Why lines bear no tax: each reason once, in the order in which they come. */
export function taxNotes(lines: InvoiceLine[]): string[] {
  const reasons = lines.flatMap(({ tax_rate, tax_reason }) =>
    Number(tax_rate) === 0 && tax_reason ? [tax_reason] : []
  );
  return [...new Set(reasons)];
}

/** "$213.55 in cash, rounded to five cents": what was handed over, where that is not the amount. */
export function handedOverText({ amount, rounding }: Pick<InvoicePayment, "amount" | "rounding">) {
  return isNothing(rounding) ? null : `${moneyText(sumOf([amount, rounding]))} in coins and notes`;
}

/** "Invoice M-000412", and what it is not. */
export function numberText(
  { state, number, kind }: { state: string; number: string | null; kind: string },
): string {
  const name = kind === "invoice" ? "Invoice" : "Credit note";
  if (state === "draft") return `${name}, a draft`;
  if (number === null) return `${name}, never issued`;
  return `${name} ${number}${state === "void" ? ", void" : ""}`;
}
