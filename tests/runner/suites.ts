import type { DefaultPrivileges } from "@/embedded/migrate.ts";
import { browserMissing } from "@/tools/browser/chromium.ts";
import type { Servers } from "./servers.ts";
import { leftOut, readDenoTest, readTapRun, type Tally } from "./tally.ts";
import { runWatched } from "./watched.ts";

export interface Suite {
  name: string;
  /** Ends what it started when `stopped` is aborted. */
  run(servers: Servers, stopped: AbortSignal): Promise<Tally>;
}

/** Folders that hold `*.test.ts`, and what they need beyond Deno. */
interface DenoSuite {
  name: string;
  paths: string[];
  needs?: "postgres" | "chromium";
}

const ROOT = new URL("../../", import.meta.url);

/**
 * What takes longest comes first: started last, it would run on alone. The two that go through a browser are apart, so that
 * the second finds the demonstration that the first has made.
 */
const LONG: DenoSuite[] = [
  { name: "platform", paths: ["tests/platform"], needs: "postgres" },
  { name: "e2e of staff", paths: ["tests/e2e/staff"], needs: "chromium" },
  { name: "races", paths: ["tests/races"], needs: "postgres" },
  { name: "pgtap on PostgreSQL 15, old grants", paths: ["tests/pgtap"] },
  { name: "e2e of clients", paths: ["tests/e2e/clients"], needs: "chromium" },
  { name: "properties", paths: ["tests/properties", "tests/simulation"], needs: "postgres" },
  { name: "enrolment", paths: ["tests/enrolment"], needs: "postgres" },
  { name: "mail", paths: ["tests/mail"], needs: "postgres" },
  { name: "pages", paths: ["tests/pages"] },
];
const SHORT: DenoSuite[] = [
  {
    name: "unit",
    paths: [
      ...["lib", "components", "embedded", "islands", "supabase/functions", "tests/runner"],
      // Of the commands themselves one is called test.ts.
      "commands/guide",
    ],
  },
  { name: "functions", paths: ["tests/functions"] },
  { name: "fresh", paths: ["fresh", "tests/fresh"] },
  { name: "architecture", paths: ["tests/architecture"] },
];

/**
 * The suites that were asked for by their name or its beginning, or by a test file's path; all of them
 * where nothing was asked for.
 */
export async function selectSuites(filters: string[]): Promise<Suite[]> {
  const files = filters.filter((filter) => filter.endsWith(".test.ts"));
  if (files.length > 0) {
    return files.map((file) => denoSuite({ name: file, paths: [file], needs: "postgres" }));
  }
  await refuseForgottenTests();
  const all = [
    ...(await withTests(LONG)).map(denoSuite),
    ...tapSuites(),
    ...(await withTests(SHORT)).map(denoSuite),
  ];
  return all.filter(({ name }) =>
    filters.length === 0 || filters.some((filter) => name.startsWith(filter))
  );
}

/** Tests that no suite runs would be worse than none. */
async function refuseForgottenTests(): Promise<void> {
  const known = [...LONG, ...SHORT].flatMap(({ paths }) => paths);
  for (const file of await testsBelow("tests")) {
    if (!known.some((path) => file.startsWith(`${path}/`))) {
      throw new Error(`${file} belongs to no suite: name its folder in ${import.meta.url}.`);
    }
  }
}

function denoSuite({ name, paths, needs }: DenoSuite): Suite {
  return {
    name,
    async run(servers, stopped) {
      const missing = needs === "chromium" ? await browserMissing() : null;
      if (missing !== null) return leftOut(missing);
      const env: Record<string, string> = { NO_COLOR: "1" };
      if (needs === "postgres") {
        const server = await servers.postgres17();
        if (!server) return leftOut(NO_POSTGRES_17);
        env.TEST_DATABASE_URL = server.url("postgres");
      }
      const args = ["test", "-A", "--no-check", ...paths];
      return readDenoTest(await runDeno(args, stopped, env));
    },
  };
}

const NO_POSTGRES_17 = "no PostgreSQL 17 programs for this machine";

/**
 * All files run on PostgreSQL 17 with the grants of new projects, and on Debian's PostgreSQL 15 with the old ones
 * (tests/pgtap). A 17 with the old ones, and PGlite, which is a 17 too and has whole suites of its
 * own, are asked what grants decide.
 */
function tapSuites(): Suite[] {
  return [
    tapSuite("new"),
    tapSuite("old", WHAT_GRANTS_DECIDE),
    {
      name: "pgtap on PGlite, new grants",
      run: (_, stopped) => runTap(stopped, "new", ["", ...WHAT_GRANTS_DECIDE]),
    },
  ];
}

const WHAT_GRANTS_DECIDE = [
  "010_conventions.test.sql",
  "020_rights.test.sql",
  "128_who_may.test.sql",
];

function tapSuite(privileges: DefaultPrivileges, files: string[] = []): Suite {
  return {
    name: `pgtap on PostgreSQL 17, ${privileges} grants`,
    async run(servers, stopped) {
      const server = await servers.postgres17();
      if (!server) return leftOut(NO_POSTGRES_17);
      return await runTap(stopped, privileges, [server.url("postgres"), ...files]);
    },
  };
}

async function runTap(
  stopped: AbortSignal,
  privileges: DefaultPrivileges,
  serverAndFiles: string[],
): Promise<Tally> {
  const args = [
    "run",
    "-A",
    "--no-check",
    "tests/runner/run_tap.ts",
    privileges,
    ...serverAndFiles,
  ];
  return readTapRun(await runDeno(args, stopped));
}

function runDeno(args: string[], stopped: AbortSignal, env?: Record<string, string>) {
  return runWatched(Deno.execPath(), { args, cwd: ROOT, env }, stopped);
}

/** The suites with those of their folders that hold tests; those without any are left out. */
async function withTests(suites: DenoSuite[]): Promise<DenoSuite[]> {
  const present: DenoSuite[] = [];
  for (const suite of suites) {
    const paths: string[] = [];
    for (const path of suite.paths) if ((await testsBelow(path)).length > 0) paths.push(path);
    if (paths.length > 0) present.push({ ...suite, paths });
  }
  return present;
}

/** Test files below a folder of the repository; none where there is no such folder. */
async function testsBelow(folder: string): Promise<string[]> {
  const files: string[] = [];
  try {
    for await (const { name, isDirectory } of Deno.readDir(new URL(`${folder}/`, ROOT))) {
      if (/\.test\.tsx?$/.test(name)) files.push(`${folder}/${name}`);
      if (isDirectory) files.push(...await testsBelow(`${folder}/${name}`));
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return files;
}
