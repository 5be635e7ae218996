import { expect } from "expect";
import type { PgliteConnection } from "@supabase/lite/pglite";
import { type Database, openDatabase } from "@/embedded/database.ts";
import { within } from "@/embedded/within.ts";

/** One of each kind, by the code that it is refused with. */
const REFUSED: Record<string, (db: Database) => Promise<unknown>> = {
  "42601": (db) => db.query("selec"),
  "23514": (db) => db.query("insert into numbers values (0)"),
  "22P02": (db) => db.query("select $1::integer", ["three"]),
  "22012": (db) => db.exec("select 1 / 0"),
  PT409: (db) => db.transaction((tx) => tx.query("select refuse()")),
};

async function withEngine(test: (db: Database) => Promise<void>): Promise<void> {
  const db = await openDatabase({});
  try {
    await db.exec(`create table numbers (number integer primary key check (number > 0));
      insert into numbers values (7);
      create function refuse() returns void language plpgsql as
        $$ begin raise exception 'no' using errcode = 'PT409'; end $$`);
    await test(db);
  } finally {
    await db.close().catch(() => {});
  }
}

/** How far down PGlite's stack reaches. */
function stackOf(db: Database): number {
  const { driver } = db.connection as PgliteConnection;
  return (driver.Module as unknown as { ___stack_pointer: { value: number } }).___stack_pointer
    .value;
}

/** What somebody is told who is refused. */
const codeOf = (refused: Promise<unknown>) => refused.then(() => "done", ({ code }) => code);

// Thousands of them would end, where the stack is lost, in a process that never answers again.
Deno.test("a refused statement leaves nothing on the stack of the embedded database", () =>
  withEngine(async (db) => {
    const before = stackOf(db);
    for (const [code, refused] of Object.entries(REFUSED)) {
      for (const _ of ["for the first time", "again"]) {
        expect(await codeOf(refused(db))).toBe(code);
        expect([code, stackOf(db)]).toEqual([code, before]);
      }
    }
    expect(await db.query("select number from numbers")).toEqual([{ number: 7 }]);
  }));

Deno.test("an engine that ended tells everybody so instead of keeping the process busy", () =>
  withEngine(async (db) => {
    // PGlite has nobody who sends the rows, takes that for the end of its only client, and goes.
    for (const sql of ["copy numbers from stdin", "select 1"]) {
      expect(await within(5000, sql, codeOf(db.exec(sql)))).toBe("57P02");
    }
    expect(await codeOf(db.query("select number from numbers"))).toBe("57P02");
  }));
