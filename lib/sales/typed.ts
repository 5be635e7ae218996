import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { instantShape } from "@/lib/database/shapes.ts";
import { isDay } from "@/lib/text/dates.ts";
import { changedText } from "@/lib/text/meanwhile.ts";
import { plainAmount, readAmount } from "@/lib/text/money.ts";
import { columnOf, textOf } from "@/lib/web/forms.ts";
import type { OrderPage, SoldProduct } from "./page.ts";

/** A line of an order as it was typed. */
export interface TypedLine {
  line_id: string;
  what: string;
  quantity: string;
  price: string;
  serials: string;
  delivered: string;
  note: string;
}

/** An order as its form has it. */
export interface TypedOrder {
  order_id: string;
  customer_id: string;
  shown: string;
  number: string;
  ordered: string;
  promised: string;
  lines: TypedLine[];
}

const COLUMNS = ["line_id", "what", "quantity", "price", "serials", "delivered", "note"] as const;
const EMPTY: TypedLine = {
  line_id: "",
  what: "",
  quantity: "1",
  price: "",
  serials: "",
  delivered: "",
  note: "",
};

/** The lines of a form, and room for one more. */
export const withRoom = (lines: TypedLine[]): TypedLine[] => [...lines, EMPTY];

/** "Flow X (FX-1)": names may be the same, references are not. */
export const productText = ({ name, sku }: Pick<SoldProduct, "name" | "sku">) => `${name} (${sku})`;

/** An empty form. It is one order, however often it is sent. */
export const blankOrder = (customer_id: string, today: string): TypedOrder => ({
  order_id: crypto.randomUUID(),
  customer_id,
  shown: "",
  number: "",
  ordered: today,
  promised: "",
  lines: [],
});

/** A draft as its form shows it before anything is typed. */
export function typedOf(page: OrderPage): TypedOrder {
  return {
    order_id: page.order_id,
    customer_id: page.client.customer_id,
    shown: page.shown,
    number: page.order_number,
    ordered: page.order_date ?? "",
    promised: page.commitment_date ?? "",
    lines: page.lines.map((line) => ({
      line_id: line.line_id,
      what: line.product_name !== null && line.sku !== null
        ? productText({ name: line.product_name, sku: line.sku })
        : line.description ?? "",
      quantity: String(line.quantity),
      price: line.unit_price === null ? "" : plainAmount(line.unit_price),
      serials: line.serial_numbers.join(", "),
      delivered: line.delivery_date ?? "",
      note: [null, line.description].includes(line.product_name) ? "" : line.description ?? "",
    })),
  };
}

/** What a form says; a line whose name is emptied goes, and so does the one that its button names ("remove:2"), counted from 1. */
export function orderOf(form: FormData): TypedOrder {
  const columns = COLUMNS.map((name) => columnOf(form, name));
  const lines = columns[1].map((_, n) =>
    Object.fromEntries(
      COLUMNS.map((name, c) => [name, columns[c][n] ?? ""]),
    ) as unknown as TypedLine
  );
  const removed = Number(/^remove:(\d{1,3})$/.exec(textOf(form, "do"))?.[1] ?? 0);
  return {
    order_id: textOf(form, "order_id"),
    customer_id: textOf(form, "customer_id"),
    shown: textOf(form, "shown"),
    number: textOf(form, "number"),
    ordered: textOf(form, "ordered"),
    promised: textOf(form, "promised"),
    lines: lines.filter(({ what }, index) => what !== "" && index + 1 !== removed),
  };
}

const folded = (text: string) => text.toLowerCase().replace(/\s+/g, " ").trim();

/** The product that a line names: by name and reference, by reference, or by a name that only one has. */
export function productOf(what: string, products: SoldProduct[]): SoldProduct | undefined {
  const typed = folded(what);
  const named = products.filter(({ name }) => folded(name) === typed);
  return products.find((each) => folded(productText(each)) === typed) ??
    products.find(({ sku }) => folded(sku) === typed) ??
    (named.length === 1 ? named[0] : undefined);
}

const wholeNumber = (text: string) => /^-?\d{1,6}$/.test(text) ? Number(text) : null;

function lineOf(line: TypedLine, products: SoldProduct[]) {
  const product = productOf(line.what, products);
  const price = line.price === "" ? product?.list_price ?? null : readAmount(line.price);
  return {
    line_id: line.line_id || null,
    product_id: product?.product_id ?? null,
    description: product === undefined ? line.what : line.note || null,
    quantity: wholeNumber(line.quantity || "1"),
    unit_price: price === null ? null : Number(price),
    serial_numbers: line.serials.split(/[,;\n]/).map((each) => each.trim()).filter(Boolean),
    delivery_date: line.delivered || null,
  };
}

/** What is to be corrected: in which field, of which line, counted from 0. */
export interface OrderFault {
  line?: number;
  field: string;
  complaint: string;
}

