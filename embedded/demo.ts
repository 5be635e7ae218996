import { folderReader } from "@/lib/enrolment/import.ts";
import { dayOf } from "@/lib/text/dates.ts";
import type { Database, Queryable, Snapshot } from "./database.ts";
import { DEMO_STAFF } from "./demo/logins.ts";
import { makePast, makePresent } from "./demo/past.ts";
import { sha256 } from "./migrate.ts";
import { cachedSnapshot, openMigrated } from "./snapshot.ts";
import { createStaffUser, type NewStaff } from "./staff.ts";

/** The synthetic install base, in the shape of the company's exported files. */
export const DEMO_FILES = new URL("./demo/install_base/", import.meta.url);

/** The company's zone before anybody sets another. */
const DEMO_ZONE = "America/Toronto";

/** The least that bcrypt has. */
const LEAST_HASH_COST = 4;

/**
 * Fills an empty company with the demonstration as it is at `now`: its logins, its past (see `makePast`)
 * and the day of its technician. What is there already is left as it is.
 */
export async function seedDemo(db: Database, now: Date): Promise<void> {
  if (!await hasStaff(db)) await seedPast(db, now);
  await beginDemoDay(db, now);
}

async function seedPast(db: Database, now: Date): Promise<void> {
  await db.transaction(async (tx) => {
    await makeLogins(tx);
    await makePast(tx, folderReader(DEMO_FILES), now);
  });
}

/** Adds what today is like to a demonstration whose past was made and that has no day yet; no other changes. */
export async function beginDemoDay(db: Database, now: Date): Promise<void> {
  await db.transaction((tx) => makePresent(tx, now));
}

/**
 * Makes the demonstration's logins where nobody can sign in yet: in a folder that another command made.
 * The technician's login belongs to the first technician who has none.
 */
export async function ensureDemoStaff(db: Database): Promise<void> {
  if (await hasStaff(db)) return;
  await db.transaction(async (tx) => {
    await makeLogins(tx);
    await tx.query(
      `update public.technicians set staff_id = (select id from public.staff where role = 'technician')
       where id = (select id from public.technicians where staff_id is null order by name, id limit 1)`,
    );
  });
}

/** The passwords are told to everybody, so their hashes need not be dear: three cost a third of a second. */
async function makeLogins(tx: Queryable): Promise<void> {
  for (const person of DEMO_STAFF) await createStaffUser(tx, person, LEAST_HASH_COST);
}

/** The demonstration's logins that exist in this database, with their passwords. */
export async function demoLogins(db: Database): Promise<Omit<NewStaff, "name">[]> {
  const rows = await db.query<{ email: string }>("select email from public.staff where active");
  return DEMO_STAFF.filter((person) => rows.some(({ email }) => email === person.email))
    .map(({ role, email, password }) => ({ role, email, password }));
}

/**
 * A PGlite archive with the demonstration's past in it, made once a company day and state of the
 * migrations and of the story. Its day is begun by whoever starts it.
 */
export async function demoSnapshot(now: Date): Promise<Snapshot> {
  const name = `demo ${dayOf(now, DEMO_ZONE)} ${await stateOfStory()}`;
  return await cachedSnapshot(name, async () => {
    const db = await openMigrated();
    await seedPast(db, now);
    return db;
  });
}

/** Changes with the files that the past is told in. */
async function stateOfStory(): Promise<string> {
  const texts = [await Deno.readTextFile(new URL("./demo/past.ts", import.meta.url))];
  const folder = new URL("./demo/past/", import.meta.url);
  const names = Array.from(Deno.readDirSync(folder), ({ name }) => name).sort();
  for (const name of names) texts.push(await Deno.readTextFile(new URL(name, folder)));
  return await sha256(texts.join("\n"));
}

async function hasStaff(db: Database): Promise<boolean> {
  return (await db.query("select from public.staff limit 1")).length > 0;
}
