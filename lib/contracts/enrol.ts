import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { amountShape, dayShape } from "@/lib/database/shapes.ts";
import { isDay } from "@/lib/text/dates.ts";
import { readAmount } from "@/lib/text/money.ts";
import { textOf } from "@/lib/web/forms.ts";
import { serialFault } from "@/lib/text/serials.ts";

const termsShape = { fee: amountShape.nullable(), interval_months: z.number().nullable() };

const kindShape = z.object({
  category_id: z.string(),
  name: z.string(),
  /** Whether a serial number is needed to tell its units apart. */
  identity: z.enum(["serial", "line"]),
  /** Whether a unit is enrolled whose product nobody knows. */
  enabled: z.boolean(),
  ...termsShape,
  products: z.array(z.object({ product_id: z.string(), name: z.string(), ...termsShape })),
});
export type EnrolKind = z.infer<typeof kindShape>;

const pageShape = z.object({
  today: dayShape,
  customer_id: z.string(),
  name: z.string(),
  address: z.string().nullable(),
  kinds: z.array(kindShape),
});
/** What can be enrolled for a client. */
export type EnrolPage = z.infer<typeof pageShape>;

/**
 * What can be enrolled for a client, and on which terms.
 *
 * @throws {HttpError} 404 for a client who is not there
 */
export async function readEnrolPage(rpc: Rpc, customer_id: string): Promise<EnrolPage> {
  return pageShape.parse(await rpc("enrol_page", { customer_id }));
}

/** What was typed. */
export const FIELDS = [
  "what",
  "serial_number",
  "installed_on",
  "due_on",
  "fee",
  "request_id",
] as const;
export type EnrolField = typeof FIELDS[number];
export type EnrolTyped = Record<EnrolField, string>;

export const enrolTyped = (form: FormData) =>
  Object.fromEntries(FIELDS.map((name) => [name, textOf(form, name)])) as EnrolTyped;

/** An empty form. It is one unit, however often it is sent. */
export const blankEnrolment = (): EnrolTyped => ({
  what: "",
  serial_number: "",
  installed_on: "",
  due_on: "",
  fee: "",
  request_id: crypto.randomUUID(),
});

const answerShape = z.object({
  status: z.enum(["enrolled", "refused", "rejected"]),
  contract_id: z.string().nullish(),
  reason: z.string().nullish(),
  why: z.string().nullish(),
  customer: z.string().nullish(),
});

/** The new contract, or what is to be corrected and how; no field where it is about none. */
export type Enrolled =
  | { ok: true; contract_id: string }
  | { ok: false; field: EnrolField | ""; complaint: string };

/** Enrols the unit that a form describes. */
export async function enrol(rpc: Rpc, customer_id: string, typed: EnrolTyped): Promise<Enrolled> {
  const [is, id] = typed.what.split(":");
  const known = z.uuid().safeParse(id).data;
  const fee = typed.fee === "" ? undefined : readAmount(typed.fee);
  if (known === undefined) return wrong("what");
  if (fee === null) return wrong("fee");
  for (const field of ["installed_on", "due_on"] as const) {
    if (typed[field] !== "" && !isDay(typed[field])) return wrong(field);
  }
  const answer = answerShape.parse(
    await rpc("enrol_unit", {
      customer_id,
      category_id: is === "kind" ? known : undefined,
      product_id: is === "product" ? known : undefined,
      serial_number: typed.serial_number || undefined,
      installed_on: typed.installed_on || undefined,
      due_on: typed.due_on || undefined,
      fee,
      request_id: z.uuid().safeParse(typed.request_id).data,
    }),
  );
  if (answer.contract_id) return { ok: true, contract_id: answer.contract_id };
  return refusal(answer.reason ?? "", answer.why ?? "", answer.customer ?? "somebody");
}

const COMPLAINTS: Record<string, string> = {
  what: "Please choose what it is.",
  installed_on: "Please choose the day it was installed, not one to come; or leave it empty.",
  due_on: "Please choose a day from today to ten years ahead, or leave it empty.",
  fee: "Please write an amount such as 189.00, or leave it empty.",
};

const wrong = (field: EnrolField): Enrolled => ({ ok: false, field, complaint: COMPLAINTS[field] });

function refusal(reason: string, why: string, customer: string): Enrolled {
  switch (reason) {
    case "serial_number":
      return { ok: false, field: "serial_number", complaint: serialFault(why, customer) };
    case "erased":
      return {
        ok: false,
        field: "",
        complaint: "This client was erased at their wish. Whoever comes again is a new client.",
      };
    case "deceased":
      return {
        ok: false,
        field: "",
        complaint: "This client has died. Nothing is enrolled under the name.",
      };
    case "not_enabled":
      return { ok: false, field: "what", complaint: "Units of this kind are not maintained." };
    default:
      return wrong(reason in COMPLAINTS ? reason as EnrolField : "what");
  }
}
