import * as z from "zod";
import { photoShape } from "./photo.ts";
import { amountShape, instantShape } from "./shapes.ts";

/** Where a report comes from: `private.report_told`. */
export const sourceOfReport = {
  report_id: z.string(),
  kind: z.enum(["completed", "failed"]),
  state: z.enum(["accepted", "conflict", "discarded"]),
  recorded_by: z.enum(["technician", "office"]),
  by: z.string().nullable(),
  recorded_at: instantShape,
  received_at: instantShape,
  /** Times that cannot have been became the moment in which it came. */
  clock_in_doubt: z.boolean(),
  /** What was drawn, as base64 of a PNG. */
  picture: z.string().nullable(),
};

/** A report as it was sent; one from another version of the app says what it says. */
const sentShape = z.object({
  checklist: z.array(
    z.object({ position: z.number(), result: z.string(), note: z.string().nullish() }),
  ).catch([]),
  parts: z.array(
    z.object({
      description: z.string().nullish(),
      quantity: amountShape,
      serial_number: z.string().nullish(),
    }),
  ).catch([]),
  labour_minutes: z.number().nullish().catch(null),
  signature: z.object({ name: z.string().nullish(), reason: z.string().nullish() })
    .nullish().catch(null),
  findings: z.string().nullish().catch(null),
  advice_to_client: z.string().nullish().catch(null),
  /** Its client was erased: it says nothing any more. */
  is_emptied: z.boolean().catch(false),
  reason: z.string().nullish().catch(null),
  note: z.string().nullish().catch(null),
});

/** A report that met a visit, or a repair, that had changed meanwhile. */
export const keptShape = z.object({
  ...sourceOfReport,
  why: z.string().nullable(),
  can_be_taken: z.boolean(),
  photos: z.array(photoShape).default([]),
  report: sentShape,
});
export type KeptReport = z.infer<typeof keptShape>;
