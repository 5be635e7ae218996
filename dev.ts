/**
 * The web application's build, as every Fresh project has it: `deno run -A dev.ts build` writes
 * `_fresh/`, and `deno run -A dev.ts` serves the sources as they are. The second is started by
 * `deno task dev` (commands/dev.ts), which gives it a database and starts it anew when files change.
 */
import { Builder } from "fresh/dev";
import { config } from "@/fresh.config.ts";
import { readEnv } from "@/lib/env.ts";

const builder = new Builder(config);

/** Scripts that are no islands, and the static files that they become: the worker has its scope from where it lies. */
const SCRIPTS = [
  { from: "lib/phone/worker.ts", to: "static/tech-worker.js", format: "iife" },
  { from: "lib/phone/page.ts", to: "static/tech-page.js", format: "esm" },
] as const;

async function hasScripts(): Promise<boolean> {
  const found = SCRIPTS.map(({ to }) => Deno.stat(new URL(to, import.meta.url)));
  return (await Promise.allSettled(found)).every(({ status }) => status === "fulfilled");
}

/** Writes those files. */
async function writeScripts(): Promise<void> {
  const esbuild = await import("esbuild");
  try {
    for (const { from, to, format } of SCRIPTS) {
      const { outputFiles: [{ text }] } = await esbuild.build({
        entryPoints: [from],
        absWorkingDir: config.root,
        bundle: true,
        write: false,
        minify: true,
        format,
        target: "es2022",
        alias: { "@": config.root },
        logLevel: "silent",
      });
      const file = new URL(to, import.meta.url);
      // A file that is written is a change, after which a server in development starts anew.
      const before = await Deno.readTextFile(file).catch(() => "");
      if (before !== text) await Deno.writeTextFile(file, text);
    }
  } finally {
    await esbuild.stop();
  }
}

/** Everything that a build reads; other files are loaded as they are when the server runs. */
export const SOURCES = [
  "components",
  "deno.json",
  "deno.lock",
  "fresh",
  "fresh.config.ts",
  "islands",
  "lib",
  "routes",
  "static",
];

/** Answers requests for the web application. */
export type Handler = (request: Request, info?: Deno.ServeHandlerInfo) => Promise<Response>;

/** Builds the web application into `_fresh/`, unless what is there was made from the same files. */
export async function buildIfNeeded(): Promise<void> {
  // Several servers may start at once, as in tests: one builds, the others wait for it.
  using lock = await Deno.open(new URL("fresh.config.ts", import.meta.url));
  await lock.lock(true);
  const stamp = new URL("_fresh/inputs.sha256", import.meta.url);
  const inputs = await hashOfSources();
  const isSame = await Deno.readTextFile(stamp).catch(() => "") === inputs;
  if (isSame && await hasScripts()) return;
  await writeScripts();
  // What is built from now on is whole only when it says so again.
  await Deno.remove(stamp).catch(() => {});
  await builder.build();
  await Deno.writeTextFile(stamp, inputs);
}

/**
 * The request handler of the built application. Builds first where needed.
 *
 * ```ts
 * import { loadServer } from "@/dev.ts";
 * Deno.serve({ port }, await loadServer());
 * ```
 */
export async function loadServer(): Promise<Handler> {
  await buildIfNeeded();
  return await importServer();
}

/** The handler of what was built last. */
export async function importServer(): Promise<Handler> {
  const server = await import(new URL("_fresh/server.js", import.meta.url).href);
  return server.default.fetch;
}

async function hashOfSources(): Promise<string> {
  const parts: (string | Uint8Array<ArrayBuffer>)[] = [];
  async function read(url: URL): Promise<void> {
    const { isDirectory } = await Deno.stat(url);
    // Made of the others.
    if (SCRIPTS.some(({ to }) => url.pathname.endsWith(`/${to}`))) return;
    if (!isDirectory) {
      parts.push(url.pathname, await Deno.readFile(url));
      return;
    }
    const names = [];
    for await (const { name } of Deno.readDir(url)) names.push(name);
    for (const name of names.sort()) await read(new URL(`${url.href}/${name}`));
  }
  for (const source of SOURCES) {
    await read(new URL(source, import.meta.url)).catch((error) => {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    });
  }
  const bytes = await new Blob(parts).bytes();
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}

if (import.meta.main) {
  if (Deno.args.includes("build")) await buildIfNeeded();
  else {
    await writeScripts();
    await builder.listen(() => import("@/main.ts"), {
      hostname: "127.0.0.1",
      port: readEnv().PORT,
      onListen: ({ hostname, port }) => console.log(`Sources served on http://${hostname}:${port}`),
    });
  }
}
