import { within } from "@/embedded/within.ts";
import { freePort } from "../free_port.ts";
import { runProgram } from "../run_program.ts";
import type { Binaries } from "./binaries.ts";

/** A throw-away PostgreSQL server. Its files and processes are gone after `stop`. */
export interface ScratchServer {
  major: number;
  port: number;
  /** Superuser's URL of a database on it. */
  url(database: string): string;
  /** What the server wrote to its log so far; deadlocks and errors show here. */
  log(): Promise<string>;
  stop(): Promise<void>;
  /** For a process that is ending and cannot wait. */
  stopNow(): void;
}

export interface ScratchOptions {
  /** Extra `-c name=value` settings of the server. */
  settings?: Record<string, string>;
  /** A `.tar.gz` of one more extension's files (`share/postgresql/extension/…`); version 17 only. */
  extensionArchive?: string;
}

const NOBODY = 65534;
/** For starting and for stopping. */
const PATIENCE_MILLISECONDS = 60_000;
const FOLDER_PREFIX = "fusion-postgres-";

/** PostgreSQL refuses to run as root; there it runs as `nobody`. */
const runAs: { uid?: number; gid?: number } = Deno.build.os !== "windows" && Deno.uid() === 0
  ? { uid: NOBODY, gid: NOBODY }
  : {};
