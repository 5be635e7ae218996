import { parsePhone } from "./read_phone.ts";

/** Ten digits as they are mostly written here. To read any number at all takes a hundred times as long. */
const PLAIN = /^\(?([2-9]\d{2})\)?[-. ]?([2-9]\d{2})[-. ]?(\d{4})$/;

/** A phone number as a link that dials it, an extension after the call is answered (RFC 3966). */
export function phoneHref(phone: string): string {
  const plain = PLAIN.exec(phone);
  if (plain) return `tel:+1${plain.slice(1).join("")}`;
  const parsed = parsePhone(phone);
  if (parsed === null) return `tel:${phone.replace(/[^\d+]/g, "")}`;
  return `tel:${parsed.number}${parsed.extension === null ? "" : `;ext=${parsed.extension}`}`;
}
