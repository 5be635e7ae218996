import type { Rpc } from "@/lib/database/rpc.ts";
import { type Company, companyShape } from "@/lib/database/shapes.ts";

/** Shown while the database has not answered once yet. */
const UNKNOWN: Company = companyShape.parse({
  name: "Fusion Maintenance",
  phone: "",
  email: "",
});

/** How long the settings may be old, in milliseconds. */
const FRESH_FOR = 60_000;

/** How long nobody asks again after the database did not answer, in milliseconds. */
const LEFT_ALONE_FOR = 5_000;

let known: { company: Company; at: number } | null = null;
let failedAt = -Infinity;
let underWay: Promise<void> | null = null;

/** The company as it was last known, without asking. */
export function knownCompany(): Company {
  return known?.company ?? UNKNOWN;
}

/**
 * The company as of at most a minute ago. While the database does not answer it is what was last
 * known, so that even an error page shows the phone number, and nobody waits for it twice in a few
 * seconds. All who want to know at once share one question.
 */
export async function companyCard(rpc: Rpc, now: Date): Promise<Company> {
  const isWithin = (at: number, span: number) => Math.abs(now.getTime() - at) < span;
  if (known !== null && isWithin(known.at, FRESH_FOR)) return known.company;
  if (!isWithin(failedAt, LEFT_ALONE_FOR)) {
    underWay ??= look(rpc, now).finally(() => underWay = null);
    await underWay;
  }
  return knownCompany();
}

async function look(rpc: Rpc, now: Date): Promise<void> {
  const answer = companyShape.safeParse(await rpc("company_card", {}).catch(() => null));
  if (answer.success) known = { company: answer.data, at: now.getTime() };
  failedAt = answer.success ? -Infinity : now.getTime();
}
