import { dayText } from "@/lib/text/dates.ts";
import { moneyText } from "@/lib/text/money.ts";
import { capitalized, greeting, listText } from "@/lib/text/names.ts";
import { fullName, namesOf } from "@/lib/text/units.ts";
import { goneBlocks } from "./appointment.ts";
import type { Block, MailContent } from "./content.ts";
import type { SummarizedUnit, VisitSummaryFacts } from "./facts.ts";

/** After a visit: what was done and found, what comes next, and what there is to pay. */
export function visitSummary(facts: VisitSummaryFacts): MailContent {
  const done = facts.units.filter(({ state }) => state === "done");
  const unsafe = done.filter(isUnsafe);
  const headline = headlineOf(done, unsafe);
  return {
    subject: unsafe.length > 0 ? `Please do not use your ${namesOf(unsafe)} for now` : headline,
    preview: unsafe.length > 0 ? headline : paymentText(facts) || whoCame(facts, done),
    heading: headline,
    blocks: [
      { block: "text", text: `${greeting(facts.first_name)},` },
      { block: "text", text: whoCame(facts, done) },
      ...goneBlocks(facts),
      ...facts.units.flatMap((unit) => unitBlocks(unit, facts)),
      ...invoiceBlocks(facts),
    ],
  };
}

function isUnsafe({ failed }: SummarizedUnit): boolean {
  return failed.some(({ safety_critical }) => safety_critical);
}

function headlineOf(done: SummarizedUnit[], unsafe: SummarizedUnit[]): string {
  if (unsafe.length > 0) return `Your ${namesOf(unsafe)} ${isOrAre(unsafe)} not safe to use`;
  return done.every(({ failed }) => failed.length === 0)
    ? `Your ${namesOf(done)} ${isOrAre(done)} in good order`
    : `Your ${namesOf(done)} ${done.length > 1 ? "were" : "was"} looked after`;
}

function isOrAre(units: SummarizedUnit[]): string {
  return units.length > 1 ? "are" : "is";
}

function whoCame({ technician_name, service_on }: VisitSummaryFacts, done: SummarizedUnit[]) {
  const who = technician_name ?? "Our technician";
  return `${who} was with you on ${dayText(service_on)} and looked after your ${namesOf(done)}.`;
}

function unitBlocks(unit: SummarizedUnit, facts: VisitSummaryFacts): Block[] {
  const title: Block[] = facts.units.length > 1
    ? [{ block: "title", text: capitalized(fullName(unit)) }]
    : [];
  if (unit.state !== "done") {
    return [...title, {
      block: "text",
      text: "We could not look after it this time. We find another time with you.",
    }];
  }
  return [
    ...title,
    { block: "text", text: foundText(unit) },
    ...unit.advice ? [{ block: "text", text: `Our advice to you: “${unit.advice}”` }] as const : [],
    ...detailsOf(unit),
    ...unit.certificate
      ? [{
        block: "link",
        text: `Its inspection record has the number ${unit.certificate.number}.`,
        label: "See that it is current",
        href: `${facts.company.public_url}/verify/${unit.certificate.code}`,
      }] as const
      : [],
  ];
}

function foundText(unit: SummarizedUnit): string {
  const found = listText(
    unit.failed.map(({ label, note }) => note ? `${label} (${note})` : label),
  );
  if (isUnsafe(unit)) {
    return `We found something that is not safe: ${found}. Please do not use it until it is repaired. ` +
      "We call you about the repair.";
  }
  if (found !== "") {
    return `Something needs a repair: ${found}. You can go on using it. We call you about the repair.`;
  }
  return unit.lines > 0
    ? `All ${unit.lines} lines of the check are in order.`
    : "It is in good order.";
}

function detailsOf({ parts, next_due_on }: SummarizedUnit): Block[] {
  const rows: [string, string][] = [];
  if (parts.length > 0) {
    rows.push([
      "Parts",
      parts.map(({ description, quantity }) =>
        Number(quantity) === 1 ? description : `${Number(quantity)} × ${description}`
      ).join(", "),
    ]);
  }
  if (next_due_on) rows.push(["Next visit", `by ${dayText(next_due_on)}; we write to you before`]);
  return rows.length > 0 ? [{ block: "details", rows }] : [];
}

function invoiceBlocks(facts: VisitSummaryFacts): Block[] {
  const { invoice } = facts;
  if (!invoice) return [];
  return [
    { block: "title", text: "What it costs" },
    {
      block: "amounts",
      rows: [
        [`Invoice ${invoice.number}, with tax`, moneyText(invoice.total)],
        ["Still to pay", moneyText(invoice.balance)],
      ],
    },
    { block: "text", text: paymentText(facts) },
  ];
}

function paymentText({ invoice, company }: VisitSummaryFacts): string {
  if (!invoice) return "";
  if (Number(invoice.balance) <= 0) return "There is nothing more to pay.";
  return `Please put the number ${invoice.number} on your cheque or e-transfer, ` +
    `or call us at ${company.phone} to pay.`;
}
