import { z } from "zod";
import { readPhone } from "@/lib/text/read_phone.ts";
import { isDateLike, isNothing, isShortened, withoutDecimals } from "./reading/cells.ts";

/**
 * Fields of the CSV files: strings as they stand in the file, unwrapped, to values as the database takes
 * them. A message completes the sentence "COLUMN "VALUE" …". Nothing is guessed: what stands for an empty
 * cell is empty, and what does not read exactly is refused.
 */

const SHORTENED = "was shortened by a spreadsheet: format its column as text and export it again";

/** What is left of a cell, on one line, when words that stand for nothing are taken away. */
const said = (kind: keyof typeof isNothing) =>
  z.string().transform((value) => isNothing[kind](value) ? "" : value.replace(/\s+/g, " "));

const written = (most: number) => z.string().max(most, `is longer than ${most} characters`);
const filled = (most: number) => written(most).min(1, "says nothing");
const emptyIsNull = z.literal("").transform(() => null);

const unshortened = (most: number) =>
  written(most).refine((value) => !isShortened(value), SHORTENED);

const whole = unshortened(100).transform(withoutDecimals);

/** What a record is known by; the same digits with and without decimals are one key. */
export const key = said("text").pipe(filled(100)).pipe(whole);

/** The key of another record, or null. */
export const optionalKey = said("text").pipe(z.union([emptyIsNull, whole]));

/** Text that must be there. */
export const text = said("text").pipe(filled(200));

/** A name: it must hold a letter. */
export const name = said("text").pipe(
  filled(200).refine((value) => /\p{L}/u.test(value) && !isShortened(value), "is no name"),
);

/** Text, or null when the field is empty. */
export const optionalText = (most: number) =>
  said("text").pipe(z.union([emptyIsNull, unshortened(most)]));

/** The number of a flat, or null. */
export const apartment = said("apartment").pipe(z.union([
  emptyIsNull,
  unshortened(40)
    .refine((value) => !isDateLike(value), "was made a date of by a spreadsheet")
    .transform(withoutDecimals),
]));

/** An e-mail address, or null. */
export const email = said("text").pipe(
  z.union([emptyIsNull, written(254).refine(isEmail, "is not an address")]),
);

/** A phone number as we write them, or null. */
export const phone = said("text").pipe(z.union([
  emptyIsNull,
  unshortened(60)
    .transform((value) => readPhone(withoutDecimals(value)))
    .refine((value) => value !== null, "is not a phone number"),
]));

/** The serial numbers of a line, however they are separated. */
export const serials = z.string()
  .transform((value) =>
    value.split(/[;,|\n]/).map((serial) => serial.trim())
      .filter((serial) => serial !== "" && !isNothing.text(serial))
  )
  .pipe(z.array(whole));

/** A calendar day as YYYY-MM-DD between 1900 and 2199. */
export const date = z.string().refine(isDate, "is not a date (YYYY-MM-DD)");

/** Cents behind a comma, as French-speaking offices write them; three digits behind it could be thousands. */
const withPoint = z.string().transform((value) => value.replace(/^(-?\d+),(\d\d?)$/, "$1.$2"));

/** A decimal number without signs or separators of thousands. */
export const amount = withPoint.pipe(
  z.string().regex(/^\d{1,8}(\.\d{1,2}0*)?$/, "is not an amount"),
);

/** A price may be negative: returns are. */
export const price = withPoint.pipe(
  z.string().regex(/^-?\d{1,8}(\.\d{1,2}0*)?$/, "is not an amount"),
);

/** A whole number; systems that keep quantities as decimals write 2.0. */
export const wholeNumber = (lowest: number, highest: number) =>
  z.string()
    .regex(/^-?\d{1,9}(\.0+)?$/, "is not a whole number")
    .transform(Number)
    .refine(
      (value) => value >= lowest && value <= highest,
      `is not between ${lowest} and ${highest}`,
    );

/** Decimal degrees within ±limit. */
export const degrees = (limit: number) =>
  z.string()
    .regex(/^-?\d{1,3}([.,]\d+)?$/, "is not a number of degrees")
    .transform((value) => Number(value.replace(",", ".")))
    .refine((value) => Math.abs(value) <= limit, `is not between -${limit} and ${limit}`);

/** true or false in any case, as French spreadsheets write them too, or 1 or 0. */
export const flag = z.string()
  .regex(/^(true|false|vrai|faux|1|0)$/i, "is neither true nor false")
  .transform((value) => /^(true|vrai|1)$/i.test(value));

/** One of some words, in any case. */
export const oneOf = (...words: string[]) =>
  z.string()
    .transform((value) => value.toLowerCase())
    .refine((value) => words.includes(value), `is none of ${words.join(", ")}`);

/** A code: at most 60 lower-case letters, digits and underscores. */
export const code = said("text")
  .transform((value) => value.toLowerCase())
  .refine((value) => /^[a-z][a-z0-9_]{0,59}$/.test(value), "is not a code");

/** Words separated by semicolons; none when the field is empty. */
export const list = z.string().transform((value) =>
  value.split(";").map((word) => word.trim()).filter((word) => word !== "" && !isNothing.text(word))
);

/** The same field, or null when it is empty or holds what stands for nothing in such a column. */
export function optional<T extends z.ZodType<unknown, string>>(
  field: T,
  kind: "date" | "number" | "flag" | "text" = "number",
) {
  return said(kind).pipe(z.union([emptyIsNull, field]));
}

function isEmail(value: string): boolean {
  return z.email().safeParse(value).success;
}

function isDate(value: string): boolean {
  if (!/^(19|2[01])\d\d-\d\d-\d\d$/.test(value)) return false;
  const day = new Date(`${value}T00:00:00Z`);
  // JavaScript turns February 30 into March 2.
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
}
