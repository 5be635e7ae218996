import { parsePhoneNumberFromString } from "libphonenumber-js/min";

/** A phone number as it is dialled and as it is written. */
export interface Phone {
  /** E.164: "+19055550142". */
  number: string;
  extension: string | null;
  /** "905-555-0142", from abroad "+44 20 …"; an extension as "… ext. 12". */
  text: string;
}

/** How people write an extension that the parser does not know: "poste 12", "local 12". */
const EXTENSION = /\b(?:poste|local|p\.)\s*(?=\d{1,7}\s*$)/i;

/** A phone number as people type it, with or without extension. Null where it cannot be one. */
export function parsePhone(typed: string): Phone | null {
  const parsed = parsePhoneNumberFromString(typed.replace(EXTENSION, "ext. "), "CA");
  if (parsed === undefined || !parsed.isPossible()) return null;
  const { number, nationalNumber, countryCallingCode } = parsed;
  const isNorthAmerican = countryCallingCode === "1";
  if (isNorthAmerican && !isDialled(nationalNumber)) return null;
  const extension = parsed.ext ?? null;
  const text = isNorthAmerican
    ? nationalNumber.replace(/^(\d{3})(\d{3})(\d{4})$/, "$1-$2-$3")
    : parsePhoneNumberFromString(number)!.formatInternational();
  return { number, extension, text: extension === null ? text : `${text} ext. ${extension}` };
}

/** A phone number as people type it, written in one way. Null where it cannot be one. */
export function readPhone(typed: string): string | null {
  return parsePhone(typed)?.text ?? null;
}

/** Ten digits as North America gives them out: neither area nor exchange begins with 0 or 1. */
function isDialled(digits: string): boolean {
  return /^[2-9]\d{2}[2-9]\d{6}$/.test(digits) && !/^(\d)\1+$/.test(digits);
}
