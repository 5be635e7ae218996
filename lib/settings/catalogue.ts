import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { amountShape, dayShape } from "@/lib/database/shapes.ts";
import { type Refusal, refusalOf, savedShape } from "./answers.ts";
import { policyShape } from "./policy.ts";
import { type Kind, type Values, valuesOf } from "./values.ts";

const pageShape = z.object({
  today: dayShape,
  categories: z.array(policyShape.and(z.object({
    /** That go on. */
    contracts: z.number(),
    /** Of its checklist. */
    lines: z.number().nullable(),
  }))),
  skills: z.array(z.object({
    id: z.string(),
    name: z.string(),
    categories: z.number(),
    technicians: z.number(),
  })),
  tax_codes: z.array(z.object({
    id: z.string(),
    name: z.string(),
    rate: z.number(),
    zero_rated_reason: z.string().nullable(),
    /** Planned: all of it or none. */
    next_rate: z.number().nullable(),
    next_name: z.string().nullable(),
    next_from: dayShape.nullable(),
    categories: z.number(),
  })),
  rates: z.array(z.object({
    id: z.string(),
    equipment_class: z.enum(["mobility", "lift_elevating"]),
    label: z.string(),
    call_out: amountShape,
    hourly: amountShape,
    minimum_minutes: z.number(),
    valid_from: dayShape,
    is_to_come: z.boolean(),
    is_over: z.boolean(),
    /** Quotes of repairs of such equipment that wait for an answer. */
    quotes: z.number(),
  })),
  holidays: z.array(z.object({
    id: z.string(),
    on_day: dayShape,
    name: z.string(),
    /** Booked on it. */
    stops: z.number(),
  })),
});
export type Catalogue = z.infer<typeof pageShape>;

/** All of the catalogue but its products. */
export async function readCatalogue(rpc: Rpc): Promise<Catalogue> {
  return pageShape.parse(await rpc("catalogue_page", {}));
}

/** A field of a new row. */
export interface NewField {
  kind: Kind;
  label: string;
  complaint: string;
  unit?: string;
  says?: string;
  options?: Record<string, string>;
  most?: number;
}

export const WHATS = ["holiday", "skill", "tax_code", "rate"] as const;
export type What = typeof WHATS[number];

const NAME: NewField = {
  kind: "text",
  label: "Name",
  complaint: "Please enter a name.",
  most: 60,
};
const AMOUNT = "Please enter an amount such as 85.00.";

/** What is asked of a new row of each kind. */
export const NEW_FIELDS: Record<What, Record<string, NewField>> = {
  holiday: {
    on_day: { kind: "day", label: "Day", complaint: "Please choose a day." },
    name: NAME,
  },
  skill: { name: NAME },
  tax_code: {
    name: { ...NAME, says: "As invoices print it: HST 13 %." },
    rate: {
      kind: "percent",
      label: "Rate",
      unit: "%",
      complaint: "Please enter a rate such as 13, below 100.",
    },
    zero_rated_reason: {
      kind: "text",
      label: "Why it is zero",
      says: "Only for a rate of zero; invoices say it.",
      complaint: "Please write why the rate is zero.",
      most: 200,
    },
  },
  rate: {
    equipment_class: {
      kind: "choice",
      label: "For",
      complaint: "Please choose one.",
      options: {
        mobility: "Mobility equipment",
        lift_elevating: "Lifting and elevating equipment",
      },
    },
    label: { ...NAME, says: "As quotes print it." },
    call_out: { kind: "amount", label: "Call-out", unit: "$", complaint: AMOUNT },
    hourly: { kind: "amount", label: "An hour", unit: "$", complaint: AMOUNT },
    minimum_minutes: {
      kind: "number",
      label: "At least",
      unit: "minutes",
      complaint: "Please enter a number such as 60.",
    },
    valid_from: { kind: "day", label: "From", complaint: "Please choose a day." },
  },
};

const { name, zero_rated_reason, rate } = NEW_FIELDS.tax_code;
const { label, call_out, hourly, minimum_minutes } = NEW_FIELDS.rate;
const WHOLE = "Another rate needs all three: the rate, its name, and a day from today on.";
/** What is asked of a row that is changed, by what it is; a call-out rate keeps its day and what it is for. */
export const CHANGED_FIELDS: Record<What, Record<string, NewField>> = {
  holiday: NEW_FIELDS.holiday,
  skill: NEW_FIELDS.skill,
  tax_code: {
    name,
    zero_rated_reason,
    next_rate: { ...rate, label: "Another rate from a day on", complaint: WHOLE },
    next_name: {
      ...name,
      label: "Its name",
      says: "As invoices print it then: HST 15 %.",
      complaint: WHOLE,
    },
    next_from: {
      kind: "day",
      label: "From",
      says: "Prices that were told, billed or issued before keep their tax.",
      complaint: WHOLE,
    },
  },
  rate: { label, call_out, hourly, minimum_minutes },
};

const TAKEN: Record<What, string> = {
  holiday: "That day is a holiday already.",
  skill: "There is one of that name already.",
  tax_code: "There is one of that name already.",
  rate: "Another rate begins on that day already.",
};

/** Adds a row of that kind. Null where it is there now. */
export const addRow = (rpc: Rpc, what: What, typed: Record<string, string>, zone: string) =>
  saveRow(rpc, what, NEW_FIELDS[what], { typed, zone });

/** A row that is there already, and what its page showed of it. */
interface ShownRow {
  row_id: string;
  shown: Values | undefined;
}

/** Changes a row of that kind, which its page showed so. Null where it is so now. */
export const changeRow = (
  rpc: Rpc,
  what: What,
  row: ShownRow & { typed: Record<string, string>; zone: string },
) => saveRow(rpc, what, CHANGED_FIELDS[what], row);

async function saveRow(
  rpc: Rpc,
  what: What,
  named: Record<string, NewField>,
  { typed, zone, row_id, shown }:
    & { typed: Record<string, string>; zone: string }
    & Partial<ShownRow>,
): Promise<Refusal | null> {
  const kinds = Object.fromEntries(Object.entries(named).map(([name, { kind }]) => [name, kind]));
  const fields = valuesOf(typed, kinds);
  const answer = savedShape.parse(await rpc("save_catalogue_row", { what, row_id, fields, shown }));
  const complaintOf = (field: string, isTaken: boolean) =>
    isTaken ? TAKEN[what] : named[field]?.complaint;
  return refusalOf(answer, complaintOf, zone);
}

/** Takes a row out that its page showed so. Null where it is not there any more. */
export async function removeRow(
  rpc: Rpc,
  what: What,
  { row_id, shown, zone }: ShownRow & { zone: string },
): Promise<Refusal | null> {
  const answer = savedShape.parse(await rpc("remove_catalogue_row", { what, row_id, shown }));
  return refusalOf(answer, () => "", zone);
}
