import type { Database, Row } from "@/embedded/database.ts";

const TESTS = new URL("../supabase/tests/", import.meta.url);
const HELPERS = new URL("000_helpers.sql", TESTS);

/** Runs once in a database that is to run pgTAP files: installs pgTAP for every persona. */
export const PGTAP_SQL = `
  create extension if not exists pgtap with schema extensions;
  grant execute on all functions in schema extensions to public;
`;

export interface TapResult {
  file: string;
  passed: number;
  failed: number;
  skipped: number;
  /** What went wrong, ready to print; empty when all is well. */
  diagnostics: string[];
  milliseconds: number;
}

/** The pgTAP files of `supabase/tests` (helpers apart), as paths below it, in order. */
export async function tapFiles(folder: URL = TESTS, below = ""): Promise<string[]> {
  const files: string[] = [];
  for await (const entry of Deno.readDir(new URL(below, folder))) {
    const path = below + entry.name;
    if (entry.isDirectory) files.push(...await tapFiles(folder, `${path}/`));
    else if (path.endsWith(".sql") && path !== "000_helpers.sql") files.push(path);
  }
  return files.sort();
}

/**
 * Runs one file inside a transaction that is rolled back, with the helpers loaded in front. The
 * database must have one connection (`maxConnections: 1`) and `PGTAP_SQL` applied.
 */
export async function runTapFile(db: Database, file: string): Promise<TapResult> {
  const started = performance.now();
  const sql = await Deno.readTextFile(new URL(file, TESTS));
  await db.exec("begin");
  try {
    await db.exec(await Deno.readTextFile(HELPERS));
    await db.exec("set local search_path = public, extensions");
    const lines = tapLines(await db.exec(sql));
    return { file, ...readTap(lines), milliseconds: performance.now() - started };
  } catch (error) {
    return {
      file,
      passed: 0,
      failed: 1,
      skipped: 0,
      diagnostics: [describe(error, sql)],
      milliseconds: performance.now() - started,
    };
  } finally {
    await db.exec("rollback");
  }
}

/** pgTAP answers every assertion with a row of one text column. */
function tapLines(results: Row[][]): string[] {
  return results.flat()
    .flatMap((row) => Object.values(row))
    .filter((value) => typeof value === "string")
    .flatMap((text) => text.split("\n"));
}

/** Counts results; a wrong plan and an empty file count as failures. */
export function readTap(lines: string[]): Omit<TapResult, "file" | "milliseconds"> {
  const tally = { passed: 0, failed: 0, skipped: 0, diagnostics: [] as string[] };
  let plan: number | undefined;
  let explaining = false;
  for (const line of lines) {
    const result = /^\s*(not )?ok\b/.exec(line);
    if (result && !/^\s/.test(line)) {
      const passed = !result[1];
      if (/# SKIP/i.test(line)) tally.skipped++;
      else if (passed) tally.passed++;
      else tally.failed++;
      explaining = !passed;
      if (!passed) tally.diagnostics.push(line);
    } else if (/^1\.\.\d+/.test(line)) {
      plan = Number.parseInt(line.slice(3));
    } else if (explaining && line.startsWith("#")) {
      tally.diagnostics.push(line);
    } else if (line.startsWith("# Looks like you planned")) {
      tally.diagnostics.push(line);
    }
  }
  const seen = tally.passed + tally.failed + tally.skipped;
  if (plan === undefined || plan !== seen) {
    tally.failed++;
    tally.diagnostics.push(`planned ${plan ?? "nothing"}, ran ${seen}`);
  }
  return tally;
}

function describe(error: unknown, sql: string): string {
  const { message, code, position, where, detail } = error as {
    message: string;
    code?: string;
    position?: string;
    where?: string;
    detail?: string;
  };
  const line = position && `line ${sql.slice(0, Number(position)).split("\n").length}`;
  return [`${code ?? ""} ${message}`.trim(), line, detail, where].filter(Boolean).join("\n  ");
}
