import { within } from "@/embedded/within.ts";

const ROOT = new URL("../", import.meta.url);

/** The slowest of all, `deno task start` with an empty cache, takes a fifth of it on an idle machine. */
const START_MILLISECONDS = 300_000;
const STOP_MILLISECONDS = 60_000;

/** A program that a test has started and will stop. */
export interface StartedProgram {
  pid: number;
  /** The line for which the start waited. */
  line: string;
  /** Settles when it ends, of itself or not. */
  ended: Promise<Deno.CommandStatus>;
  /** Sends a signal and waits for the end. @throws it goes on; it is killed then. */
  stop(signal: Deno.Signal): Promise<Deno.CommandStatus>;
}

/**
 * Runs Deno in the project's folder and waits for a line that it prints; what it prints to stderr
 * afterwards is passed on.
 * @throws it ends, or a long time passes, without that line; the message holds what it printed.
 */
export async function startProgram(
  args: string[],
  line: RegExp,
  env: Record<string, string> = {},
): Promise<StartedProgram> {
  const child = new Deno.Command(Deno.execPath(), {
    args,
    cwd: ROOT,
    env,
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const found = Promise.withResolvers<string>();
  let printed = "";
  let isUp = false;
  const drained = Promise.all([child.stdout, child.stderr].map(async (stream) => {
    for await (const text of stream.pipeThrough(new TextDecoderStream())) {
      printed += text;
      if (isUp && stream === child.stderr) console.error(text.trimEnd());
      const match = printed.split("\n").slice(0, -1).find((each) => line.test(each));
      if (match !== undefined) found.resolve(match);
    }
  }));
  drained.then(() => found.reject(new Error("it ended")));

  async function stop(signal: Deno.Signal): Promise<Deno.CommandStatus> {
    child.kill(signal);
    const ended = drained.then(() => child.status);
    try {
      return await within(STOP_MILLISECONDS, `${args.join(" ")} to stop at ${signal}`, ended);
    } catch (error) {
      child.kill("SIGKILL");
      throw error;
    }
  }
  try {
    const match = await within(START_MILLISECONDS, `a line like ${line}`, found.promise);
    isUp = true;
    return { pid: child.pid, line: match, ended: child.status, stop };
  } catch (error) {
    await stop("SIGKILL").catch(() => {});
    throw new Error(`${args.join(" ")}: ${(error as Error).message}\n${printed}`);
  }
}
