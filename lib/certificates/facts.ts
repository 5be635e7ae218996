import * as z from "zod";
import { dayShape, instantShape } from "@/lib/database/shapes.ts";

const lineShape = z.object({
  position: z.number(),
  section: z.string(),
  label: z.string(),
  safety_critical: z.boolean(),
  result: z.enum(["pass", "fail", "not_applicable"]).nullable(),
  note: z.string().nullable(),
});
export type CertificateLine = z.infer<typeof lineShape>;

/** All that the paper says (`private.certificate_facts`): what is added there later is not drawn, and does no harm. */
export const certificateFacts = z.object({
  number: z.string(),
  code: z.string().length(16),
  service_on: dayShape,
  expires_on: dayShape,
  issued_at: instantShape,
  company: z.object({
    name: z.string(),
    postal_address: z.string(),
    phone: z.string(),
    email: z.string(),
    public_url: z.string(),
    time_zone: z.string(),
  }),
  unit: z.object({
    kind: z.string(),
    product: z.string().nullable(),
    serial_number: z.string().nullable(),
    /** What it is known by without a serial number: the line of its order, and which of that line. */
    order_line: z.string().nullable(),
    site_type: z.enum(["private", "regulated"]),
    address_lines: z.array(z.string()),
  }),
  technician: z.object({ name: z.string(), licence_number: z.string().nullable() }).nullable(),
  visit: z.object({
    work_order: z.number().nullable(),
    started_at: instantShape.nullable(),
    finished_at: instantShape.nullable(),
  }),
  repair: z.object({ work_order: z.number(), repaired_on: dayShape.nullable() }).nullable(),
  lines: z.array(lineShape),
  signature: z.object({
    name: z.string().nullable(),
    role: z.enum(["client", "caregiver", "facility_staff", "unable"]).nullable(),
    method: z.enum(["drawn", "typed"]).nullable(),
    reason: z.string().nullable(),
  }),
  /** What was drawn, which the content knows by its digest. */
  signature_png: z.base64().nullable(),
});
export type CertificateFacts = z.infer<typeof certificateFacts>;
