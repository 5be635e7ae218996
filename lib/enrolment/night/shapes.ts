/** What the database tells of an import, whoever reads it: pages, files, the command line. */
import * as z from "zod";

/** `private.change_told`. */
export const changeShape = z.object({
  id: z.string(),
  change_kind: z.string(),
  subject: z.string(),
  field: z.string().nullable(),
  file_name: z.string().nullable(),
  line: z.number().nullable(),
  was: z.string().nullable(),
  became: z.string().nullable(),
  why: z.string().nullable(),
  customer_id: z.string().nullable(),
  client: z.string().nullable(),
  /** What it is about beside the client: an order, a product, a kind of unit. */
  what: z.string().nullable(),
  contract_id: z.string().nullable(),
});
export type Change = z.infer<typeof changeShape>;

/** `private.files_of_run`. */
export const fileShape = z.object({
  file_id: z.string(),
  kind: z.string(),
  file_name: z.string(),
  state: z.enum(["receiving", "held", "taking_in", "finished", "dropped"]),
  rows: z.number(),
  rows_before: z.number().nullable(),
  /** How many of its rows say something new; of jobs all, which are compared one by one. */
  news: z.number(),
  changed: z.number(),
  refused: z.number(),
});
export type RunFile = z.infer<typeof fileShape>;

/** `private.import_change_groups`. */
export const groupShape = z.object({
  change_kind: z.string(),
  subject: z.string(),
  field: z.string().nullable(),
  count: z.number(),
  example: changeShape,
});
export type ChangeGroup = z.infer<typeof groupShape>;
