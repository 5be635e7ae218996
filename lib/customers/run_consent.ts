import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { dayShape } from "@/lib/database/shapes.ts";
import { csvLine } from "@/lib/web/csv.ts";

/** How a consent stands, the best first. */
export const STANDINGS = ["express", "contract", "purchase", "expired", "none"] as const;
type Standing = typeof STANDINGS[number];

export const STANDING_WORDS: Record<Standing, string> = {
  express: "Said yes",
  contract: "By a contract",
  purchase: "Bought in the last two years",
  expired: "Bought more than two years ago",
  none: "Nothing is known",
};

const shape = z.object({
  rule: z.enum(["record", "call_when_expired"]),
  standings: z.partialRecord(
    z.enum(STANDINGS),
    z.object({ clients: z.number(), units: z.number(), mailable: z.number() }),
  ),
  /** Clients with an address whom the rule keeps from being mailed. */
  called: z.number(),
  no_address: z.number(),
  rows: z.array(z.object({
    customer_id: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    units: z.number(),
    standing: z.enum(STANDINGS),
    consent_on: dayShape.nullable(),
  })),
  after: z.string().nullable(),
});
/** Who of those that a run would enrol may be mailed. */
export type RunConsent = z.infer<typeof shape>;

/** @throws {HttpError} 404 for no such run */
export async function readRunConsent(
  rpc: Rpc,
  run_id: string,
  { most, after }: { most: number; after?: string },
): Promise<RunConsent> {
  return shape.parse(await rpc("backfill_consent", { run_id, most, after }));
}

/** All clients of a run as lines of a file, a page after the other, so that nothing long is held. */
export async function* consentLines(rpc: Rpc, run_id: string, first: RunConsent) {
  yield "\ufeff" + csvLine(["Client", "E-mail", "Phone", "Units", "Why we may mail", "Since"]);
  let page = first;
  while (true) {
    yield page.rows.map(({ name, email, phone, units, standing, consent_on }) =>
      csvLine([
        name,
        email ?? "",
        phone ?? "",
        String(units),
        STANDING_WORDS[standing],
        consent_on ?? "",
      ])
    ).join("");
    if (page.after === null) return;
    page = await readRunConsent(rpc, run_id, { most: 1000, after: page.after });
  }
}
