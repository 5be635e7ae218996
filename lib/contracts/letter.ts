import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { dayShape, instantShape, pricedUnitShape } from "@/lib/database/shapes.ts";

const letterUnit = pricedUnitShape.extend({
  product_name: z.string().nullish(),
  due_on: dayShape,
});
export type LetterUnit = z.infer<typeof letterUnit>;

/** What every letter about a unit that is due says. */
const facts = {
  company: z.object({ company_name: z.string(), phone: z.string(), postal_address: z.string() }),
  name: z.string(),
  first_name: z.string(),
  /** None where no street is known. */
  address_lines: z.array(z.string()),
  unit: letterUnit,
  /** What else is due in the household, and can be done in the same visit. */
  others: z.array(letterUnit).default([]),
  due_on: dayShape,
};

const expired = z.object({ status: z.literal("expired") });
const booked = z.object({ status: z.literal("booked"), ...facts, booked_for: instantShape });
const paused = z.object({ status: z.literal("paused"), ...facts });
const printed = z.object({
  status: z.literal("printed"),
  ...facts,
  url: z.url(),
  /** Null where there is no postal code to check it by. */
  short_code: z.string().nullable(),
});
export type PrintedLetter = z.infer<typeof printed>;

const due = z.object({ status: z.literal("due"), ...facts });

/** A letter, or why there is none. */
export const letter = z.discriminatedUnion("status", [due, printed, booked, paused, expired]);
export type Letter = z.infer<typeof letter>;

/**
 * What a letter about a contract's unit would say, without its link.
 *
 * @throws {HttpError} 404 for an unknown contract
 */
export async function readLetter(rpc: Rpc, contractId: string): Promise<Letter> {
  return letter.parse(await rpc("letter_facts", { contract_id: contractId }));
}

/** The letter with the client's link and code, where it is due. Who asked for it is put on record. */
export async function printLetter(rpc: Rpc, contractId: string): Promise<Letter> {
  return letter.parse(await rpc("print_letter", { contract_id: contractId }));
}

/** Everything that a letter names: soonest due first, those of one kind that are due on one day together. */
export function unitsOfLetter(
  { unit, others }: Pick<PrintedLetter, "unit" | "others">,
): LetterUnit[] {
  return [unit, ...others].toSorted((one, other) =>
    one.due_on.localeCompare(other.due_on) || one.kind.localeCompare(other.kind)
  );
}

/** "K7M-2QX-9DRT": a code as it is read off paper, in groups like those of a phone number. */
export function codeText(code: string): string {
  return [code.slice(0, 3), code.slice(3, 6), code.slice(6)].join("-");
}

/** Where a code is typed: "visits.example/go", beside the link that the code stands for. */
export function goText(link: string): string {
  return `${new URL(link).host}/go`;
}
