/** How values of the database stand in fields of forms, and how what is typed there becomes values again. */
import * as z from "zod";
import { readAmount } from "@/lib/text/money.ts";
import { textOf } from "@/lib/web/forms.ts";

/** A value of a column, as the API sends it. */
export type Value = string | number | boolean | null | (string | number)[];
export const valueShape = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.array(z.union([z.string(), z.number()])),
]);
/** Columns by name. */
export type Values = Record<string, Value>;
export const valuesShape = z.record(z.string(), valueShape);

/** What kind of field holds it. */
export type Kind =
  | "text"
  | "colour"
  | "number"
  | "amount"
  | "percent"
  | "time"
  | "day"
  /** Month and day of every year. */
  | "season"
  | "switch"
  | "numbers"
  | "choice";

/** A value as its field shows it. */
export function shownAs(kind: Kind, value: Value | undefined): string {
  if (value === null || value === undefined) return "";
  if (kind === "switch") return value === true ? "yes" : "";
  if (kind === "time") return String(value).slice(0, 5);
  if (kind === "season") return seasonText(String(value));
  if (kind === "amount") return Number(value).toFixed(2);
  if (kind === "percent") return String(Math.round(Number(value) * 100_000) / 1000);
  if (Array.isArray(value)) return value.join(", ");
  return kind === "number" ? String(Number(value)) : String(value);
}

const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");

/** "Nov 15" for "11-15". */
function seasonText(value: string): string {
  const [month, date] = value.split("-").map(Number);
  const name = MONTHS[month - 1];
  return name === undefined ? value : `${name[0].toUpperCase()}${name.slice(1)} ${date}`;
}

/** "11-15" for "Nov 15", "November 15" or "11-15"; what is none of them as it was typed. */
function readSeason(typed: string): string {
  const [, name, number, date] = /^(?:([a-z]{3})[a-z]*\.?|(\d{1,2})\s*[-/])\s*(\d{1,2})$/i
    .exec(typed) ?? [];
  const month = name === undefined ? Number(number) : MONTHS.indexOf(name.toLowerCase()) + 1;
  if (date === undefined || month === 0) return typed;
  return `${String(month).padStart(2, "0")}-${date.padStart(2, "0")}`;
}

const READ: Record<Kind, (typed: string) => Value> = {
  text: (typed) => typed,
  colour: (typed) => typed,
  time: (typed) => typed,
  day: (typed) => typed,
  season: readSeason,
  choice: (typed) => typed,
  switch: (typed) => typed === "yes",
  number: (typed) => /^\d+(\.\d+)?$/.test(typed) ? Number(typed) : typed,
  amount: (typed) => readAmount(typed) ?? typed,
  percent: (typed) => {
    const plain = typed.replace(/[\s%]/g, "");
    return /^\d+(\.\d+)?$/.test(plain) ? Math.round(Number(plain) * 1000) / 100_000 : typed;
  },
  numbers: (typed) => {
    const parts = typed.split(/[\s,;]+/).filter((part) => part !== "");
    return parts.every((part) => /^\d{1,9}$/.test(part)) ? parts.map(Number) : typed;
  },
};

/**
 * What was typed into a field as a value: null for nothing. What cannot be read as one of its kind goes on as it was
 * typed, and is refused by the table that would keep it.
 */
export function readAs(kind: Kind, typed: string): Value {
  return typed === "" && kind !== "switch" ? null : READ[kind](typed);
}

/** The texts of these fields of a form. */
export function typedIn(form: FormData, names: string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, textOf(form, name)]));
}

/** The same fields as values. */
export function valuesOf(typed: Record<string, string>, kinds: Record<string, Kind>): Values {
  return Object.fromEntries(
    Object.entries(typed).map(([name, text]) => [name, readAs(kinds[name], text)]),
  );
}

/** What a page showed of these columns, as a form sends it back; undefined for what was never a page's. */
export function shownIn(form: FormData): Values | undefined {
  const text = textOf(form, "shown");
  if (text === "" || text.length > 20_000) return undefined;
  try {
    return valuesShape.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** These columns as a form holds them until it is sent. */
export const holding = (values: Values, names: string[]): string =>
  JSON.stringify(Object.fromEntries(names.map((name) => [name, values[name] ?? null])));
