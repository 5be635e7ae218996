import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { dayShape } from "@/lib/database/shapes.ts";
import { type Letter, letter } from "./letter.ts";

const dueShape = z.object({
  letters: z.number(),
  rows: z.array(z.object({
    contract_id: z.string(),
    customer: z.string(),
    city: z.string().nullable(),
    due_on: dayShape,
    /** A call would do as well. */
    can_be_called: z.boolean(),
    /** Whether a street is known to post it to. */
    has_address: z.boolean(),
    kinds: z.array(z.string()),
  })),
});
/** Who on the work list gets a letter today, one for each home. */
export type LettersDue = z.infer<typeof dueShape>;

export async function readLettersDue(rpc: Rpc): Promise<LettersDue> {
  return dueShape.parse(await rpc("letters_due", {}));
}

const printedShape = z.union([
  z.object({
    status: z.literal("ok"),
    letters: z.array(z.intersection(
      z.object({ contract_id: z.string() }),
      z.union([letter, z.object({ status: z.literal("together") })]),
    )),
  }),
  z.object({ status: z.literal("rejected") }),
]);

/** A letter, or `together` where that about another of the contracts tells of this unit too. */
export type OneOfLetters = { contract_id: string } & (Letter | { status: "together" });

/** The letters about these contracts with link and code; null for none, or for more than go at once. */
export async function printLetters(
  rpc: Rpc,
  contract_ids: string[],
): Promise<OneOfLetters[] | null> {
  const answer = printedShape.parse(await rpc("print_letters", { contract_ids }));
  return answer.status === "ok" ? answer.letters : null;
}
