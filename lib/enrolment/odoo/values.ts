import { dayOf } from "@/lib/text/dates.ts";

/** What Odoo writes, as text for cells: an empty field is `false` there, whatever its type. */

/** Words or numbers as they are. */
export function textOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** The id of one other record: `[id, name]`. */
export function idOf(value: unknown): number | undefined {
  const id = Array.isArray(value) ? value[0] : value;
  return typeof id === "number" ? id : undefined;
}

/** What the other record is called. */
export function nameOf(value: unknown): string {
  return Array.isArray(value) ? textOf(value[1]) : "";
}

/** The ids of several other records. */
export function idsOf(value: unknown): number[] {
  return Array.isArray(value) ? value.filter((id) => typeof id === "number") : [];
}

export function numberOf(value: unknown): number {
  return typeof value === "number" ? value : 0;
}

/** Dollars with two decimals. */
export function moneyOf(value: unknown): string {
  return typeof value === "number" ? value.toFixed(2) : "";
}

/** A quantity; what floating point adds to it is none of its. */
export function quantityText(value: number): string {
  return String(Number(value.toFixed(6)));
}

/** An instant: Odoo writes UTC and does not say so. */
export function instantOf(value: unknown): string {
  const text = textOf(value);
  return text === "" ? "" : `${text.slice(0, 10)}T${text.slice(11) || "00:00:00"}Z`;
}

/** The company's day of an instant; a day stays one. */
export function companyDay(value: unknown, zone: string): string {
  const text = textOf(value);
  return text.length > 10 ? dayOf(instantOf(text), zone) : text;
}

/** An instant as Odoo writes it. */
export function asOdoo(instant: Date): string {
  return instant.toISOString().slice(0, 19).replace("T", " ");
}
