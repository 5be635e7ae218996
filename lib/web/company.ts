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

let known: { company: Company; at: number } | null = null;

/**
 * The company as of at most a minute ago. While the database does not answer it is what was last
 * known, so that even an error page shows the phone number.
 */
export async function companyCard(rpc: Rpc, now: Date): Promise<Company> {
  if (known !== null && Math.abs(now.getTime() - known.at) < FRESH_FOR) return known.company;
  const answer = companyShape.safeParse(await rpc("company_card", {}).catch(() => null));
  if (answer.success) known = { company: answer.data, at: now.getTime() };
  return known?.company ?? UNKNOWN;
}
