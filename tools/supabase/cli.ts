import { type ProgramResult, runProgram } from "../run_program.ts";

/** The Supabase CLI of exactly one version, by npx: it is a native program and no module. */
const CLI = "supabase@3.1.0";

const ROOT = new URL("../../", import.meta.url);

/** A hosted project, or what stands in for the service that hosts it. */
export interface CliProject {
  /** Twenty lower-case letters. */
  ref: string;
  /** Of whoever deploys: `sbp_` and forty hexadecimal digits. */
  accessToken: string;
  /** Origin of the service's management API. */
  apiUrl: string;
}

/** Runs the Supabase CLI in the project's folder against a bare PostgreSQL database. */
export async function supabaseCli(args: string[], databaseUrl: string): Promise<ProgramResult> {
  return await run([...args, "--remote", `${databaseUrl}?sslmode=disable`]);
}

/** Runs the Supabase CLI in the project's folder for a project behind a management API. */
export async function supabaseCliFor(project: CliProject, args: string[]): Promise<ProgramResult> {
  const home = await Deno.makeTempDir();
  try {
    const profile = `${home}/profile.json`;
    await Deno.writeTextFile(profile, profileOf(project));
    const target = [`--remote=${project.ref}`, "--profile", profile, "--yes"];
    const env = { SUPABASE_ACCESS_TOKEN: project.accessToken, SUPABASE_HOME: home };
    return await run([...args, ...target], env);
  } finally {
    await Deno.remove(home, { recursive: true });
  }
}

/** The CLI learns another service's addresses from a file. */
function profileOf({ apiUrl }: CliProject): string {
  return JSON.stringify({
    name: "test",
    api_url: apiUrl,
    dashboard_url: apiUrl,
    project_host: "project.invalid",
  });
}

async function run(args: string[], env: Record<string, string> = {}): Promise<ProgramResult> {
  return await runProgram("npx", {
    args: ["-y", CLI, ...args],
    cwd: ROOT,
    env: { SUPABASE_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1", ...env },
  });
}
