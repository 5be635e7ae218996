/** The Supabase CLI of exactly one version, by npx: it is a native program and no module. */
const CLI = "supabase@3.1.0";

const ROOT = new URL("../../", import.meta.url);

export interface CliResult {
  success: boolean;
  stdout: string;
  stderr: string;
}

/** Runs the Supabase CLI in the project's folder against a bare PostgreSQL database. */
export async function supabaseCli(args: string[], databaseUrl: string): Promise<CliResult> {
  const remote = `${databaseUrl}?sslmode=disable`;
  const output = await new Deno.Command("npx", {
    args: ["-y", CLI, ...args, "--remote", remote],
    cwd: ROOT,
    env: { SUPABASE_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1" },
  }).output();
  const text = new TextDecoder();
  return {
    success: output.success,
    stdout: text.decode(output.stdout),
    stderr: text.decode(output.stderr),
  };
}
