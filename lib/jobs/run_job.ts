import type { SupabaseClient } from "@supabase/supabase-js";

/** What a job reports: a status, and numbers by name. */
export type JobReport = { status: string; reason?: string } & Record<string, unknown>;

/**
 * Runs one job of the database to its end. The database works in short calls; their counts are added.
 *
 * @param asOf runs as of this instant and past the guard; without, once a company day from 08:00 on
 * @throws when the database does not answer or refuses the caller
 */
export async function runJob(
  client: SupabaseClient,
  name: string,
  asOf?: Date,
): Promise<JobReport> {
  const total: JobReport = { status: "done" };
  for (;;) {
    const { data, error } = await client.rpc("run_job", {
      name,
      as_of: asOf?.toISOString() ?? null,
    });
    if (error) throw new Error(`run_job ${name}: ${error.message}`);
    const { more, ...report } = data as JobReport & { more?: boolean };
    for (const [key, value] of Object.entries(report)) {
      total[key] = typeof value === "number" ? Number(total[key] ?? 0) + value : value;
    }
    if (!more) return total;
  }
}
