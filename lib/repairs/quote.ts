import { type Amount, moneyText, plainAmount, readAmount } from "@/lib/text/money.ts";
import type { Rpc } from "@/lib/database/rpc.ts";
import * as z from "zod";
import { instantShape } from "@/lib/database/shapes.ts";
import { changedText } from "@/lib/text/meanwhile.ts";
import { columnOf, textOf } from "@/lib/web/forms.ts";
import { LINE_KINDS, type Product, type Quote, type QuoteLine, type RepairPage } from "./page.ts";

/** A line of a quote as it was typed. */
export interface TypedLine {
  kind: QuoteLine["kind"];
  description: string;
  quantity: string;
  unit_price: string;
}

/** A quote as its form has it. */
export interface TypedQuote {
  /** Which quote the page showed. */
  shown: number;
  lines: TypedLine[];
}

/** Rows for lines that the form has beside those that are there. */
const SPARE_LINES = 2;
const EMPTY: TypedLine = { kind: "part", description: "", quantity: "", unit_price: "" };

/** The lines of a form, and room for more. */
export const withRoom = (lines: TypedLine[]): TypedLine[] => [
  ...lines,
  ...Array<TypedLine>(SPARE_LINES).fill(EMPTY),
];

const plain = (amount: Amount) => String(Number(amount));

/** A quote as its form shows it before anything is typed. */
export function typedOf({ number, lines }: Quote): TypedQuote {
  return {
    shown: number,
    lines: lines.map(({ kind, description, quantity, unit_price }) => ({
      kind,
      description,
      quantity: plain(quantity),
      unit_price: plainAmount(unit_price),
    })),
  };
}

/** What the form says; a line whose name is emptied goes. */
export function quoteOf(form: FormData): TypedQuote {
  const column = (name: string) => columnOf(form, name);
  const [kinds, quantities, prices] = ["kind", "quantity", "price"].map(column);
  const lines = column("what").flatMap((description, n) =>
    description === "" ? [] : [{
      kind: LINE_KINDS.find((each) => each === kinds[n]) ?? "part",
      description,
      quantity: quantities[n] || "1",
      unit_price: prices[n] ?? "",
    }]
  );
  return { shown: Number(textOf(form, "shown")) || 0, lines };
}

/** The same with coming out and the least labour of a rate in place of those that are there. */
export function withRate(
  { shown, lines }: TypedQuote,
  { rates }: RepairPage,
  equipmentClass: string,
): TypedQuote {
  const rate = rates.find(({ equipment_class }) => equipment_class === equipmentClass);
  if (!rate) return { shown, lines };
  const labour = lines.find(({ kind }) => kind === "labour");
  return {
    shown,
    lines: [
      {
        kind: "call_out",
        description: rate.label,
        quantity: "1",
        unit_price: plainAmount(rate.call_out),
      },
      {
        kind: "labour",
        description: labour?.description ?? "Labour",
        quantity: labour?.quantity ?? plain((rate.minimum_minutes / 60).toFixed(2)),
        unit_price: plainAmount(rate.hourly),
      },
      ...lines.filter(({ kind }) => kind === "part"),
    ],
  };
}

/** A part that is in the catalogue is that product, and costs what it does there unless the form says otherwise. */
function lineOf({ kind, description, quantity, unit_price }: TypedLine, products: Product[]) {
  const product = kind === "part"
    ? products.find(({ name }) => name.toLowerCase() === description.toLowerCase())
    : undefined;
  const price = unit_price === "" && product?.list_price != null
    ? Number(product.list_price)
    : readAmount(unit_price) ?? unit_price;
  return {
    kind,
    product_id: product?.product_id ?? null,
    description,
    quantity: readAmount(quantity) ?? quantity,
    unit_price: price,
  };
}

const answerShape = z.object({
  status: z.string(),
  reason: z.string().nullish(),
  field: z.string().nullish(),
  by: z.string().nullish(),
  at: instantShape.nullish(),
});

/** What is to be corrected: what, and in which line, counted from 0; no line where it is about all. */
export interface QuoteFault {
  line?: number;
  complaint: string;
}

const FIELDS: Record<string, string> = {
  description: "Please shorten what it is called.",
  quantity: "Please give how many, or how many hours, such as 1.5.",
  unit_price: "Please give a price such as 42.50; nothing less than 0.",
};

/** Saves the lines of a quote. Null where it is so now. */
export async function saveQuote(
  rpc: Rpc,
  { work_order_id, products }: RepairPage,
  { shown, lines }: TypedQuote,
  zone: string,
): Promise<QuoteFault | null> {
  const answer = answerShape.parse(
    await rpc("change_quote", {
      work_order_id,
      lines: lines.map((line) => lineOf(line, products)),
      shown,
    }),
  );
  if (answer.status === "saved") return null;
  if (answer.reason === "changed") {
    return {
      complaint: `${
        changedText(answer, zone)
      } What you typed is below; compare it with the quote above it before you save.`,
    };
  }
  if (answer.status === "refused") {
    return { complaint: "The quote was answered meanwhile, so it stays as it is." };
  }
  const [, line, field] = answer.field?.match(/^lines\[(\d+)\]\.(\w+)$/) ?? [];
  if (line === undefined) {
    return {
      complaint: answer.reason === "range"
        ? "A quote comes to less than a million dollars. Please check the amounts."
        : "Please take out some lines: a quote has up to 40.",
    };
  }
  const words = FIELDS[field] ?? "Please check this line.";
  return { line: Number(line), complaint: `Line ${Number(line) + 1}: ${words}` };
}

/** "3 × $42.00" where that says something. */
export function timesText({ kind, quantity, unit_price }: QuoteLine): string {
  if (Number(quantity) === 1) return "";
  return kind === "labour"
    ? `${Number(quantity)} hours at ${moneyText(unit_price)}`
    : `${Number(quantity)} × ${moneyText(unit_price)}`;
}
