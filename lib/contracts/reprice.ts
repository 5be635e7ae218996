import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { amountShape, dayShape } from "@/lib/database/shapes.ts";
import { isDay } from "@/lib/text/dates.ts";
import { readAmount } from "@/lib/text/money.ts";

/** What a new price is for and what it is, as it stands in an address and in a form. */
export interface Wish {
  /** A category's code; empty: whichever the contracts are of. */
  category: string;
  /** Only these; none: all of the category. */
  contracts: string[];
  how: "percent" | "fee";
  amount: string;
  from_on: string;
}

/** Reads a wish from an address or a form. Whether it can be meant the database says. */
export function wishOf(fields: URLSearchParams | FormData): Wish {
  const text = (name: string) => String(fields.get(name) ?? "").trim().slice(0, 60);
  const contracts = fields.getAll("contract").map(String);
  return {
    category: text("category"),
    contracts: contracts.filter((id) => z.uuid().safeParse(id).success),
    how: text("how") === "fee" ? "fee" : "percent",
    amount: text("amount"),
    from_on: text("from_on"),
  };
}

const rowShape = z.object({
  contract_id: z.string(),
  customer: z.string(),
  kind: z.string(),
  product_name: z.string().nullable(),
  fee: amountShape,
  new_fee: amountShape,
  is_told: z.boolean(),
});

const answerShape = z.discriminatedUnion("status", [
  z.object({
    status: z.enum(["previewed", "repriced"]),
    contracts: z.number(),
    /** Of those, whose open cycle keeps its price. */
    told: z.number(),
    before: amountShape,
    after: amountShape,
    from_on: dayShape,
    /** Of all of them, as the button sends it back; null for none. */
    shown: z.string().nullable(),
    /** The first fifty. */
    rows: z.array(rowShape),
  }),
  z.object({ status: z.enum(["refused", "rejected"]), reason: z.string() }),
]);

export type Preview = Exclude<z.infer<typeof answerShape>, { reason: string }>;

/** What came of it, or which field is to be corrected and how; no field where it is about none. */
export type Repriced =
  | { ok: true; preview: Preview }
  | { ok: false; field: "category" | "amount" | "from_on" | ""; complaint: string };

/**
 * Tells what a new price would change, or with what the preview showed makes it so.
 *
 * @throws {HttpError} 403 for who is no administrator
 */
export async function reprice(rpc: Rpc, wish: Wish, shown?: string): Promise<Repriced> {
  const amount = wish.how === "fee" ? readAmount(wish.amount) : readPercent(wish.amount);
  if (amount === null) return wrong(wish.how);
  if (!isDay(wish.from_on)) return wrong("from_on");
  const answer = answerShape.parse(
    await rpc("reprice", {
      category: wish.category || undefined,
      contract_ids: wish.contracts.length > 0 ? wish.contracts : undefined,
      percent: wish.how === "percent" ? amount : undefined,
      fee: wish.how === "fee" ? amount : undefined,
      from_on: wish.from_on,
      dry_run: shown === undefined,
      shown,
    }),
  );
  return "reason" in answer ? wrong(answer.reason) : { ok: true, preview: answer };
}

/** "3.5 %" → 3.5, "-5" → -5; null for what is no number. */
function readPercent(typed: string): number | null {
  const plain = typed.replace(/[\s%]/g, "").replace("−", "-");
  return /^[+-]?\d{1,3}(\.\d{1,2})?$/.test(plain) ? Number(plain) : null;
}

const COMPLAINTS: Record<string, [field: "category" | "amount" | "from_on" | "", said: string]> = {
  which: ["category", "Please choose a kind of unit."],
  percent: ["amount", "Please write a number from -50 to 100, such as 3.5."],
  fee: ["amount", "Please write an amount such as 189.00."],
  from_on: ["from_on", "Please choose a day from tomorrow to two years ahead."],
  many: ["", "Those are more than 5,000 contracts. Please choose one kind after the other."],
  changed: [
    "",
    "What would change is not what you looked at any more: contracts came or went, or somebody changed fees. Please look again.",
  ],
};

function wrong(reason: string): Repriced {
  const [field, complaint] = COMPLAINTS[reason] ?? COMPLAINTS.changed;
  return { ok: false, field, complaint };
}
