import { EnvError } from "@/lib/env.ts";
import { DataDirError } from "@/embedded/data_dir.ts";
import { MigrateError } from "@/embedded/migrate.ts";
import { OpenError } from "@/embedded/open.ts";

/** A command cannot go on; shown to people as one line. */
export class CommandError extends Error {
  override name = "CommandError";
}

const EXPECTED = [CommandError, EnvError, DataDirError, MigrateError, OpenError];

/**
 * Runs a command. What a person can put right is one line on stderr and exit code 1; anything else is a
 * bug and keeps its stack.
 */
export async function runCommand(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    if (!EXPECTED.some((kind) => error instanceof kind)) throw error;
    console.error((error as Error).message);
    Deno.exit(1);
  }
}
