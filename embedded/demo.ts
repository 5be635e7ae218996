import { folderReader } from "@/lib/enrolment/import.ts";
import { runBackfill } from "@/lib/enrolment/run.ts";
import { addDays, dayOf } from "@/lib/text/dates.ts";
import { databaseRpc } from "./database_rpc.ts";
import type { Database } from "./database.ts";
import { cachedSnapshot, openMemoryDatabase } from "./snapshot.ts";
import { createStaffUser, type NewStaff } from "./staff.ts";

/** The synthetic install base, in the shape of the company's exported files. */
export const DEMO_FILES = new URL("./demo/install_base/", import.meta.url);

/** Enrolled that many days before today, so that reminders are due. */
const ENROLLED_DAYS_AGO = 45;

/** Logins for a demonstration on one machine; nothing reaches them but loopback. */
export const DEMO_STAFF: NewStaff[] = [
  { role: "office", email: "office@example.com", password: "demo-office", name: "Demo Office" },
  {
    role: "technician",
    email: "tech@example.com",
    password: "demo-technician",
    name: "Demo Technician",
  },
  { role: "admin", email: "admin@example.com", password: "demo-admin", name: "Demo Admin" },
];

/**
 * Fills an empty company with the demonstration: the install base enrolled as of 45 days before `now`,
 * then the staff logins. Staff come last, so a database with staff is complete.
 */
export async function seedDemo(db: Database, now: Date): Promise<void> {
  if (await hasStaff(db)) return;
  const [settings] = await db.query<{ time_zone: string }>(
    "select time_zone from public.company_settings",
  );
  const today = addDays(dayOf(now, settings.time_zone), -ENROLLED_DAYS_AGO);
  await db.transaction(async (tx) => {
    await runBackfill(databaseRpc(tx), folderReader(DEMO_FILES), { today, isExecuted: true });
  });
  await ensureDemoStaff(db);
}

/**
 * Makes the demonstration's logins where nobody can sign in yet. The technician's login belongs to the
 * first technician who has none.
 */
export async function ensureDemoStaff(db: Database): Promise<void> {
  if (await hasStaff(db)) return;
  for (const person of DEMO_STAFF) await createStaffUser(db, person);
  await db.query(
    `update public.technicians set staff_id = (select id from public.staff where role = 'technician')
     where id = (select id from public.technicians where staff_id is null order by name, id limit 1)`,
  );
}

/** The demonstration's logins that exist in this database, with their passwords. */
export async function demoLogins(db: Database): Promise<Omit<NewStaff, "name">[]> {
  const rows = await db.query<{ email: string }>("select email from public.staff where active");
  return DEMO_STAFF.filter((person) => rows.some(({ email }) => email === person.email))
    .map(({ role, email, password }) => ({ role, email, password }));
}

/** A PGlite archive with the demonstration in it, made once a day and state of the migrations. */
export async function demoSnapshot(now: Date): Promise<Blob> {
  return await cachedSnapshot(`demo ${now.toISOString().slice(0, 10)}`, async () => {
    const db = await openMemoryDatabase();
    await seedDemo(db, now);
    return db;
  });
}

async function hasStaff(db: Database): Promise<boolean> {
  return (await db.query("select from public.staff limit 1")).length > 0;
}
