import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { readAmount } from "@/lib/text/money.ts";
import { columnOf, textOf } from "@/lib/web/forms.ts";
import type { PhoneTimes } from "@/lib/web/phone.ts";
import { amountShape, dayShape } from "@/lib/database/shapes.ts";
import type { Photo } from "@/lib/database/photo.ts";
import { CHARGES, type Draft, METHODS, ROLES, type TypedPart, type TypedReport } from "./draft.ts";

/** Rows for parts that a form has beside those that are filled in. */
export const SPARE_PARTS = 2;

/** What the form of the last step says. */
export function finishOf(form: FormData): Omit<TypedReport, "checklist"> {
  return {
    findings: textOf(form, "findings"),
    advice: textOf(form, "advice"),
    labour: textOf(form, "labour"),
    serial: textOf(form, "serial"),
    parts: partsOf(form),
    signer: {
      method: METHODS.find((each) => each === textOf(form, "method")) ?? null,
      name: textOf(form, "signer"),
      role: ROLES.find((each) => each === textOf(form, "role")) ?? "client",
      reason: textOf(form, "why"),
    },
  };
}

function partsOf(form: FormData): TypedPart[] {
  const column = (name: string) => columnOf(form, name);
  const [quantities, prices, charges] = ["part_quantity", "part_price", "part_charge"].map(column);
  return column("part").flatMap((description, n) => {
    const charge = CHARGES.find((each) => each === charges[n]) ?? "included";
    const part = {
      description,
      quantity: quantities[n] ?? "",
      unit_price: prices[n] ?? "",
      charge,
    };
    return description || part.unit_price ? [part] : [];
  });
}

/** Who signs, and what the browser drew where they do it by drawing. */
export interface Signing {
  png: string;
  signer: TypedReport["signer"];
}

/** What is known of a visit while its report is written. */
export interface Known {
  /** When the technician arrived. */
  started_at?: string | null;
  /** The stop as the technician saw it. */
  based_on: number;
  /** By the clock of the database. */
  now: Date;
  /** When the technician arrived by the phone's clock, where the database has not been told when it was; else "". */
  arrived_at?: string;
  /** When a phone wrote it down and when it sends it, by its own clock. */
  phone?: PhoneTimes | null;
}

/**
 * A typed report as the database takes it: all of its times by the clock that it was sent by, which the database sets
 * right. What should be a number and is none goes as it was typed, and is refused there.
 */
export function reportOf(
  { report_id, begun_at, typed, photos }: Draft,
  signing: Signing,
  known: Known,
) {
  return {
    version: 1,
    report_id,
    ...timesOf(begun_at, known),
    ...contentOf(typed),
    ...namesOf(photos),
    ...signatureOf(signing),
  };
}

/** When the work was, and which time the technician knew of. */
export function timesOf(
  begun_at: string | null,
  { started_at, based_on, now, arrived_at, phone }: Known,
) {
  const sent = phone ? new Date(phone.sent_at) : now;
  const recorded = phone ? new Date(phone.recorded_at) : now;
  /** What the database's clock showed, by the one that it is sent by. */
  const shifted = (at: string) => new Date(new Date(at).getTime() + sent.getTime() - now.getTime());
  const known = started_at ?? begun_at;
  const told = known ? shifted(known) : null;
  const began = earliest(recorded, told, readInstant(arrived_at));
  const worked = Math.ceil((recorded.getTime() - began.getTime()) / 60_000);
  return {
    based_on,
    recorded_at: recorded.toISOString(),
    sent_at: sent.toISOString(),
    started_at: began.toISOString(),
    finished_at: recorded.toISOString(),
    labour_minutes: Math.min(worked, LONGEST_DAY),
  };
}

/** The photos that belong to a report. */
export const namesOf = (photos: Photo[]) =>
  photos.length > 0 ? { file_ids: photos.map(({ file_id }) => file_id) } : {};

const earliest = (first: Date, ...others: (Date | null)[]) =>
  new Date(Math.min(first.getTime(), ...others.flatMap((each) => each ? [each.getTime()] : [])));

function readInstant(text = ""): Date | null {
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? null : at;
}

/** What a report says of the unit, however it came to be written. */
export function contentOf(typed: TypedReport) {
  return {
    checklist: Object.entries(typed.checklist).flatMap(([position, { result, note }]) =>
      result ? [{ position: Number(position), result, ...(note && { note }) }] : []
    ),
    ...(typed.labour && { labour_minutes: numberOf(typed.labour) }),
    ...(typed.findings && { findings: typed.findings }),
    ...(typed.advice && { advice_to_client: typed.advice }),
    parts: typed.parts.map(({ description, quantity, unit_price, charge }) => ({
      description,
      quantity: numberOf(quantity || "1"),
      unit_price: numberOf(unit_price || "0"),
      charge,
    })),
    ...(typed.serial && { unit: { serial_number: typed.serial } }),
  };
}

/** The most minutes of work that a report may name. */
const LONGEST_DAY = 1440;

/** Who signed, and how; nothing where nobody said. */
export function signatureOf({ signer: { method, name, role, reason }, png }: Signing) {
  switch (method) {
    case "drawn":
      return png ? { signature: { name, role, method, png_base64: png } } : {};
    case "typed":
      return { signature: { name, role, method } };
    case "unable":
      return { signature: { role: "unable", reason } };
    default:
      return {};
  }
}

/** What is no number as people here write them ("12,50") goes as it was typed, and is refused rather than read as another. */
const numberOf = (typed: string): number | string => readAmount(typed) ?? typed;

export const answerShape = z.discriminatedUnion("status", [
  z.object({
    status: z.literal("done"),
    next_due_on: dayShape.nullish(),
    certificate: z.object({ number: z.string(), code: z.string() }).nullish(),
    invoice: z.object({ id: z.string(), total: amountShape, balance: amountShape }).nullish(),
    repair_work_order_id: z.string().nullish(),
  }),
  z.object({
    status: z.literal("incomplete"),
    missing: z.array(z.union([z.number(), z.string()])),
  }),
  z.object({ status: z.literal("conflict"), reason: z.string() }),
  z.object({ status: z.literal("refused"), reason: z.string() }),
  z.object({ status: z.literal("rejected"), reason: z.string(), field: z.string() }),
]);
export type Answer = z.infer<typeof answerShape>;

/** Sends a report. The same one again has the same answer. */
export async function complete(
  rpc: Rpc,
  visit_id: string,
  report: ReturnType<typeof reportOf>,
): Promise<Answer> {
  return answerShape.parse(await rpc("complete_visit", { visit_id, report }));
}
