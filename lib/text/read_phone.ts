import { parsePhoneNumberFromString } from "libphonenumber-js/min";

/**
 * A phone number as people type it, written as "905-555-0142" (or "+44 20 …" from abroad), an extension
 * as "… ext. 12". Null where it cannot be one.
 */
export function readPhone(typed: string): string | null {
  const number = parsePhoneNumberFromString(typed, "CA");
  if (number === undefined || !number.isPossible()) return null;
  const isNorthAmerican = number.countryCallingCode === "1";
  const text = isNorthAmerican
    ? number.nationalNumber.replace(/^(\d{3})(\d{3})(\d{4})$/, "$1-$2-$3")
    : number.formatInternational();
  return number.ext ? `${text} ext. ${number.ext}` : text;
}
