import type { ComponentChildren } from "preact";
import { StateMark } from "@/components/web/StateMark.tsx";
import type { InvoiceRow } from "@/lib/billing/list.ts";
import { isNothing } from "@/lib/billing/words.ts";
import { shortDayText, unbroken } from "@/lib/text/dates.ts";
import type { Mark } from "@/lib/text/mark.ts";
import { moneyText } from "@/lib/text/money.ts";
import { phoneHref } from "@/lib/text/phone.ts";

/** What stands in each column of the list of invoices. */
export const INVOICE_CELLS: Record<string, (row: InvoiceRow) => ComponentChildren> = {
  invoice: (row) => (
    <>
      <a href={`/office/invoices/${row.invoice_id}`} aria-label={nameOf(row)}>
        {row.number ?? (row.state === "draft" ? "Draft" : "Never issued")}
      </a>
      {row.kind === "credit_note" && <small>Credit note</small>}
    </>
  ),
  state: (row) => <StateMark mark={rowMark(row)} />,
  client: ({ customer_id, customer, bill_to }) => (
    <>
      <a href={`/office/clients/${customer_id}`}>{customer}</a>
      {bill_to !== null && bill_to !== customer && <small>Billed to {bill_to}</small>}
    </>
  ),
  phone: ({ phone }) => phone && <a class="phone" href={phoneHref(phone)}>{phone}</a>,
  date: ({ dated }) => unbroken(shortDayText(dated)),
  due: ({ due_on }) => due_on && unbroken(shortDayText(due_on)),
  net: ({ net }) => moneyText(net),
  tax: ({ tax }) => moneyText(tax),
  total: ({ total }) => moneyText(total),
  paid: ({ paid }) => moneyText(paid),
  balance: ({ balance }) => moneyText(balance),
};

function nameOf({ number, kind, state, customer }: InvoiceRow): string {
  const name = kind === "invoice" ? "Invoice" : "Credit note";
  if (number !== null) return `${name} ${number}`;
  return state === "draft"
    ? `${name} for ${customer}, a draft`
    : `${name} for ${customer}, never issued`;
}

function rowMark({ state, overdue, total, paid, balance }: InvoiceRow): Mark {
  if (state === "draft") return { text: "Draft", shape: "todo" };
  if (state === "void") return { text: "Void", shape: "off" };
  if (overdue) return { text: "Overdue", shape: "late" };
  if (Number(balance) > 0) {
    return { text: isNothing(paid) ? "To pay" : "Partly paid", shape: "waiting" };
  }
  return { text: isNothing(total) ? "Nothing to pay" : "Paid", shape: "done" };
}
