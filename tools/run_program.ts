/** What a program that ended printed. */
export interface ProgramResult {
  success: boolean;
  code: number;
  stdout: string;
  stderr: string;
}

/** Long enough for an installation over a slow network. */
const PATIENCE_MILLISECONDS = 180_000;

/**
 * Runs a program to its end.
 * @throws {Error} it did not end in three minutes; it is stopped then.
 */
export async function runProgram(
  command: string | URL,
  options: Deno.CommandOptions,
): Promise<ProgramResult> {
  const signal = AbortSignal.timeout(PATIENCE_MILLISECONDS);
  const output = await new Deno.Command(command, { ...options, signal }).output();
  const [stdout, stderr] = [output.stdout, output.stderr].map((bytes) =>
    new TextDecoder().decode(bytes)
  );
  if (signal.aborted) {
    const seconds = PATIENCE_MILLISECONDS / 1000;
    throw new Error(
      `waited ${seconds} s for ${command} ${options.args?.join(" ")}\n${stdout}${stderr}`,
    );
  }
  return { success: output.success, code: output.code, stdout, stderr };
}
