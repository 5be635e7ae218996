import * as z from "zod";

/** A photo as pages tell of it (`private.told_photo`). */
export const photoShape = z.object({
  file_id: z.string(),
  /** The line of the checklist that it is about; null for the visit, or the repair, as a whole. */
  line: z.number().nullable(),
  caption: z.string().nullable(),
  bytes: z.number(),
});
export type Photo = z.infer<typeof photoShape>;
