import { z } from "zod";

/**
 * Fields of the CSV files: strings as they stand in the file, trimmed, to values as the database takes
 * them. A message completes the sentence "COLUMN "VALUE" …". Nothing is guessed: what does not read
 * exactly is refused.
 */

/** Text that must be there. */
export const text = z.string().min(1, "is empty").max(500, "is longer than 500 characters");

/** Text, or null when the field is empty. */
export const optionalText = z.string().transform((value) => value || null);

/** A calendar day as YYYY-MM-DD between 1900 and 2199. */
export const date = z.string().refine(isDate, "is not a date (YYYY-MM-DD)");

/** A decimal number with a point, without signs or separators of thousands. */
export const amount = z.string().regex(/^\d{1,8}(\.\d{1,2}0*)?$/, "is not an amount");

/** A price may be negative: returns are. */
export const price = z.string().regex(/^-?\d{1,8}(\.\d{1,2}0*)?$/, "is not an amount");

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
    .regex(/^-?\d{1,3}(\.\d+)?$/, "is not a number of degrees")
    .transform(Number)
    .refine((value) => Math.abs(value) <= limit, `is not between -${limit} and ${limit}`);

/** true or false in any case, or 1 or 0. */
export const flag = z.string()
  .regex(/^(true|false|1|0)$/i, "is neither true nor false")
  .transform((value) => /^(true|1)$/i.test(value));

/** One of some words, in any case. */
export const oneOf = (...words: string[]) =>
  z.string()
    .transform((value) => value.toLowerCase())
    .refine((value) => words.includes(value), `is none of ${words.join(", ")}`);

/** A code: lower-case letters, digits and underscores. */
export const code = z.string()
  .transform((value) => value.toLowerCase())
  .refine((value) => /^[a-z][a-z0-9_]*$/.test(value), "is not a code");

/** Words separated by semicolons; none when the field is empty. */
export const list = z.string().transform((value) =>
  value.split(";").map((word) => word.trim()).filter((word) => word !== "")
);

/** The same field, or null when it is empty. */
export function optional<T extends z.ZodType<unknown, string>>(field: T) {
  return z.union([z.literal("").transform(() => null), field]);
}

function isDate(value: string): boolean {
  if (!/^(19|2[01])\d\d-\d\d-\d\d$/.test(value)) return false;
  const day = new Date(`${value}T00:00:00Z`);
  // JavaScript turns February 30 into March 2.
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
}
