import { parsePhone } from "./read_phone.ts";

/** A phone number as a link that dials it, an extension after the call is answered (RFC 3966). */
export function phoneHref(phone: string): string {
  const parsed = parsePhone(phone);
  if (parsed === null) return `tel:${phone.replace(/[^\d+]/g, "")}`;
  return `tel:${parsed.number}${parsed.extension === null ? "" : `;ext=${parsed.extension}`}`;
}
