import type { DefaultPrivileges } from "@/embedded/migrate.ts";
import { type Database, openDatabase } from "@/embedded/database.ts";
import { freshDatabase, freshPglite } from "@/tests/databases.ts";
import { runTapFile, tapFiles } from "@/tests/pgtap.ts";
import { type Servers } from "./servers.ts";

export interface Tally {
  passed: number;
  failed: number;
  /** Names or reasons of what was left out. */
  skipped: string[];
  /** Shown when something failed. */
  output: string;
}

export interface Suite {
  name: string;
  run(servers: Servers): Promise<Tally>;
}

const ROOT = new URL("../../", import.meta.url);

/** Folders and files that hold `*.test.ts`, and what each needs beyond Deno. */
const DENO_SUITES: { name: string; paths: string[]; needs: ("postgres" | "chromium")[] }[] = [
  { name: "e2e", paths: ["tests/e2e"], needs: ["chromium"] },
  { name: "pages", paths: ["tests/pages"], needs: [] },
  { name: "architecture", paths: ["tests/architecture"], needs: [] },
  { name: "races", paths: ["tests/races"], needs: ["postgres"] },
  { name: "platform", paths: ["tests/platform"], needs: ["postgres"] },
  { name: "mail", paths: ["tests/mail"], needs: ["postgres"] },
  { name: "functions", paths: ["tests/functions"], needs: [] },
  { name: "enrolment", paths: ["tests/enrolment"], needs: ["postgres"] },
  { name: "properties", paths: ["tests/properties"], needs: ["postgres"] },
  { name: "fresh", paths: ["fresh", "tests/fresh"], needs: [] },
  {
    name: "unit",
    paths: ["lib", "components", "embedded", "islands", "supabase/functions", "tests/runner"],
    needs: [],
  },
];

/** Every suite, the slow ones first. A filter is a suite's name, a part of it, or a test file's path. */
export async function selectSuites(filters: string[]): Promise<Suite[]> {
  const files = filters.filter((filter) => filter.endsWith(".test.ts"));
  if (files.length > 0) return files.map((file) => denoSuite(file, [file], ["postgres"]));
  await refuseForgottenFolders();
  const all: Suite[] = [];
  for (const { name, paths, needs } of DENO_SUITES) {
    const present = await withTests(paths);
    if (present.length > 0) all.push(denoSuite(name, present, needs));
  }
  all.splice(2, 0, ...pgtapSuites());
  return all.filter(({ name }) =>
    filters.length === 0 || filters.some((filter) => name.startsWith(filter))
  );
}

/** Tests that no suite runs would be worse than none. */
async function refuseForgottenFolders(): Promise<void> {
  const known = DENO_SUITES.flatMap(({ paths }) => paths);
  for await (const { name, isDirectory } of Deno.readDir(new URL("tests/", ROOT))) {
    const folder = `tests/${name}`;
    if (isDirectory && !known.includes(folder) && await hasTests(new URL(`${folder}/`, ROOT))) {
      throw new Error(`The tests in ${folder} belong to no suite: name it in ${import.meta.url}.`);
    }
  }
}

function denoSuite(name: string, paths: string[], needs: string[]): Suite {
  return {
    name,
    async run(servers) {
      if (needs.includes("chromium") && !(await chromium())) {
        return left("Chromium is not installed");
      }
      const env: Record<string, string> = {};
      const server = needs.length > 0 ? await servers.postgres17() : undefined;
      if (server) env.TEST_DATABASE_URL = server.url("postgres");
      else if (needs.includes("postgres")) {
        return left("no PostgreSQL 17 programs for this machine");
      }
      const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
        args: ["test", "-A", "--no-check", ...paths],
        cwd: ROOT,
        env: { ...env, NO_COLOR: "1" },
      }).output();
      const text = new TextDecoder();
      return readDenoTest(success, text.decode(stdout) + text.decode(stderr));
    },
  };
}

/**
 * Reads the summary that `deno test` prints last; without one nothing was proved. An ignored test counts as
 * skipped, by name.
 */
export function readDenoTest(success: boolean, output: string): Tally {
  const summary = /\| (\d+) passed(?: \([^)]*\))? \| (\d+) failed/.exec(output);
  const skipped = [...output.matchAll(/^(.+?) \.\.\. ignored/gm)].map((match) => match[1]);
  const passed = Number(summary?.[1] ?? 0);
  const failed = Number(summary?.[2] ?? 0);
  const ended = success && summary !== null;
  return { passed, failed: ended ? failed : Math.max(failed, 1), skipped, output };
}

function pgtapSuites(): Suite[] {
  const privileges: DefaultPrivileges[] = ["new", "old"];
  return privileges.flatMap((which): Suite[] => [
    {
      name: `pgtap on PGlite, ${which} grants`,
      run: async () => await runTap(await freshPglite(which)),
    },
    {
      name: `pgtap on PostgreSQL 17, ${which} grants`,
      async run(servers) {
        const server = await servers.postgres17();
        if (!server) return left("no PostgreSQL 17 programs for this machine");
        return await onClone(server.url("postgres"), which);
      },
    },
    {
      name: `pgtap on PostgreSQL 15, ${which} grants`,
      async run(servers) {
        const server = await servers.postgres15();
        if (!server) {
          return left("Debian's postgresql-15 and postgresql-15-pgtap are not installed");
        }
        return await onClone(server.url("postgres"), which);
      },
    },
  ]);
}

async function onClone(serverUrl: string, defaultPrivileges: DefaultPrivileges): Promise<Tally> {
  const fresh = await freshDatabase({ serverUrl, defaultPrivileges, maxConnections: 1 });
  await fresh.db.close();
  const tally = await runTap(await openDatabase({ url: fresh.url, maxConnections: 1 }));
  await fresh.drop();
  return tally;
}

async function runTap(db: Database): Promise<Tally> {
  const tally: Tally = { passed: 0, failed: 0, skipped: [], output: "" };
  try {
    for (const file of await tapFiles()) {
      const result = await runTapFile(db, file);
      tally.passed += result.passed;
      tally.failed += result.failed;
      for (let n = 0; n < result.skipped; n++) tally.skipped.push(`an assertion of ${file}`);
      if (result.diagnostics.length > 0) {
        tally.output += `supabase/tests/${file}\n  ${result.diagnostics.join("\n  ")}\n`;
      }
    }
  } finally {
    await db.close();
  }
  return tally;
}

function left(reason: string): Tally {
  return { passed: 0, failed: 0, skipped: [reason], output: "" };
}

async function withTests(paths: string[]): Promise<string[]> {
  const present: string[] = [];
  for (const path of paths) if (await hasTests(new URL(`${path}/`, ROOT))) present.push(path);
  return present;
}

async function hasTests(folder: URL): Promise<boolean> {
  try {
    for await (const entry of Deno.readDir(folder)) {
      if (/\.test\.tsx?$/.test(entry.name)) return true;
      if (entry.isDirectory && await hasTests(new URL(`${entry.name}/`, folder))) return true;
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return false;
}

async function chromium(): Promise<boolean> {
  const paths = [Deno.env.get("CHROMIUM"), "/usr/bin/chromium", "/usr/bin/google-chrome"];
  for (const path of paths) {
    if (path && await Deno.stat(path).then(() => true, () => false)) return true;
  }
  return false;
}
