import * as z from "zod";
import type { SupabaseClient } from "@supabase/supabase-js";
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
 *
 * The database tells it to anybody who asks for a booking page, even of a link that never was.
 */
export async function companyCard(api: SupabaseClient, now: Date): Promise<Company> {
  if (known !== null && Math.abs(now.getTime() - known.at) < FRESH_FOR) return known.company;
  const { data } = await api.rpc("booking_page", { token: "" });
  const answer = z.object({ company: companyShape }).safeParse(data);
  if (answer.success) known = { company: answer.data.company, at: now.getTime() };
  return known?.company ?? UNKNOWN;
}
