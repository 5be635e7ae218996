/** What TypeScript knows of the database's rules before it asks: both are tried with everything, and agree. */
import { expect } from "expect";
import type { Database } from "@/embedded/database.ts";
import { unitsOf } from "@/lib/booking/step.ts";
import { decidedText } from "@/lib/customers/conflict_words.ts";
import type { Conflict } from "@/lib/customers/conflicts.ts";
import { FILE_KINDS } from "@/lib/enrolment/files.ts";
import { unwrapped } from "@/lib/enrolment/reading/cells.ts";
import { sizeComplaint } from "@/lib/enrolment/wizard/add.ts";
import { isFor } from "@/lib/enrolment/wizard/uploads.ts";
import { CONFLICT_KINDS } from "@/lib/text/conflict_kinds.ts";
import { HEAVIEST, MOST_PHOTOS } from "@/lib/visits/photo_words.ts";
import { freshPglite } from "@/tests/databases.ts";

async function withDatabase(test: (db: Database) => Promise<void>): Promise<void> {
  const db = await freshPglite();
  try {
    await test(db);
  } finally {
    await db.close();
  }
}

/** The basic plane, without the halves of pairs, which are no characters. */
const CODES = Array.from({ length: 0xffff }, (_, n) => n + 1)
  .filter((code) => code < 0xd800 || code > 0xdfff);

/** What ends a line, or leads to a column: a cell may have several lines. */
const BREAKS = ["\t", "\n", "\v", "\f", "\r", "\u2028", "\u2029"].map((each) => each.charCodeAt(0));

/** As code points are written, so that a difference can be read. */
const written = (codes: number[]) => codes.map((code) => code.toString(16).padStart(4, "0"));
const withoutBreaks = (codes: number[]) => written(codes.filter((code) => !BREAKS.includes(code)));

/** Those that become something else between two letters of a cell. */
function inCell(becomes: string): number[] {
  return CODES.filter((code) => unwrapped(`a${String.fromCharCode(code)}b`) === becomes);
}

/** Those of which an expression is true; `c` stands for one between two letters. */
async function inDatabase(db: Database, expression: string): Promise<number[]> {
  const rows = await db.query<{ code: number }>(
    `select code from unnest($1::integer[]) code, lateral (select 'a' || chr(code) || 'b' as c) one
     where ${expression} order by code`,
    [CODES],
  );
  return rows.map(({ code }) => code);
}

Deno.test("what a cell drops is what the database does not show, and refuses on one line", () =>
  withDatabase(async (db) => {
    const dropped = inCell("ab");
    expect(dropped.length).toBeGreaterThan(80);
    expect(written(dropped)).toEqual(written(await inDatabase(db, "private.shown(c) = 'ab'")));
    expect(withoutBreaks(dropped))
      .toEqual(withoutBreaks(await inDatabase(db, "not private.on_one_line(c)")));
  }));

Deno.test("what is a space in a cell is one in the database", () =>
  withDatabase(async (db) => {
    const spaces = inCell("a b");
    expect(spaces.length).toBeGreaterThan(12);
    expect(withoutBreaks(await inDatabase(db, "private.tidy(c) = 'a b'"))).toEqual(written(spaces));
  }));

Deno.test("an address names as many units as a stop may have", () =>
  withDatabase(async (db) => {
    const [{ most }] = await db.query<{ most: number }>("select private.most('units') as most");
    const keys = Array.from({ length: most + 1 }, () => crypto.randomUUID());
    expect(unitsOf(keys)).toEqual(keys.slice(0, most));
  }));

Deno.test("a phone makes photos as small as the database keeps them", () =>
  withDatabase(async (db) => {
    const [{ most }] = await db.query<{ most: number }>(
      `select (private.photo_problem(gen_random_uuid(), repeat('A', 600000), null) ->> 'most')::integer as most`,
    );
    expect(HEAVIEST).toBe(most);
  }));

Deno.test("a phone takes as many photos as the database keeps", () =>
  withDatabase(async (db) => {
    const [{ most }] = await db.query<{ most: number }>("select private.most('photos') as most");
    expect(MOST_PHOTOS).toBe(most);
  }));

Deno.test("the files that are read, and who brings them in, are those of the database", () =>
  withDatabase(async (db) => {
    const kinds = await db.query<{ kind: string; for_administrators: boolean }>(
      "select kind, for_administrators from private.file_kinds",
    );
    expect(FILE_KINDS.map(({ kind }) => kind).toSorted()).toEqual(
      kinds.map(({ kind }) => kind).sort(),
    );
    for (const { kind, for_administrators } of kinds) {
      expect([kind, isFor(kind, false), isFor(kind, true)]).toEqual([
        kind,
        !for_administrators,
        true,
      ]);
    }
  }));

Deno.test("a file may be as large as the database keeps it", () =>
  withDatabase(async (db) => {
    const keep = (size: number) => db.query("select private.start_upload('a.csv', $1)", [size]);
    const most = 25 * 1024 * 1024;
    expect(sizeComplaint("a.csv", most)).toBe(null);
    await keep(most);
    expect(sizeComplaint("a.csv", most + 1)).toContain("25 MB");
    await expect(keep(most + 1)).rejects.toThrow("25 MB");
  }));

Deno.test("each way a question of imports can end has its words", () =>
  withDatabase(async (db) => {
    for (const conflict_kind of CONFLICT_KINDS) {
      const [{ ways }] = await db.query<{ ways: string[] }>(
        "select private.conflict_decisions($1) || private.conflict_endings() as ways",
        [conflict_kind],
      );
      const about = { conflict_kind, client: null, other: null, unit: null };
      const wordless = ways.filter((decision) =>
        decidedText({ ...about, decision } as Conflict) === ""
      );
      expect([conflict_kind, ways.length > 8, wordless]).toEqual([conflict_kind, true, []]);
    }
  }));
