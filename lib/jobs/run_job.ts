import type { Rpc } from "@/lib/database/rpc.ts";

/** What a job reports: a status, and numbers by name. */
export type JobReport = { status: string; reason?: string } & Record<string, unknown>;

/**
 * Runs one job of the database to its end. The database works in short calls; their counts are added.
 *
 * @param asOf runs as of this instant and past the guard; without, once a company day from the job's hour on
 * @throws {DatabaseError} it did not answer, or refused the caller
 */
export async function runJob(rpc: Rpc, name: string, asOf?: Date): Promise<JobReport> {
  const total: JobReport = { status: "done" };
  for (;;) {
    const answer = await rpc("run_job", { name, as_of: asOf?.toISOString() });
    const { more, ...report } = answer as JobReport & { more?: boolean };
    for (const [key, value] of Object.entries(report)) {
      total[key] = typeof value === "number" ? Number(total[key] ?? 0) + value : value;
    }
    if (!more) return total;
  }
}
