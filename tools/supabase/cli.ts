import { type ProgramResult, runProgram } from "../run_program.ts";

/** The Supabase CLI of exactly one version, by npx: it is a native program and no module. */
const CLI = "supabase@3.1.0";

const ROOT = new URL("../../", import.meta.url);

/** Runs the Supabase CLI in the project's folder against a bare PostgreSQL database. */
export async function supabaseCli(args: string[], databaseUrl: string): Promise<ProgramResult> {
  const remote = `${databaseUrl}?sslmode=disable`;
  return await runProgram("npx", {
    args: ["-y", CLI, ...args, "--remote", remote],
    cwd: ROOT,
    env: { SUPABASE_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1" },
  });
}