const environment = { PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" };

/**
 * Starts a server in a new folder of the system's temporary folder, on a free loopback port, in about
 * a second. Durability is off: it lives as long as the tests. What a killed earlier run left is swept.
 */
export async function startScratchServer(
  binaries: Binaries,
  options: ScratchOptions = {},
): Promise<ScratchServer> {
  await sweep();
  const dir = await Deno.makeTempDir({ prefix: FOLDER_PREFIX });
  await Deno.writeTextFile(`${dir}/owner`, String(Deno.pid));
  const bin = await privateBinaries(binaries, dir, options.extensionArchive);
  if (runAs.uid) await Deno.chown(dir, runAs.uid, runAs.gid ?? null);

  const data = `${dir}/data`;
  const locale = binaries.major >= 17
    ? ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    : ["--locale=C.UTF-8"];
  await run(`${bin}/initdb`, dir, [
    ...["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"],
    ...locale,
  ], runAs);
  const port = freePort();
  const settings = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: dir,
    fsync: "off",
    full_page_writes: "off",
    synchronous_commit: "off",
    max_connections: "200",
    // Where it is built in it compiles plans that are run once: a tenth of the time of pgTAP.
    jit: "off",
    timezone: "UTC",
    ...options.settings,
  };
  await Deno.writeTextFile(`${dir}/log`, "");
  const server = new Deno.Command(`${bin}/postgres`, {
    args: ["-D", data, "-p", String(port), ...asFlags(settings)],
    cwd: dir,
    ...runAs,
    clearEnv: true,
    env: { ...environment, HOME: dir },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const ended = Promise.all([server.status, keepLog(server.stderr, `${dir}/log`)]);
  await Deno.writeTextFile(`${dir}/postmaster`, String(server.pid));
  try {
    await untilReady(server, `${data}/postmaster.pid`, dir);
  } catch (error) {
    await stop(server, ended);
    throw error;
  }

  return {
    major: binaries.major,
    port,
    url: (database) => `postgres://postgres@127.0.0.1:${port}/${database}`,
    log: () => Deno.readTextFile(`${dir}/log`),
    async stop() {
      await stop(server, ended);
      await Deno.remove(dir, { recursive: true });
    },
    stopNow() {
      server.kill("SIGQUIT");
      try {
        Deno.removeSync(dir, { recursive: true });
      } catch {
        // The server may still be writing; the next run sweeps.
      }
    },
  };
}

/** Ends the servers and removes the folders whose starter was killed. */
export async function sweep(): Promise<void> {
  const temporary = Deno.env.get("TMPDIR") ?? "/tmp";
  for await (const entry of Deno.readDir(temporary)) {
    if (!entry.isDirectory || !entry.name.startsWith(FOLDER_PREFIX)) continue;
    const dir = `${temporary}/${entry.name}`;
    if (await isStarting(dir) || await isAlive(await readPid(`${dir}/owner`))) continue;
    const postmaster = await readPid(`${dir}/postmaster`);
    if (postmaster && (await commandLine(postmaster)).includes(dir)) {
      Deno.kill(postmaster, "SIGQUIT");
    }
    await Deno.remove(dir, { recursive: true }).catch(() => {});
  }
}

/** Between making a folder and naming its owner another run may look at it. */
async function isStarting(dir: string): Promise<boolean> {
  const { birthtime, mtime } = await Deno.stat(dir);
  const named = await Deno.stat(`${dir}/owner`).then(() => true, () => false);
  return !named && Date.now() - (birthtime ?? mtime ?? new Date()).getTime() < 60_000;
}

async function readPid(path: string): Promise<number | undefined> {
  const text = await Deno.readTextFile(path).catch(() => "");
  return Number.parseInt(text) || undefined;
}

async function isAlive(pid: number | undefined): Promise<boolean> {
  if (pid === undefined) return false;
  return (await runProgram("kill", { args: ["-0", String(pid)] })).success;
}

/** Pids are reused: only a process that names our folder is ours to end. */
async function commandLine(pid: number): Promise<string> {
  return (await runProgram("ps", { args: ["-o", "args=", "-p", String(pid)] })).stdout;
}

/**
 * The programs of npm need the links of their shared libraries, readable folders for `nobody` and a
 * place for more extensions: all three in a private copy.
 */
async function privateBinaries(
  { bin, native }: Binaries,
  dir: string,
  extensionArchive?: string,
): Promise<string> {
  if (!native) return bin;
  const copy = `${dir}/native`;
  await copyTree(native, copy);
  const links = JSON.parse(await Deno.readTextFile(`${native}/pg-symlinks.json`));
  for (const { source, target } of links as { source: string; target: string }[]) {
    const link = `${dir}/${target}`;
    if (!(await Deno.lstat(link).then(() => true, () => false))) {
      await Deno.symlink(source.split("/").at(-1)!, link);
    }
  }
  if (extensionArchive) {
    await run("tar", copy, ["-xzf", extensionArchive, "--no-same-owner"]);
  }
  return `${copy}/bin`;
}

async function copyTree(from: string, to: string): Promise<void> {
  await Deno.mkdir(to, { recursive: true });
  for await (const entry of Deno.readDir(from)) {
    const [source, target] = [`${from}/${entry.name}`, `${to}/${entry.name}`];
    if (entry.isDirectory) await copyTree(source, target);
    else if (entry.isSymlink) await Deno.symlink(await Deno.readLink(source), target);
    else await Deno.copyFile(source, target);
  }
}

async function run(
  command: string,
  dir: string,
  args: string[],
  user: typeof runAs = {},
): Promise<void> {
  const { success, stdout, stderr } = await runProgram(command, {
    args,
    cwd: dir,
    ...user,
    clearEnv: true,
    env: { ...environment, HOME: dir },
  });
  if (!success) throw new Error(`${command}: ${stderr}${stdout}`);
}

function asFlags(settings: Record<string, string>): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

/** Piece by piece: a file's `writable` holds back what is small until the server ends. */
async function keepLog(lines: ReadableStream<Uint8Array>, path: string): Promise<void> {
  try {
    for await (const piece of lines) await Deno.writeFile(path, piece, { append: true });
  } catch (error) {
    // The server was ended at once, and its folder is gone before its last words.
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** The eighth line of `postmaster.pid` says `ready` once connections are accepted. */
async function untilReady(server: Deno.ChildProcess, pidFile: string, dir: string): Promise<void> {
  let ended = false;
  server.status.then(() => ended = true);
  const deadline = performance.now() + PATIENCE_MILLISECONDS;
  while (performance.now() < deadline) {
    const lines = (await Deno.readTextFile(pidFile).catch(() => "")).split("\n");
    if (lines[7]?.trim() === "ready") return;
    if (ended) break;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const reason = ended ? "postgres ended" : "waited 60 s for postgres to accept connections";
  throw new Error(`${reason}: ${await Deno.readTextFile(`${dir}/log`)}`);
}

/** Asks it to end everybody's session and to leave; makes it where it does not. */
async function stop(server: Deno.ChildProcess, ended: Promise<unknown>): Promise<void> {
  signal(server, "SIGINT");
  await within(PATIENCE_MILLISECONDS, "postgres to stop", ended).catch(async () => {
    signal(server, "SIGQUIT");
    await within(PATIENCE_MILLISECONDS, "postgres to abort", ended);
  });
}

function signal(server: Deno.ChildProcess, name: Deno.Signal): void {
  try {
    server.kill(name);
  } catch (error) {
    // It has ended by itself.
    if (!(error instanceof TypeError)) throw error;
  }
}
