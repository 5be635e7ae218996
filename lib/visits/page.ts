import * as z from "zod";
import { keptShape, sourceOfReport } from "@/lib/database/kept_report.ts";
import { photoShape } from "@/lib/database/photo.ts";
import type { Rpc } from "@/lib/database/rpc.ts";
import {
  amountShape,
  certificateStateShape,
  conditionShape,
  dayShape,
  instantShape,
  invoiceStateShape,
  mailStateShape,
} from "@/lib/database/shapes.ts";
import { CHARGES, ROLES } from "./draft.ts";
import { checklistShape, VISIT_STATES } from "./shapes.ts";

const partShape = z.object({
  description: z.string(),
  quantity: amountShape,
  unit_price: amountShape,
  charge: z.enum(CHARGES),
  serial_number: z.string().nullish(),
});
export type UsedPart = z.infer<typeof partShape>;

const recordShape = z.object({
  ...sourceOfReport,
  photos: z.array(photoShape).default([]),
  service_on: dayShape.nullable(),
  started_at: instantShape.nullable(),
  finished_at: instantShape.nullable(),
  labour_minutes: z.number().nullable(),
  findings: z.string().nullable(),
  advice_to_client: z.string().nullable(),
  signed_by: z.string().nullable(),
  signed_as: z.enum([...ROLES, "unable"]).nullable(),
  signed_how: z.enum(["drawn", "typed"]).nullable(),
  unsigned_reason: z.string().nullable(),
  /** Of a visit that came to nothing. */
  note: z.string().nullable(),
  parts: z.array(partShape),
});
export type VisitRecord = z.infer<typeof recordShape>;

const certificateShape = z.object({
  number: z.string(),
  code: z.string(),
  expires_on: dayShape,
  state: certificateStateShape,
  after_repair: z.boolean(),
  revoked_at: instantShape.nullable(),
  revoked_reason: z.string().nullable(),
});
export type VisitCertificate = z.infer<typeof certificateShape>;

const invoiceShape = z.object({
  invoice_id: z.string(),
  number: z.string().nullable(),
  state: invoiceStateShape,
  total: amountShape,
  balance: amountShape,
  due_on: dayShape.nullable(),
});
export type VisitInvoice = z.infer<typeof invoiceShape>;

const reversalShape = z.object({
  /** Why it cannot be taken back; null where it can. */
  refusal: z.string().nullable(),
  certificates: z.array(z.string()),
  void_invoice: z.string().nullable(),
  charged_anew: z.number(),
  repairs: z.array(z.number()),
  due_on: dayShape,
  stays_out_of_service: z.boolean(),
});
export type Reversal = z.infer<typeof reversalShape>;

const technicianShape = z.object({ technician_id: z.string(), name: z.string() });

const pageShape = z.object({
  visit_id: z.string(),
  task_id: z.string(),
  state: z.enum(VISIT_STATES),
  /** Its time has passed, and nobody said what became of it. */
  not_closed: z.boolean(),
  /** Whether it is to happen: its outcome can be recorded. */
  is_expected: z.boolean(),
  starts_at: instantShape,
  ends_at: instantShape,
  booked_by: z.enum(["client", "office", "technician"]),
  reason: z.string().nullable(),
  address: z.string().nullable(),
  access_notes: z.string().nullable(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  client: z.object({ customer_id: z.string(), name: z.string() }),
  technician: technicianShape.nullable(),
  unit: z.object({
    unit_id: z.string(),
    kind: z.string(),
    category: z.string(),
    product_name: z.string().nullable(),
    serial_number: z.string().nullable(),
    told_apart: z.string().nullable(),
    condition: conditionShape,
    safety_critical: z.boolean(),
  }),
  contract_id: z.string(),
  due_on: dayShape,
  next_due_on: dayShape.nullable(),
  checklist: checklistShape,
  record: recordShape.nullable(),
  /** Photos that no report has named. */
  photos: z.array(photoShape).default([]),
  kept: z.array(keptShape),
  certificates: z.array(certificateShape),
  invoices: z.array(invoiceShape),
  repairs: z.array(z.object({
    work_order_id: z.string(),
    number: z.number(),
    state: z.string(),
    /** Before tax. */
    quoted: amountShape,
    repaired_on: dayShape.nullable(),
  })),
  /** Other visits of the same stop. */
  others: z.array(
    z.object({ visit_id: z.string(), kind: z.string(), state: z.enum(VISIT_STATES) }),
  ),
  mails: z.array(
    z.object({
      message_id: z.string(),
      kind: z.string(),
      /** Null of a client who was erased. */
      recipient: z.string().nullable(),
      state: mailStateShape,
      at: instantShape,
    }),
  ),
  /** Null unless the visit is done. */
  reversal: reversalShape.nullable(),
  /** Who can have been there; nobody where no outcome is waited for. */
  technicians: z.array(technicianShape),
});
export type VisitPage = z.infer<typeof pageShape>;

/**
 * A visit as the office sees it: what was planned, what is on record, what came of it.
 *
 * @throws {HttpError} 404 for one that is not there
 */
export async function readVisitPage(rpc: Rpc, visit_id: string): Promise<VisitPage> {
  return pageShape.parse(await rpc("visit_page", { visit_id }));
}
