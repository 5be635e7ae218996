import { type Cell, type Column, Paper, type Words } from "@/lib/pdf/paper.ts";
import { shortDayText } from "@/lib/text/dates.ts";
import { moneyText } from "@/lib/text/money.ts";
import type { InvoiceFacts } from "./invoice.ts";
import {
  handedOverText,
  isNothing,
  methodText,
  numberText,
  quantityText,
  taxNotes,
  taxText,
} from "./words.ts";

const MIDDLE = 270;

/**
 * The paper of an invoice: tagged, and a function of what it says alone, so that the same invoice is the same
 * file whenever it is made.
 */
export function invoicePdf(facts: InvoiceFacts): Promise<Uint8Array> {
  const { company } = facts;
  const paper = new Paper({
    title: `${numberText(facts)} · ${company.name}`,
    author: company.name,
    made: new Date(`${facts.issued_on ?? "2000-01-01"}T12:00:00Z`),
  });
  head(paper, facts);
  lines(paper, facts);
  sums(paper, facts);
  if (facts.state === "issued" && !isNothing(facts.balance)) howToPay(paper, facts);
  taxNotes(facts.lines).forEach((reason, index) =>
    paper.text(`Note ${index + 1}: ${reason}.`, { size: 9, after: 2 })
  );
  paper.text(`A question about this invoice? Call ${company.phone}, we like to explain it.`, {
    size: 9,
  });
  return paper.bytes();
}

/** "invoice-M-000412.pdf" */
export function fileNameOf({ number }: InvoiceFacts): string {
  return `invoice-${number ?? "draft"}.pdf`;
}

function head(paper: Paper, facts: InvoiceFacts): void {
  const { company, bill_to, client } = facts;
  paper.text(company.name, { bold: true, size: 13, after: 1 });
  paper.text(company.address, { size: 9.5 });
  paper.text(
    [company.phone, company.email, ...company.hst_number ? [`HST ${company.hst_number}`] : []]
      .join(" · "),
    { size: 9.5, after: 10 },
  );
  paper.text(numberText(facts), { tag: "H1", bold: true, size: 20, after: 8 });
  const dates = facts.issued_on === null ? ["Not issued yet"] : [
    `Date: ${shortDayText(facts.issued_on)}`,
    ...isNothing(facts.balance) || facts.due_on === null
      ? []
      : [`Please pay by ${shortDayText(facts.due_on)}`],
  ];
  block(paper, "Bill to", [
    bill_to.name,
    ...bill_to.address ? [unbrokenCode(bill_to.address)] : [],
    ...bill_to.purchase_order ? [`Purchase order ${bill_to.purchase_order}`] : [],
  ], ["Dates", dates]);
  block(paper, "For the visit to", [
    client.name,
    ...client.address ? [unbrokenCode(client.address)] : [],
  ], facts.served_on ? ["Served", [visitText(facts)]] : undefined);
  paper.space(6);
}

/** An address whose postal code stays on one line. */
function unbrokenCode(address: string): string {
  return address.replace(/([A-Z]\d[A-Z]) +(\d[A-Z]\d)/g, "$1\u00a0$2");
}

/** Two labelled blocks beside each other. */
function block(paper: Paper, label: string, rows: string[], other?: [string, string[]]): void {
  const small = { size: 9, bold: true };
  const beside = (one: string, two: string | undefined, style: Words, after: number) => {
    const pieces: [string, Words][] = [[one, { ...style, width: MIDDLE - 20 }]];
    if (two !== undefined) pieces.push([two, { ...style, x: MIDDLE }]);
    paper.beside(pieces, after);
  };
  beside(label, other?.[0], small, 1);
  beside(rows.join("\n"), other?.[1].join("\n"), { size: 10.5 }, 8);
}

function visitText({ served_on, technician_name }: InvoiceFacts): string {
  return `${shortDayText(served_on!)}${technician_name ? `, by ${technician_name}` : ""}`;
}

function lines(paper: Paper, facts: InvoiceFacts): void {
  const columns: Column[] = [
    { title: "What was done", width: paper.width - 190, isHead: true },
    { title: "Tax", width: 110 },
    { title: "Amount", width: 80, align: "right" },
  ];
  const notes = taxNotes(facts.lines);
  paper.table(
    columns,
    facts.lines.map((line): Cell[] => [
      [line.description, quantityText(line), line.price_reason].filter((text) => text != null)
        .join("\n"),
      taxText(line, notes),
      moneyText(line.amount),
    ]),
    10,
  );
  paper.space(6);
}

function sums(paper: Paper, facts: InvoiceFacts): void {
  const columns: Column[] = [
    { title: "Sums", width: paper.width - 100, isHead: true },
    { title: "Amount", width: 100, align: "right" },
  ];
  const rows: Cell[][] = [
    ["Before tax", moneyText(facts.net)],
    ...facts.taxes.filter(({ rate }) => !isNothing(rate)).map(({ name, net, tax }): Cell[] => [
      `${name} on ${moneyText(net)}`,
      moneyText(tax),
    ]),
    bold("In all", moneyText(facts.total)),
    ...facts.payments.filter(({ state }) => state === "succeeded").map((paid): Cell[] => [
      [`Paid ${shortDayText(paid.on_day)}, ${methodText(paid.method)}`, handedOverText(paid)]
        .filter((text) => text !== null).join(": "),
      moneyText(`-${paid.amount}`),
    ]),
    ...facts.state === "issued" ? [bold(...balanceRow(facts))] : [],
  ];
  // What it comes to stands on one page.
  paper.room(24 * (rows.length + 1));
  paper.table(columns, rows, 10.5);
  paper.space(8);
}

function balanceRow({ total, balance }: InvoiceFacts): [string, string] {
  if (!isNothing(balance)) return ["Balance to pay", moneyText(balance)];
  return [isNothing(total) ? "Nothing to pay" : "Paid in full, thank you", moneyText(0)];
}

function bold(...texts: string[]): Cell[] {
  return texts.map((text) => ({ text, bold: true }));
}

function howToPay(paper: Paper, { company, number, balance }: InvoiceFacts): void {
  paper.room(100);
  paper.text(`How to pay the balance of ${moneyText(balance)}`, {
    tag: "H2",
    bold: true,
    size: 12,
    after: 4,
  });
  paper.ledger([
    ["E-transfer", `to ${company.email}, message “${number}”`],
    ["Card", `by phone, ${company.phone}`],
    ["Cheque", `to ${company.name}, ${company.address}, with “${number}” on it`],
  ], 90);
  paper.space(8);
}
