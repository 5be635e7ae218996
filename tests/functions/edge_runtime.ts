import { FUNCTIONS } from "./function_folders.ts";

/** The Deno inside edge runtime 1.74, which hosted projects run. */
const EDGE_DENO = "deno@2.1.4";

/** Deployed, a function has its packages to itself; and who lays out `node_modules` anew pulls them from below other tests. */
const ALONE = ["--no-lock", "--node-modules-dir=none"];

const SERVE_FUNCTION = new URL("serve_function.ts", import.meta.url).href;

/** It trusts no certificates but its own unless told; some networks have one of theirs. */
const SETTINGS = { DENO_TLS_CA_STORE: "system,mozilla", NO_COLOR: "1" };

/** A process that takes longer than this, installing packages included, hangs and is ended. */
const PATIENCE_MILLISECONDS = 180_000;

/** An Edge Function that answers in a process of its own. */
export interface RunningFunction {
  url: string;
  stop(): Promise<void>;
}

let program: Promise<string> | undefined;

/** The program itself: what npx starts would go on when npx is stopped. */
function edgeDeno(): Promise<string> {
  return program ??= output("npx", [
    "-y",
    EDGE_DENO,
    "eval",
    ...ALONE,
    "console.log(Deno.execPath())",
  ]);
}

/**
 * Checks the types of a function and everything it imports against what its Deno knows.
 * @throws what is wrong, among it every API that is too new
 */
export async function checkTypes(name: string): Promise<void> {
  const args = ["check", ...ALONE, "--config", configOf(name), moduleOf(name)];
  await output(await edgeDeno(), args);
}

/** Starts a function with its own `deno.json`, and these variables. */
export async function startFunction(
  name: string,
  env: Record<string, string>,
): Promise<RunningFunction> {
  const process = new Deno.Command(await edgeDeno(), {
    args: [
      "run",
      "--allow-all",
      ...ALONE,
      "--no-check",
      "--config",
      configOf(name),
      SERVE_FUNCTION,
      moduleOf(name),
    ],
    env: { ...SETTINGS, ...env },
    stdout: "piped",
    stderr: "inherit",
    signal: AbortSignal.timeout(PATIENCE_MILLISECONDS),
  }).spawn();
  const lines = process.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const { value: port, done } = await lines.read();
  if (done) throw new Error(`${name} ended before it listened`);
  return {
    url: `http://127.0.0.1:${port.trim()}/${name}`,
    async stop() {
      process.kill("SIGTERM");
      await process.status;
      await lines.cancel();
    },
  };
}

function configOf(name: string): string {
  return new URL(`${name}/deno.json`, FUNCTIONS).pathname;
}

function moduleOf(name: string): string {
  return new URL(`${name}/index.ts`, FUNCTIONS).href;
}

async function output(command: string, args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(command, {
    args,
    env: SETTINGS,
    signal: AbortSignal.timeout(PATIENCE_MILLISECONDS),
  }).output();
  const text = new TextDecoder();
  if (!success) throw new Error(`${command} ${args.join(" ")}:\n${text.decode(stderr)}`);
  return text.decode(stdout).trim();
}
