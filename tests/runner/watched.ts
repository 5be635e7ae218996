/** How long a suite may take. Waits inside of it have bounds of their own, which are shorter. */
export interface Limits {
  /** Between two things it says; the longest single test takes a tenth of it on an idle machine. */
  silenceMilliseconds: number;
  wholeMilliseconds: number;
}

export const LIMITS: Limits = { silenceMilliseconds: 6 * 60_000, wholeMilliseconds: 30 * 60_000 };

/** A program that has ended, one way or the other. */
export interface WatchedRun {
  success: boolean;
  /** What it printed to both streams, in the order in which it arrived. */
  output: string;
  /** Why it did not end by itself. */
  cutShort?: string;
}

/** How long a program may take to stop what it started. */
const FAREWELL_MILLISECONDS = 10_000;

/**
 * Runs a program in a process group of its own, until it ends, exceeds a limit or `stopped` is aborted;
 * then whatever it started is ended too.
 */
export async function runWatched(
  command: string,
  options: Deno.CommandOptions,
  stopped: AbortSignal,
  limits: Limits = LIMITS,
): Promise<WatchedRun> {
  if (stopped.aborted) return { success: false, output: "", cutShort: "was stopped" };
  const child = new Deno.Command(command, {
    ...options,
    detached: true,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const cut = Promise.withResolvers<string>();
  const whole = cutAfter(limits.wholeMilliseconds, "did not end in");
  let silence = cutAfter(limits.silenceMilliseconds, "said nothing for");
  function cutAfter(milliseconds: number, what: string) {
    return setTimeout(
      () => cut.resolve(`${what} ${milliseconds / 1000} s and was ended`),
      milliseconds,
    );
  }
  const stop = () => cut.resolve("was stopped");
  stopped.addEventListener("abort", stop);

  let output = "";
  const heard = Promise.all([child.stdout, child.stderr].map(async (stream) => {
    for await (const text of stream.pipeThrough(new TextDecoderStream())) {
      output += text;
      clearTimeout(silence);
      silence = cutAfter(limits.silenceMilliseconds, "said nothing for");
    }
  }));
  const cutShort = await Promise.race([child.status.then(() => undefined), cut.promise]);
  if (cutShort !== undefined) await interrupt(child);
  signalGroup(child, "SIGKILL");
  const { success } = await child.status;
  await heard;
  clearTimeout(whole);
  clearTimeout(silence);
  stopped.removeEventListener("abort", stop);
  return { success: success && cutShort === undefined, output, cutShort };
}

/** Postgres, Chromium and our own programs tidy up when they are interrupted. */
async function interrupt(child: Deno.ChildProcess): Promise<void> {
  signalGroup(child, "SIGINT");
  const { promise: isOver, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, FAREWELL_MILLISECONDS);
  await Promise.race([child.status, isOver]);
  clearTimeout(timer);
}

/** A negative pid is the process group of that process. */
function signalGroup(child: Deno.ChildProcess, signal: Deno.Signal): void {
  try {
    Deno.kill(Deno.build.os === "windows" ? child.pid : -child.pid, signal);
  } catch (error) {
    // Nobody is left.
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
