import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { dayShape } from "@/lib/database/shapes.ts";

const told = {
  number: z.string(),
  kind: z.string(),
  company: z.string(),
  serviced_on: dayShape,
  expires_on: dayShape,
};

const verdictShape = z.discriminatedUnion("status", [
  z.object({ status: z.literal("current"), ...told }),
  z.object({ status: z.literal("expired"), ...told }),
  z.object({ status: z.literal("superseded"), inspected_again_on: dayShape, ...told }),
  z.object({ status: z.literal("revoked"), revoked_on: dayShape, ...told }),
  z.object({ status: z.literal("unknown") }),
]);
export type Verdict = z.infer<typeof verdictShape>;
export type KnownVerdict = Exclude<Verdict, { status: "unknown" }>;

/** What a certificate is worth today, for whoever holds its code; nothing personal. */
export async function verifyCertificate(rpc: Rpc, code: string): Promise<Verdict> {
  return verdictShape.parse(await rpc("verify_certificate", { code }));
}
