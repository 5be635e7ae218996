/**
 * The whole system in this process, with a clock that a test moves: years go by in one test. A process has one of them:
 * the web application keeps the address of its database.
 */
import { loadServer } from "@/dev.ts";
import type { Database } from "@/embedded/database.ts";
import { setSiteUrl, startPlatform } from "@/embedded/platform.ts";
import { serveOn } from "@/embedded/ports.ts";
import { openMemoryDatabase } from "@/embedded/snapshot.ts";
import { createStaffUser } from "@/embedded/staff.ts";
import { freePort } from "@/tools/free_port.ts";

export const LOGINS = {
  technician: { email: "tess@example.com", password: "tess-on-the-road" },
  office: { email: "olga@example.com", password: "olga-at-her-desk" },
};

export interface MovingWorld {
  appUrl: string;
  db: Database;
  /** From now on it is that instant. */
  setClock(instant: string): Promise<void>;
  /** Runs a job as of the present instant, as it runs by itself. */
  job(name: string): Promise<Record<string, unknown>>;
  /** Sends what waits, and resolves to every mail that was ever sent, the oldest first. */
  mails(): Promise<{ to: string; subject: string; text: string }[]>;
  stop(): Promise<void>;
}

/** One technician with every skill who works Monday to Friday, one person of the office, no clients. */
export async function openMovingWorld(): Promise<MovingWorld> {
  const before = Deno.env.toObject();
  const port = freePort();
  const appUrl = `http://127.0.0.1:${port}`;
  const db = await openMemoryDatabase();
  // PGlite sets one as it starts, as if the process had already failed.
  Deno.exitCode = 0;
  await addStaff(db);
  await setSiteUrl(db, appUrl);
  const platform = await startPlatform(db, {
    siteUrl: appUrl,
    ports: { api: 0, mail: 0, studio: 0 },
  });
  // Nothing happens by itself: jobs run when a test says so.
  await db.exec("delete from cron.job");
  const web = serveOn(port, await loadServer());
  let now = "";
  const run = async (name: string, as_of: string) => {
    const response = await fetch(`${platform.apiUrl}/functions/v1/${name}`, {
      method: "POST",
      headers: { "x-job-secret": platform.keys.job },
      body: JSON.stringify({ as_of }),
    });
    return await response.json();
  };
  return {
    appUrl,
    db,
    async setClock(instant) {
      now = new Date(instant).toISOString();
      await db.exec(
        `create or replace function private.clock() returns timestamptz language sql stable set search_path = ''
         as $$ select timestamptz '${now}' $$`,
      );
    },
    job: (name) => run(name, now),
    async mails() {
      // What waits for a while by the real clock is due at once.
      await db.exec(
        `select set_config('rules.made_by', 'settle_message', false);
         update public.messages set next_attempt_at = clock_timestamp() where state = 'queued';
         select set_config('rules.made_by', '', false)`,
      );
      await run("send-messages", now);
      return await (await fetch(`${platform.mailUrl}/messages.json`)).json();
    },
    async stop() {
      await web.stop();
      await platform.stop();
      await db.close();
      restoreEnv(before);
    },
  };
}

async function addStaff(db: Database): Promise<void> {
  await createStaffUser(db, { ...LOGINS.technician, name: "Tess Road", role: "technician" });
  await createStaffUser(db, { ...LOGINS.office, name: "Olga Desk", role: "office" });
  await db.exec(
    `with technician as (
       insert into public.technicians (name, staff_id, home_latitude, home_longitude)
       select s.name, s.id, 43.7, -79.7 from public.staff s where s.role = 'technician' returning id
     ), hours as (
       insert into public.technician_hours (technician_id, weekday, starts, ends)
       select t.id, d, '08:00', '16:00' from technician t, generate_series(1, 5) d
     )
     insert into public.technician_skills (technician_id, skill_id) select t.id, s.id from technician t, public.skills s`,
  );
}

/** Other tests of this process must not find the platform's variables. */
function restoreEnv(before: Record<string, string>): void {
  for (const name of Object.keys(Deno.env.toObject())) {
    if (name in before) Deno.env.set(name, before[name]);
    else Deno.env.delete(name);
  }
}

/** A client at one address, with a unit of each kind, every one due half a year after that day, and so on. */
export async function addHousehold(
  db: Database,
  email: string,
  kinds: string[],
  due_anchor_on: string,
): Promise<void> {
  await db.query(
    `with client as (
       insert into public.customers (name, email, street, city, postal_code, latitude, longitude)
       values ('Ada Example', $1, '1 Elm Street', 'Brampton', 'L6Y 0A1', 43.7, -79.7) returning id
     ), units as (
       insert into public.units (customer_id, category_id)
       select c.id, k.id from client c, public.equipment_categories k where k.code = any ($2) returning id
     )
     insert into public.maintenance_contracts (unit_id, interval_months, due_anchor_on)
     select u.id, 6, $3::date from units u`,
    [email, kinds, due_anchor_on],
  );
}
