import * as z from "zod";
import { invoiceFacts } from "@/lib/billing/invoice.ts";
import { isNothing } from "@/lib/billing/words.ts";
import { dayText, sentence } from "@/lib/text/dates.ts";
import { moneyText } from "@/lib/text/money.ts";
import { greeting } from "@/lib/text/names.ts";
import type { Block, MailContent } from "./content.ts";
import { clientMail } from "./facts.ts";

export const invoiceMail = clientMail.extend({ invoice: invoiceFacts });
export type InvoiceMail = z.infer<typeof invoiceMail>;

/** An invoice that the office issued: what it is for, what is left to pay, by when and how; the paper goes along. */
export function invoice({ first_name, invoice, company }: InvoiceMail): MailContent {
  const { number, total, balance, due_on } = invoice;
  const isPaid = isNothing(balance);
  const news = isPaid
    ? `This is your invoice ${number}. There is nothing to pay.`
    : `This is your invoice ${number}. Please pay ${moneyText(balance)} by ${dayText(due_on!)}`;
  return {
    subject: `Invoice ${number} from ${company.name}`,
    preview: isPaid ? "There is nothing to pay." : `${moneyText(balance)} to pay.`,
    heading: `Invoice ${number}`,
    blocks: [
      { block: "text", text: `${greeting(first_name)},` },
      { block: "text", text: `${sentence(news)} The paper is attached.` },
      {
        block: "amounts",
        rows: [
          ...invoice.lines.map(({ description, amount }): [string, string] => [
            description,
            moneyText(amount),
          ]),
          ["Tax", moneyText(invoice.tax)],
          ["In all", moneyText(total)],
          ...isNothing(invoice.paid) ? [] : [
            ["Paid", moneyText(invoice.paid)] as [string, string],
            ["To pay", moneyText(balance)] as [string, string],
          ],
        ],
      },
      ...isPaid ? [] : howToPay(invoice),
    ],
  };
}

function howToPay({ company, number }: InvoiceMail["invoice"]): Block[] {
  return [
    { block: "title", text: "How to pay" },
    {
      block: "units",
      units: [
        { name: "E-transfer", line: `to ${company.email}, with the message “${number}”` },
        { name: "Card", line: `by phone, ${company.phone}` },
        { name: "Cheque", line: `to ${company.name}, ${company.address}, with “${number}” on it` },
      ],
    },
  ];
}