const answerShape = z.object({
  status: z.string(),
  reason: z.string().nullish(),
  why: z.string().nullish(),
  line: z.number().nullish(),
  field: z.string().nullish(),
  by: z.string().nullish(),
  at: instantShape.nullish(),
});

/** What the form itself sees, before anybody is asked. */
function faultOf(
  { lines, ordered, promised }: TypedOrder,
  products: SoldProduct[],
): OrderFault | null {
  if (ordered !== "" && !isDay(ordered)) return { field: "ordered", complaint: FIELDS.order_date };
  if (promised !== "" && !isDay(promised)) {
    return { field: "promised", complaint: FIELDS.commitment_date };
  }
  for (const [line, typed] of lines.entries()) {
    const complain = (field: string, complaint: string) => ({
      line,
      field,
      complaint: `Line ${line + 1}: ${complaint}`,
    });
    if (products.filter(({ name }) => folded(name) === folded(typed.what)).length > 1) {
      return complain("what", "Several products are called that. Please choose one of the list.");
    }
    if (typed.price !== "" && readAmount(typed.price) === null) {
      return complain("price", LINE_FIELDS.unit_price[1]);
    }
    if (typed.delivered !== "" && !isDay(typed.delivered)) {
      return complain("delivered", LINE_FIELDS.delivery_date[1]);
    }
  }
  return null;
}

/** Saves an order as a draft. Null where it is so now. */
export async function saveOrder(
  rpc: Rpc,
  typed: TypedOrder,
  products: SoldProduct[],
  zone: string,
): Promise<OrderFault | null> {
  const fault = faultOf(typed, products);
  if (fault !== null) return fault;
  const answer = answerShape.parse(
    await rpc("save_sales_order", {
      order_id: typed.order_id,
      shown: typed.shown,
      sales_order: {
        order_number: typed.number,
        customer_id: typed.customer_id,
        order_date: typed.ordered || null,
        commitment_date: typed.promised || null,
        lines: typed.lines.map((line) => lineOf(line, products)),
      },
    }),
  );
  return answer.status === "saved" ? null : refusal(answer, zone);
}

const FIELDS: Record<string, string> = {
  order_number: "Please write a number of up to 60 characters, or leave it empty.",
  order_date: "Please give the day of the order: today, or before.",
  commitment_date: "Please give a day within three years, or leave it empty.",
};

const NAMES: Record<string, string> = {
  order_number: "number",
  order_date: "ordered",
  commitment_date: "promised",
};

const LINE_FIELDS: Record<string, [field: string, complaint: string]> = {
  product_id: ["what", "Please choose what it is."],
  description: ["what", "Please shorten what it is called."],
  quantity: [
    "quantity",
    "Please give how many: 1 to 100. What comes back is no sale: cancel that order.",
  ],
  unit_price: ["price", "Please give a price such as 2450.00; nothing less than 0."],
  serial_numbers: ["serials", "Please check the serial numbers."],
  delivery_date: ["delivered", "Please give the day it was, or will be, delivered, within a year."],
};

const SERIALS: Record<string, string> = {
  many: "These are more serial numbers than pieces.",
  weak: "That could be many devices' number: please write the whole serial number, or none.",
  long: "A serial number has at most 100 characters.",
  twice: "This serial number stands on the order already. Each piece has its own.",
};

function refusal(
  { status, reason, why, line, field, by, at }: z.infer<typeof answerShape>,
  zone: string,
): OrderFault {
  if (reason === "changed") {
    return {
      field: "",
      complaint: `${
        changedText({ by, at }, zone)
      } Nothing of yours was written down. Open the order in another tab and compare before you save.`,
    };
  }
  if (status === "refused") return { field: "", complaint: REFUSED[reason ?? ""] ?? REFUSED.state };
  if (reason === "lines" && line != null) {
    const [name, words] = LINE_FIELDS[field ?? ""] ?? ["what", "Please check this line."];
    return {
      line,
      field: name,
      complaint: `Line ${line + 1}: ${
        field === "serial_numbers" ? SERIALS[why ?? ""] ?? words : words
      }`,
    };
  }
  if (reason === "lines") {
    return {
      field: "",
      complaint: why === "many"
        ? "Please take out some lines: an order has up to 100."
        : "Please check the lines: a number or a day is none.",
    };
  }
  if (reason === "order_number" && why === "taken") {
    return { field: "number", complaint: "Another order has this number already." };
  }
  return {
    field: NAMES[reason ?? ""] ?? "",
    complaint: FIELDS[reason ?? ""] ?? "Please choose whose order it is.",
  };
}

/** Why nothing was done about an order. */
export const REFUSED: Record<string, string> = {
  state: "This order was confirmed or cancelled meanwhile, so it stays as it is.",
  erased: "This client was erased at their wish. Whoever comes again is a new client.",
  deceased: "This client has died. Nothing is sold under the name.",
  lines: "The order has no lines yet. Write down what was sold first.",
  begun: "A technician is at work on a unit of this order. Cancel it when the visit is over.",
  cancelled: "This order was cancelled. Nothing of it is delivered.",
};
