import * as z from "zod";
import type { SupabaseClient } from "@supabase/supabase-js";

/** What anybody may know about the company: it stands on every page. */
export const companySchema = z.object({
  name: z.string(),
  phone: z.string(),
  email: z.string(),
  brand_color: z.string().regex(/^#[0-9a-fA-F]{6}$/).catch("#0b5d3b"),
  logo_url: z.string().nullish(),
  time_zone: z.string().default("America/Toronto"),
});
export type Company = z.infer<typeof companySchema>;

/** Shown while the database has not answered once yet. */
const UNKNOWN: Company = companySchema.parse({
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
  const answer = z.object({ company: companySchema }).safeParse(data);
  if (answer.success) known = { company: answer.data.company, at: now.getTime() };
  return known?.company ?? UNKNOWN;
}

/** A phone number as a link that dials it. */
export function phoneHref(phone: string): string {
  return `tel:${phone.replace(/[^\d+]/g, "")}`;
}
