import { App } from "@supabase/lite";
import type { Database, Queryable } from "./database.ts";

const ROOT = new URL("../", import.meta.url);

/** Which grants a hosted project gives on new objects in `public`: everything (old) or nothing (new). */
export type DefaultPrivileges = "old" | "new";

export interface MigrateOptions {
  defaultPrivileges?: DefaultPrivileges;
  /** Folder of migrations; tests bring their own. */
  migrations?: URL;
}

export interface Migration {
  version: string;
  name: string;
  sql: string;
}

/** Shown to people as one line; the database is as it was. */
export class MigrateError extends Error {
  override name = "MigrateError";
}

/**
 * Brings a database to the current schema and returns the names of the migrations that were applied.
 * Works on an empty PGlite, an empty PostgreSQL server and a hosted Supabase project; running it again
 * changes nothing. Applied files are recorded as the Supabase CLI records them, so that `db push` can
 * take over.
 * @throws {MigrateError} a migration fails, or an applied one was edited afterwards.
 */
export async function migrate(db: Database, options: MigrateOptions = {}): Promise<string[]> {
  const migrations = await readMigrations(
    options.migrations ?? new URL("supabase/migrations/", ROOT),
  );
  const state = await stateOf(migrations, options.defaultPrivileges ?? "new");
  if (await isIn(db, state)) return [];
  if (!(await isHosted(db))) await preparePlatform(db, options.defaultPrivileges ?? "new");
  const known = await appliedVersions(db);
  // Tests bring files that come on top of what is there.
  if (!options.migrations) refuseStrangers(known, migrations);
  const applied = await applyPending(db, migrations, known);
  await scheduleJobs(db);
  await remember(db, state);
  await db.connection.clearSchemaCache();
  return applied;
}

/** Changes with everything that a database is made of. */
async function stateOf(migrations: Migration[], privileges: DefaultPrivileges): Promise<string> {
  const platform = await Promise.all(PLATFORM_SQL.map(platformSql));
  return await sha256(JSON.stringify([platform, migrations, privileges]));
}

/** Looking at every part again costs a second at each start: a database remembers what it was made of. */
async function isIn(db: Queryable, state: string): Promise<boolean> {
  const [table] = await db.query<{ there: boolean }>(
    "select to_regclass('supabase_migrations.local_state') is not null as there",
  );
  if (!table.there) return false;
  const found = await db.query("select from supabase_migrations.local_state where hash = $1", [
    state,
  ]);
  return found.length > 0;
}

async function remember(db: Database, state: string): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.exec(`
      create table if not exists supabase_migrations.local_state (hash text not null primary key);
      delete from supabase_migrations.local_state;
    `);
    await tx.query("insert into supabase_migrations.local_state (hash) values ($1)", [state]);
  });
}

/** The files of a migrations folder in order. */
export async function readMigrations(folder: URL): Promise<Migration[]> {
  const migrations: Migration[] = [];
  for await (const entry of Deno.readDir(folder)) {
    const parts = /^(\d+)_(.+)\.sql$/.exec(entry.name);
    if (!parts) continue;
    const sql = await Deno.readTextFile(new URL(entry.name, folder));
    migrations.push({ version: parts[1], name: parts[2], sql });
  }
  return migrations.sort((a, b) => a.version < b.version ? -1 : 1);
}

/** Hosted projects own their `auth` schema; there, roles, auth and extensions are not ours to make. */
async function isHosted(db: Queryable): Promise<boolean> {
  const [found] = await db.query<{ hosted: boolean }>(
    `select exists (
       select from pg_namespace where nspname = 'auth'
         and pg_get_userbyid(nspowner) = 'supabase_admin'
     ) as hosted`,
  );
  return found.hosted;
}

async function preparePlatform(db: Database, privileges: DefaultPrivileges): Promise<void> {
  await db.exec(await platformSql("roles"));
  if (privileges === "old") await db.exec(await platformSql("old_default_privileges"));
  await ensureAuthSchema(db);
  await db.exec(await platformSql("auth"));
  await db.exec(await platformSql("api"));
  for (const { extension, schema } of HOSTED_EXTENSIONS) {
    if (!(await createExtension(db, extension))) await db.exec(await platformSql(schema));
  }
}

const HOSTED_EXTENSIONS = [
  { extension: "pg_cron", schema: "cron" },
  { extension: "pg_net", schema: "net" },
  { extension: "supabase_vault", schema: "vault" },
];

const PLATFORM_SQL = ["roles", "old_default_privileges", "auth", "api", "cron", "net", "vault"];

function platformSql(name: string): Promise<string> {
  return Deno.readTextFile(new URL(`./sql/${name}.sql`, import.meta.url));
}

