/** What the database answers to a form that changes a row, and what a page says of it. */
import * as z from "zod";
import { instantShape } from "@/lib/database/shapes.ts";
import { changedText } from "@/lib/text/meanwhile.ts";

export const savedShape = z.object({
  status: z.string(),
  reason: z.string().nullish(),
  fields: z.union([z.array(z.string()), z.record(z.string(), z.enum(["wrong", "taken"]))])
    .nullish(),
  by: z.string().nullish(),
  at: instantShape.nullish(),
});
export type Saved = z.infer<typeof savedShape>;

/** Why a form was not taken: what to do at which field, and what to do at all. */
export interface Refusal {
  complaints: Record<string, string>;
  said: string;
}

/** Why it was not saved; null where it was. `complaintOf` words what is wrong with a field. */
export function refusalOf(
  answer: Saved,
  complaintOf: (field: string, isTaken: boolean) => string,
  zone: string,
): Refusal | null {
  if (["saved", "tried", "set", "unchanged", "removed", "gone"].includes(answer.status)) {
    return null;
  }
  const { reason, fields } = answer;
  if (reason === "changed") return changedMeanwhile(answer, zone);
  const wrong = fields && !Array.isArray(fields) ? Object.entries(fields) : [];
  return {
    complaints: Object.fromEntries(
      wrong.map(([field, why]) => [field, complaintOf(field, why === "taken")]),
    ),
    said: REFUSALS[reason ?? ""] ?? "Nothing was saved yet. Please look at what is marked.",
  };
}

const REFUSALS: Record<string, string> = {
  used: "This is in use, so it stays. Choose another one where it is used first.",
  begun:
    "This holds already, so it stays: what was quoted by it can be explained. Add another from a later day on.",
};

function changedMeanwhile({ by, at, fields }: Saved, zone: string): Refusal {
  const names = Array.isArray(fields) ? fields : [];
  return {
    complaints: Object.fromEntries(names.map((name) => [name, "Changed meanwhile."])),
    said: `${
      changedText({ by, at }, zone)
    } Nothing of yours was saved; it is still in the fields. Look at what it says now, then save again.`,
  };
}
