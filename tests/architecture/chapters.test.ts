/**
 * The chapters of `supabase/migrations` are read in order and keep to what each is about. They are loaded one
 * by one into an empty database, which is asked after each what is there now.
 */
import { expect } from "expect";
import { type Database, openDatabase } from "@/embedded/database.ts";
import { migrate, type Migration, readMigrations } from "@/embedded/migrate.ts";

const CHAPTERS = await readMigrations(new URL("../../supabase/migrations/", import.meta.url));

/** Names of our two schemas as they stand in SQL. */
const NAMED = /\b(public|private)\.([a-z_][a-z0-9_]*)/g;

/** What a chapter says apart from its comments, and from texts that are told to people. */
function code({ sql }: Migration): string {
  return sql.replace(/--[^\n]*/g, "").replace(/^comment on [^;]*?is '(?:[^']|'')*';/gms, "");
}

function title({ version, name }: Migration): string {
  return `${version} ${name}`;
}

/** Everything in our schemas that a chapter could name. */
async function namesIn(db: Database): Promise<Set<string>> {
  const rows = await db.query<{ name: string }>(`
    select n.nspname || '.' || o.name as name
    from (
      select relnamespace as schema, relname as name from pg_class
      union all select pronamespace, proname from pg_proc
      union all select typnamespace, typname from pg_type
    ) o
    join pg_namespace n on n.oid = o.schema
    where n.nspname in ('public', 'private')`);
  return new Set(rows.map(({ name }) => name));
}

Deno.test("no chapter names an object of a later one, not even within a function's body", async () => {
  const db = await openDatabase({});
  try {
    const nothing = new URL(`file://${await Deno.makeTempDir()}/`);
    await migrate(db, { migrations: nothing });
    const reachingForward: string[] = [];
    for (const chapter of CHAPTERS) {
      await db.exec(chapter.sql);
      const there = await namesIn(db);
      for (const [name] of code(chapter).matchAll(NAMED)) {
        if (!there.has(name)) reachingForward.push(`${title(chapter)}: ${name}`);
      }
    }
    expect(reachingForward).toEqual([]);
  } finally {
    await db.close();
  }
});

Deno.test("chapters are numbered by part: what there is, what happens, doors, reference rows", () => {
  const parts = CHAPTERS.map(({ version }) => version.slice(8, 10));
  expect([...new Set(parts)]).toEqual(["01", "02", "03", "04"]);
  expect(parts).toEqual(parts.toSorted());
});

/** Chapters whose code matches, by name. */
function chaptersWith(pattern: RegExp): string[] {
  return CHAPTERS.filter((chapter) => pattern.test(code(chapter))).map(({ name }) => name);
}

Deno.test("what others call over HTTP stands in the doors, which hold nothing else", () => {
  const elsewhere = CHAPTERS.filter(({ version }) => !/^\d{8}03/.test(version));
  expect(elsewhere.filter((chapter) => /create function public\./.test(code(chapter))).map(title))
    .toEqual([]);
  const doors = CHAPTERS.filter((chapter) => !elsewhere.includes(chapter));
  expect(doors.filter((chapter) => /create function private\./.test(code(chapter))).map(title))
    .toEqual([]);
});

Deno.test("a door leaves tables to the function that it calls", () => {
  const doors = CHAPTERS.filter(({ version }) => /^\d{8}03/.test(version)).map(code).join("\n");
  const bodies = [...doors.matchAll(/^create function public\.(\w+)\([^]*?^\$\$;$/gm)];
  expect(bodies.length).toBe(doors.match(/^create function/gm)?.length);
  // What is read or written, unless a function answers it.
  const table = /\b(?:from|join|into|update)\s+(?:(?:public|private)\.)?\w+\b(?!\s*[.(])/;
  expect(bodies.filter(([body]) => table.test(body)).map(([, name]) => name)).toEqual([]);
});

Deno.test("rights are raised in the doors, and by triggers and look-ups that say why", () => {
  for (const chapter of CHAPTERS) {
    if (/^\d{8}03/.test(chapter.version)) continue;
    for (const { index } of chapter.sql.matchAll(/\bsecurity definer$/gm)) {
      const start = chapter.sql.lastIndexOf("create function ", index);
      const where = `${title(chapter)}: ${chapter.sql.slice(start + 16, index).split("(")[0]}`;
      const head = chapter.sql.slice(start, index);
      const reason = chapter.sql.slice(start - 120, index).includes("-- Definer: ");
      expect([where, /returns trigger|staff_role/.test(head)]).toEqual([where, true]);
      expect([where, reason]).toEqual([where, true]);
    }
  }
});

Deno.test("every lock is taken in the calendar; the audit trail's own has no place in their order", () => {
  expect(chaptersWith(/\badvisory_|pg_(try_)?advisory/)).toEqual([
    "audit",
    "audit_seals",
    "calendar",
  ]);
});

Deno.test("money is written down by the functions of billing alone", () => {
  const written = /\b(insert into|update|delete from) public\.(invoices|invoice_lines|payments)\b/;
  // Merging says whose invoices they are from now on, and changes no sum.
  expect(chaptersWith(written)).toEqual(["billing", "issuing", "payments", "merge"]);
});

Deno.test("groups of visit states have one name each", () => {
  const spelled = /(in \('|= any \('\{)(scheduled|in_progress|needs_rescheduling)'?,/;
  // The calendar names those of tasks, the visits' chapter those of visits.
  expect(chaptersWith(spelled)).toEqual(["calendar", "work_orders_and_visits"]);
});

Deno.test("subjects of activities are made in one place", () => {
  const [others, locks] = [/'(cycle|customer|task|message|line|claim):' \|\|/, /'job:' \|\|/];
  expect(chaptersWith(others)).toEqual([]);
  expect(chaptersWith(locks)).toEqual(["calendar"]);
});

Deno.test("every SQLSTATE of our own is explained, and raised", async () => {
  const explained = await Deno.readTextFile(new URL("../../docs/error-codes.md", import.meta.url));
  const raised = new Set(CHAPTERS.flatMap((chapter) => code(chapter).match(/\bMT\d{3}\b/g) ?? []));
  const listed = new Set(explained.match(/\bMT\d{3}\b/g));
  expect([...raised].sort()).toEqual([...listed].sort());
});
