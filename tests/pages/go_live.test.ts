/** What is missing before going live. */
import { expect } from "expect";
import { readMigrations } from "@/embedded/migrate.ts";
import { checkWords } from "@/lib/custody/go_live.ts";
import { signedInAs } from "./staff_world.ts";
import { api, ask, plain, test } from "./world.ts";

const PAGE = "/office/go-live";
const CHECKS = [
  { check: "technician_home", must: true, count: 7, examples: ["Ann", "Bo", "Cy", "Di", "Ed"] },
  { check: "hst_number", must: false, count: 1, examples: ["number"] },
  { check: "holidays", must: true, count: 0, examples: [] },
];

async function open(checks: unknown = CHECKS) {
  const headers = await signedInAs("office");
  api.answer({ go_live_checks: () => ({ status: "ok", checks }) });
  return await ask(PAGE, { headers });
}

test("what must be done comes before what is better done, each with its way", async () => {
  const { status, text } = await open();
  expect(status).toBe(200);
  const read = plain(text).replace(/\s+/g, " ");
  expect(read).toContain("1 of 3 things are ready. 1 must be done first, 1 better before.");
  expect(read).toContain("Technicians without a home: Ann, Bo, Cy, Di, Ed and 2 more");
  expect(read.indexOf("Must be done first (1)")).toBeLessThan(read.indexOf("Better done before"));
  expect(text).toContain('href="/office/technicians"');
  expect(read).toContain("Ready (1)");
});

test("when nothing lacks, that is all there is", async () => {
  const { text } = await open(CHECKS.map((check) => ({ ...check, count: 0, examples: [] })));
  expect(plain(text)).toContain("Nothing is missing.");
  expect(plain(text)).not.toContain("Better done before");
});

test("every check of the database has words of its own", async () => {
  const migrations = await readMigrations(
    new URL("../../supabase/migrations/", import.meta.url),
  );
  const { sql } = migrations.find(({ sql }) => sql.includes("function private.go_live_checks"))!;
  const names = [...sql.matchAll(/^ +(?:with .*\n +)?select '(\w+)', (?:true|false)/gm)]
    .map(([, name]) => name);
  expect(names.length).toBe(22);
  for (const check of names) {
    expect(checkWords({ check, must: true, count: 0, examples: [] }).why).not.toBe("");
  }
});
