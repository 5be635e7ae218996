import { DATA_VERSION } from "./data_dir.ts";
import { type Database, openDatabase, type Snapshot } from "./database.ts";
import { type DefaultPrivileges, migrate, readMigrations, sha256 } from "./migrate.ts";

const ROOT = new URL("../", import.meta.url);
const CACHE = new URL("var/snapshots/", ROOT);
const KEEP = 6;

export interface SnapshotOptions {
  defaultPrivileges?: DefaultPrivileges;
  /** SQL that runs after the migrations; tests add pgTAP with it. */
  extraSql?: string;
}

/** A migrated, otherwise empty PGlite database as an archive. */
export function migratedSnapshot(options: SnapshotOptions = {}): Promise<Snapshot> {
  return cachedSnapshot(JSON.stringify(options), () => openMigrated(options));
}

/** A fresh in-memory database, migrated. */
export function openMemoryDatabase(options: SnapshotOptions = {}): Promise<Database> {
  return openCached(JSON.stringify(options), () => openMigrated(options));
}

/** The same, made anew: what is only a step on the way to another archive need not be archived. */
export async function openMigrated(options: SnapshotOptions = {}): Promise<Database> {
  const db = await openDatabase({});
  await dropTemplates(db);
  await migrate(db, { defaultPrivileges: options.defaultPrivileges });
  if (options.extraSql) await db.exec(options.extraSql);
  return db;
}

/** What new databases would be copied from. Nobody makes one here, and they are most of the files of an archive. */
async function dropTemplates(db: Database): Promise<void> {
  await db.query("update pg_database set datistemplate = false where datname like 'template%'");
  for (const name of ["template0", "template1"]) await db.query(`drop database ${name}`);
}

/**
 * The archive of the PGlite database that `make` opens and fills. It is made once per `name` and state
 * of the migrations and kept in `var/snapshots`, which may be deleted at any time; loading one is
 * several times faster than migrating.
 */
export async function cachedSnapshot(
  name: string,
  make: () => Promise<Database>,
): Promise<Snapshot> {
  const cached = await find(name);
  if (cached) return { archive: cached, keep: () => Promise.resolve() };
  const { db, ...snapshot } = await makeAndArchive(name, make);
  await db.close();
  return snapshot;
}

/** The same as a database: the one that was just made, or one from its archive. */
async function openCached(name: string, make: () => Promise<Database>): Promise<Database> {
  const cached = await find(name);
  if (cached) return await openDatabase({ snapshot: cached });
  const { db, keep } = await makeAndArchive(name, make);
  const kept = keep();
  return {
    ...db,
    async close() {
      await kept;
      await db.close();
    },
  };
}

async function find(name: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  return await Deno.readFile(await fileOf(name)).catch(() => undefined);
}

async function makeAndArchive(
  name: string,
  make: () => Promise<Database>,
): Promise<Snapshot & { db: Database }> {
  const before = await fileOf(name);
  const db = await make();
  try {
    const archive = await db.dump!();
    // Somebody may have edited a migration meanwhile: then it is not known which state this is.
    const after = await fileOf(name);
    const isOfNow = after.href === before.href;
    return { db, archive, keep: isOfNow ? () => write(after, archive) : async () => {} };
  } catch (error) {
    await db.close();
    throw error;
  }
}

async function fileOf(name: string): Promise<URL> {
  return new URL(`${await key(name)}.tar`, CACHE);
}

/** Changes with everything that the content of a snapshot depends on. */
async function key(name: string): Promise<string> {
  const migrations = await readMigrations(new URL("supabase/migrations/", ROOT));
  const platform: string[] = [];
  for await (const entry of Deno.readDir(new URL("embedded/sql/", ROOT))) {
    platform.push(
      entry.name + await Deno.readTextFile(new URL(`embedded/sql/${entry.name}`, ROOT)),
    );
  }
  const config = await Deno.readTextFile(new URL("deno.json", ROOT));
  const pins = config.match(/"npm:@(supabase\/lite|electric-sql\/pglite)@[^"]+"/g);
  const parts = [DATA_VERSION, pins, name, migrations, platform.sort()];
  return (await sha256(JSON.stringify(parts))).slice(0, 32);
}

/** Written aside and renamed, since several processes may make the same one; the oldest are dropped. */
async function write(file: URL, archive: Uint8Array): Promise<void> {
  await Deno.mkdir(CACHE, { recursive: true });
  const aside = new URL(`${file.href}.${Deno.pid}`);
  await Deno.writeFile(aside, archive);
  await Deno.rename(aside, file);
  const found: { url: URL; age: number }[] = [];
  for await (const entry of Deno.readDir(CACHE)) {
    const url = new URL(entry.name, CACHE);
    const stat = await Deno.stat(url).catch(() => undefined);
    if (stat) found.push({ url, age: stat.mtime?.getTime() ?? 0 });
  }
  found.sort((a, b) => b.age - a.age);
  for (const { url } of found.slice(KEEP)) await Deno.remove(url).catch(() => {});
}
