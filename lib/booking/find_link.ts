import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";

const answer = z.discriminatedUnion("status", [
  z.object({ status: z.literal("found"), token: z.string() }),
  z.object({ status: z.enum(["expired", "invalid", "rejected"]) }),
]);

/**
 * The link that a letter's code stands for, for who also knows the postal code; or why there is none:
 * its visit is over (expired), one of the two is wrong (invalid), or the code was tried too often (rejected).
 */
export async function findLink(
  rpc: Rpc,
  typed: { code: string; postalCode: string },
): Promise<z.infer<typeof answer>> {
  const { code, postalCode } = typed;
  return answer.parse(await rpc("find_by_short_code", { code, postal_code: postalCode }));
}
