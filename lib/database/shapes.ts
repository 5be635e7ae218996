import * as z from "zod";

/** An amount of money as the database sends `numeric`: a number, or text with up to two decimals. */
export const amountShape = z.union([z.number(), z.string()]);

/** A day, YYYY-MM-DD. */
export const dayShape = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** An instant in any form that JavaScript reads. */
export const instantShape = z.string().refine((text) => !Number.isNaN(Date.parse(text)));

/** Whether a unit is in use. */
export const conditionShape = z.enum(["in_service", "out_of_service", "retired"]);

/** How far an invoice is. */
export const invoiceStateShape = z.enum(["draft", "issued", "void"]);

/** What a certificate is worth on a day (`private.certificate_state`). */
export const certificateStateShape = z.enum(["current", "expired", "superseded", "revoked"]);
export type CertificateState = z.infer<typeof certificateStateShape>;

/** How far a mail is. */
export const mailStateShape = z.enum([
  "queued",
  "sending",
  "sent",
  "superseded",
  "dead",
  "uncertain",
]);
export type MailState = z.infer<typeof mailStateShape>;

/** A unit as its client is told of it: its kind, what tells it from others of its kind, and its price (`private.unit_told`). */
export const pricedUnitShape = z.object({
  kind: z.string(),
  told_apart: z.string().nullish(),
  fee: amountShape,
  tax: amountShape,
  tax_name: z.string(),
  no_charge_reason: z.string().nullish(),
});

/** What anybody may know about the company (`company_card`): it stands on every page. */
export const companyShape = z.object({
  name: z.string(),
  phone: z.string(),
  email: z.string(),
  brand_color: z.string().regex(/^#[0-9a-fA-F]{6}$/).catch("#0b5d3b"),
  logo_url: z.url({ protocol: /^https?$/ }).nullish().catch(null),
  time_zone: z.string().default("America/Toronto"),
});
export type Company = z.infer<typeof companyShape>;

const placed = { latitude: z.number(), longitude: z.number() };
/** What lies around a place (`private.map_around`). */
export const mapShape = z.object({
  /** Where most clients live, each in the middle of them. */
  towns: z.array(z.object({ name: z.string(), clients: z.number(), ...placed })),
  /** Postal areas, in the middle of their clients. */
  areas: z.array(z.object({ clients: z.number(), ...placed })),
  /** Where technicians start; of the other ones on the page of one. */
  homes: z.array(z.object({ name: z.string(), ...placed })),
});
export type MapAround = z.infer<typeof mapShape>;

/** What was put into a unit, the latest first (`private.unit_parts`). */
export const putInShape = z.array(z.object({
  on_day: dayShape,
  description: z.string(),
  quantity: amountShape,
  serial_number: z.string().nullable(),
  is_battery: z.boolean(),
  technician: z.string().nullable(),
  /** Where it was: at a visit, or at a repair. */
  visit_id: z.string().nullable(),
  work_order_id: z.string().nullable(),
}));
export type PutIn = z.infer<typeof putInShape>[number];

/** How old the battery of a unit is (`private.battery_told`); null for a unit without one. */
export const batteryShape = z.object({
  /** When one was put in last, else the unit; null where nobody knows. */
  since: dayShape.nullable(),
  /** It came with the unit. */
  is_own: z.boolean(),
  months: z.number().nullable(),
  lasts_months: z.number(),
  is_old: z.boolean(),
}).nullable();
export type Battery = z.infer<typeof batteryShape>;
