import { parsePhoneNumberFromString } from "libphonenumber-js/min";
import * as z from "zod";

/** A phone number as people type it, turned into "905-555-0142" (or "+44 20 …" from abroad). */
function readPhone(typed: string, ctx: z.RefinementCtx): string {
  const number = parsePhoneNumberFromString(typed, "CA");
  if (number === undefined || !number.isPossible()) {
    ctx.addIssue({
      code: "custom",
      message: "Please check the phone number. It needs ten digits, like 905-555-0142.",
    });
    return z.NEVER;
  }
  const isNorthAmerican = number.countryCallingCode === "1";
  const text = isNorthAmerican
    ? number.nationalNumber.replace(/^(\d{3})(\d{3})(\d{4})$/, "$1-$2-$3")
    : number.formatInternational();
  return number.ext ? `${text} ext. ${number.ext}` : text;
}

const shortText = (most: number) =>
  z.string().max(most, `Please shorten this to ${most.toLocaleString("en-CA")} characters.`);

/** What is asked before a visit is booked; both may be left empty. */
export const detailsForm = z.object({
  phone: z.string().transform((typed, ctx) => typed === "" ? "" : readPhone(typed, ctx)),
  notes: shortText(1000),
});

/** "Please call me." */
export const callForm = z.object({
  phone: z.string().transform(readPhone),
  preferredTimes: shortText(200),
  note: shortText(1000),
});

/** Why a visit is cancelled, and which unit's; all of them where none is named. */
export const cancelForm = z.object({
  reason: shortText(500),
  contractId: z.union([z.literal("").transform(() => null), z.uuid()]).catch(null),
});

/** The first complaint about each field, to be shown beside it. */
export type Complaints = Record<string, string>;

export function complaintsOf(error: z.ZodError): Complaints {
  const complaints: Complaints = {};
  for (const { path, message } of error.issues) complaints[String(path[0])] ??= message;
  return complaints;
}
