/** The parts of an address that stood in one cell. */
export interface AddressParts {
  street: string;
  unit: string;
  city: string;
  province: string;
  postal_code: string;
}

const PROVINCE =
  "AB|BC|MB|NB|NL|NS|NT|NU|ON|PE|QC|SK|YT|Alberta|British Columbia|Manitoba|New Brunswick|Newfoundland and Labrador|" +
  "Nova Scotia|Northwest Territories|Nunavut|Ontario|Prince Edward Island|Quebec|Québec|Saskatchewan|Yukon";
const END = new RegExp(
  `^(.+?)[,\\s]+(${PROVINCE})[,\\s]+([a-z]\\d[a-z][ -]?\\d[a-z]\\d)(?:[,\\s]+canada)?$`,
  "i",
);
const UNIT = /^(apt|apartment|unit|suite|app|appt|#)\.?\s*\S+$/i;

/**
 * Takes a Canadian address apart that is written street, (unit,) city, province and postal code, by commas or lines.
 * Undefined for any other: a street taken for a city would send somebody to the wrong one.
 */
export function readWholeAddress(address: string): AddressParts | undefined {
  const [, before, province, postal_code] = address.replace(/\s*\n\s*/g, ", ").match(END) ?? [];
  const parts = before?.split(/\s*,\s*/).filter((part) => part !== "") ?? [];
  const hasUnit = parts.length === 3 && UNIT.test(parts[1]);
  if (parts.length !== 2 && !hasUnit) return undefined;
  return {
    street: parts[0],
    unit: hasUnit ? parts[1] : "",
    city: parts.at(-1)!,
    province,
    postal_code,
  };
}