/** Being listed as available says nothing (`pg_cron` works in one database only): try it. */
async function createExtension(db: Queryable, name: string): Promise<boolean> {
  await db.exec(
    `do $$ begin create extension if not exists ${name}; exception when others then null; end $$`,
  );
  const found = await db.query("select from pg_extension where extname = $1", [name]);
  return found.length > 0;
}

/** Tables of Supabase Auth (`auth.users`, `auth.identities`, sessions …) as lite serves them. */
async function ensureAuthSchema(db: Database): Promise<void> {
  const app = new App({
    connection: db.connection,
    auth: { enabled: true, jwt_secret: "only the schema is made here; nothing is signed" },
  });
  await db.serve(() => app.ensureSystemSchema());
}

/** What was applied before, by version, with its text where that was kept. */
async function appliedVersions(db: Database): Promise<Map<string, string[] | null>> {
  await db.exec(`
    create schema if not exists supabase_migrations;
    create table if not exists supabase_migrations.schema_migrations (version text not null primary key);
    alter table supabase_migrations.schema_migrations add column if not exists statements text[];
    alter table supabase_migrations.schema_migrations add column if not exists name text;
  `);
  const rows = await db.query<{ version: string; statements: string[] | null }>(
    "select version, statements from supabase_migrations.schema_migrations",
  );
  return new Map(rows.map(({ version, statements }) => [version, statements]));
}

/** Migrations that are not here would be in the way of those that are. */
function refuseStrangers(known: Map<string, unknown>, migrations: Migration[]): void {
  const strangers = [...known.keys()]
    .filter((version) => !migrations.some((migration) => migration.version === version));
  if (strangers.length === 0) return;
  throw new MigrateError(
    `The database holds migrations that are not here, ${
      strangers[0]
    } among them: another version ` +
      "made it. Before the first release that means starting over with an empty database (a new " +
      "DATA_DIR, or a new database at DATABASE_URL).",
  );
}

/** All that is pending or nothing: a database is never left between two states that somebody tested. */
async function applyPending(
  db: Database,
  migrations: Migration[],
  known: Map<string, string[] | null>,
): Promise<string[]> {
  for (const migration of migrations) refuseEdited(migration, known.get(migration.version) ?? null);
  const pending = migrations.filter(({ version }) => !known.has(version));
  if (pending.length === 0) return [];
  await db.transaction(async (tx) => {
    for (const migration of pending) await applyOne(tx, migration);
    await record(tx, pending);
  });
  return pending.map(({ version, name }) => `${version}_${name}`);
}

async function applyOne(tx: Queryable, { version, name, sql }: Migration): Promise<void> {
  try {
    await tx.exec(sql);
  } catch (error) {
    throw new MigrateError(`Migration ${version}_${name} failed: ${describe(error, sql)}`, {
      cause: error,
    });
  }
}

async function record(tx: Queryable, applied: Migration[]): Promise<void> {
  await tx.query(
    `insert into supabase_migrations.schema_migrations (version, name, statements)
     select m ->> 'version', m ->> 'name', array[m ->> 'sql'] from jsonb_array_elements($1::jsonb) m`,
    [JSON.stringify(applied)],
  );
}

/** The CLI stores a file statement by statement, we store it whole: compare without the seams. */
function refuseEdited({ version, name, sql }: Migration, statements: string[] | null): void {
  if (statements === null) return;
  const plain = (text: string) => text.replace(/[\s;]/g, "");
  if (plain(statements.join("")) === plain(sql)) return;
  throw new MigrateError(
    `Migration ${version}_${name} was edited after it was applied here. Before the first release that ` +
      "means starting over with an empty database (a new DATA_DIR, or a new database at DATABASE_URL).",
  );
}

/** PostgreSQL's message with the line of the file, where the driver tells a position. */
function describe(error: unknown, sql: string): string {
  const { message, position, where } = error as {
    message: string;
    position?: string | number;
    where?: string;
  };
  const line = position === undefined
    ? undefined
    : sql.slice(0, Number(position)).split("\n").length;
  return [message, line && `line ${line}`, where?.split("\n")[0]].filter(Boolean).join(", ");
}

/** Cron rows come after the migrations: `private.schedule_jobs()` writes them for `cron.schedule`. */
async function scheduleJobs(db: Queryable): Promise<void> {
  const [found] = await db.query<{ there: boolean }>(
    "select to_regprocedure('private.schedule_jobs()') is not null as there",
  );
  if (found.there) await db.exec("select private.schedule_jobs()");
}

export async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return new Uint8Array(digest).toHex();
}
