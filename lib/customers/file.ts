import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { dayShape } from "@/lib/database/shapes.ts";

/** How somebody is best reached. */
export const REACH_BY = ["email", "phone", "letter", "relay", "caregiver"] as const;

const stopped = z.object({
  reason: z.enum(["unsubscribed", "hard_bounce", "complaint"]),
  since: dayShape,
}).nullable();
export type Stopped = z.infer<typeof stopped>;

const contactShape = z.object({
  contact_id: z.string(),
  /** What the page shows, to be sent back with its form. */
  shown: z.string(),
  name: z.string(),
  relation: z.string().nullable(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  stopped,
  receives: z.enum(["beside", "instead", "nothing"]),
  is_payer: z.boolean(),
  billing_address: z.string().nullable(),
  purchase_order: z.string().nullable(),
});
export type FileContact = z.infer<typeof contactShape>;

const fileShape = z.object({
  customer_id: z.string(),
  shown: z.string(),
  name: z.string(),
  /** As they are greeted; empty where a greeting without name is better. */
  first_name: z.string(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  stopped,
  reach_by: z.enum(REACH_BY),
  reach_note: z.string().nullable(),
  notes: z.string().nullable(),
  deceased_on: dayShape.nullable(),
  erased_on: dayShape.nullable(),
  consent_basis: z.enum(["none", "contract", "purchase", "express"]),
  consent_on: dayShape.nullable(),
  /** They are called instead of reminded by mail, since no consent holds. */
  has_no_consent: z.boolean().default(false),
  since: dayShape.nullable(),
  contacts: z.array(contactShape),
  work: z.array(z.object({
    activity_id: z.string(),
    kind: z.string(),
    urgent: z.boolean(),
    due_on: dayShape,
    what: z.string().nullable(),
  })),
});
export type ClientFile = z.infer<typeof fileShape>;

/**
 * A client's file.
 *
 * @throws {HttpError} 404 for nobody
 */
export async function readFile(rpc: Rpc, customer_id: string): Promise<ClientFile> {
  return fileShape.parse(await rpc("client_file", { customer_id }));
}
