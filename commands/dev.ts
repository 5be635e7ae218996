/**
 * `deno task dev`: the same system as `deno task start`, with the web application served from its
 * sources on loopback. What changes there is served within a second. The database, the Edge
 * Functions and `embedded/` stay as they were at the start.
 */
import { SOURCES } from "@/dev.ts";
import { readEnv } from "@/lib/env.ts";
import type { LoopbackServer } from "@/embedded/ports.ts";
import { CommandError, runCommand } from "./fail.ts";
import { untilStopped } from "./signals.ts";
import { refuseTakenPort, serveEmbedded } from "./start.ts";

const ROOT = new URL("../", import.meta.url);

await runCommand(async () => {
  const env = readEnv();
  const stopped = untilStopped();
  const serveWeb = (port: number) => serveSources(port, stopped);
  refuseTakenPort("127.0.0.1", env.PORT);
  if (!env.SUPABASE_URL) return await serveEmbedded(env, stopped, serveWeb);
  const web = await serveWeb(env.PORT);
  await stopped;
  await web.stop();
});
Deno.exit(0);

/**
 * Runs Fresh's development server in a process of its own, which Deno starts anew when a file of
 * the web application changes. Resolves when the server answers; while the sources hold a mistake
 * that keeps it from starting, Deno waits for the next change.
 */
async function serveSources(port: number, stopped: Promise<void>): Promise<LoopbackServer> {
  const url = `http://127.0.0.1:${port}`;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-clear-screen", `--watch=${SOURCES.join(",")}`, "dev.ts"],
    cwd: ROOT,
    // The platform's SUPABASE_URL is in the environment by now: both together are refused.
    env: { PORT: String(port), DATABASE_URL: "" },
    stdout: "piped",
  }).spawn();
  stopped.then(() => stop(child));
  const answers = Promise.withResolvers<void>();
  child.stdout.pipeThrough(whenToldOf(url, answers)).pipeTo(Deno.stdout.writable);
  await answers.promise;
  return { url, port, stop: () => stop(child) };
}

/** Passes output on, and settles `told` by the line that tells where the server listens. */
function whenToldOf(url: string, told: PromiseWithResolvers<void>) {
  const text = new TextDecoder();
  return new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, output) {
      if (text.decode(chunk).includes(url)) told.resolve();
      output.enqueue(chunk);
    },
    flush: () => told.reject(new CommandError("The server stopped before it answered.")),
  });
}

async function stop(child: Deno.ChildProcess): Promise<void> {
  try {
    child.kill("SIGTERM");
  } catch (error) {
    // Ctrl-C reaches the child as well: then it has ended already.
    if (!(error instanceof TypeError)) throw error;
  }
  await child.status;
}
