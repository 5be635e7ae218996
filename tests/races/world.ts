import { expect } from "expect";
import { type Database, openDatabase } from "@/embedded/database.ts";
import { within } from "@/embedded/within.ts";
import { type FreshDatabase, freshDatabase } from "@/tests/databases.ts";
import { type Binaries, postgres15, postgres17 } from "@/tools/postgres/binaries.ts";
import { makeTemplate, startTestServer } from "@/tests/databases.ts";
import { roundsOf } from "./rounds.ts";
import { loadInvariants } from "@/tests/simulation/invariants.ts";
import type { ScratchServer } from "@/tools/postgres/scratch_server.ts";

/** Monday, June 1, 2026, 8:00 a.m. in Toronto: "now" in every race. */
export const NOW = "2026-06-01T12:00:00Z";

/** A database of this test's own, on a server that the races of its file take turns at. */
export interface RaceWorld {
  server: ScratchServer;
  fresh: FreshDatabase;
  db: Database;
  stop(): Promise<void>;
}

/** @throws where this machine has no PostgreSQL programs */
export async function openRaceWorld(): Promise<RaceWorld> {
  return await worldOn(await raceServer({}));
}

/** By their settings. */
const servers = new Map<string, Promise<ScratchServer>>();
Deno.test.afterAll(async () => {
  for (const server of servers.values()) await (await server.catch(() => undefined))?.stop();
});

/** The server of this file's races with those settings, which the first of them starts. */
function raceServer(settings: Record<string, string>): Promise<ScratchServer> {
  const key = JSON.stringify(settings);
  const server = servers.get(key) ?? startRaceServer(settings);
  servers.set(key, server);
  return server;
}

async function startRaceServer(settings: Record<string, string>): Promise<ScratchServer> {
  const binaries: Binaries | undefined = await postgres15() ?? await postgres17();
  if (!binaries) throw new Error("no PostgreSQL programs for this machine");
  const server = await startTestServer(binaries, { deadlock_timeout: "200ms", ...settings });
  await makeTemplate(server, "new");
  return server;
}

async function worldOn(server: ScratchServer): Promise<RaceWorld> {
  const fresh = await freshDatabase({ serverUrl: server.url("postgres"), maxConnections: 4 });
  await fresh.db.exec(
    `create or replace function private.clock() returns timestamptz language sql stable set search_path = ''
     as $$ select timestamptz '${NOW}' $$`,
  );
  return { server, fresh, db: fresh.db, stop: () => fresh.drop() };
}

/** The slowest race takes a sixth of it on an idle machine. */
const RACE_MILLISECONDS = 120_000;

/**
 * Runs a race in a world of its own, to its end within reason and without a deadlock in the server's log.
 * @param settings of the server, on top of those of a scratch server
 */
export function inWorld(
  test: (world: RaceWorld) => Promise<void>,
  settings: Record<string, string> = {},
): Promise<void> {
  return inWorlds(1, test, settings);
}

/**
 * The same for a race of so many rounds, in one world after the other until it has had as many as it should:
 * a world has only so many clients and free times.
 */
export function inWorldsFor(
  rounds: number,
  test: (world: RaceWorld) => Promise<void>,
): Promise<void> {
  return inWorlds(Math.ceil(roundsOf(rounds) / rounds), test, {});
}

async function inWorlds(
  worlds: number,
  test: (world: RaceWorld) => Promise<void>,
  settings: Record<string, string>,
): Promise<void> {
  const server = await raceServer(settings);
  const before = (await server.log()).length;
  for (let n = 0; n < worlds; n++) {
    const world = await worldOn(server);
    try {
      await within(RACE_MILLISECONDS, "the end of the race", test(world));
    } finally {
      await world.stop();
    }
    expect((await server.log()).slice(before)).not.toMatch(/deadlock|PANIC|could not serialize/i);
  }
}

/** As clients' requests: one statement each, as anon, on that many connections. */
export function asAnon(world: RaceWorld, connections: number): Promise<Database> {
  const url = `${world.fresh.url}?options=-c%20role%3Danon`;
  return openDatabase({ url, maxConnections: connections });
}

/** Technicians with every skill who work Monday to Friday, 8:00 to 16:00; returns their ids, sorted. */
export async function addTechnicians(db: Database, count: number): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    `with added as (
       insert into public.technicians (name, home_latitude, home_longitude)
       select 'Technician ' || n, 43.7, -79.7 from generate_series(1, $1::integer) n returning id
     ), hours as (
       insert into public.technician_hours (technician_id, weekday, starts, ends)
       select a.id, d, '08:00', '16:00' from added a, generate_series(1, 5) d
     ), skills as (
       insert into public.technician_skills (technician_id, skill_id) select a.id, s.id from added a, public.skills s
     )
     select id::text from added order by id`,
    [count],
  );
  return rows.map(({ id }) => id);
}

/** Clients who live in one place with a stair lift each that is due on June 20; returns their links. */
export async function addClients(db: Database, count: number): Promise<string[]> {
  const rows = await db.query<{ token: string }>(
    `with clients as (
       insert into public.customers (name, email, street, postal_code, latitude, longitude)
       select 'Client ' || n, 'client' || n || '@example.com', n || ' Elm St', 'L6Y 0A1', 43.7, -79.7
       from generate_series(1, $1::integer) n returning id
     ), units as (
       insert into public.units (customer_id, category_id, street, postal_code, latitude, longitude)
       select c.id, k.id, '1 Elm St', 'L6Y 0A1', 43.7, -79.7
       from clients c, public.equipment_categories k where k.code = 'stairlift'
       returning id
     ), contracts as (
       insert into public.maintenance_contracts (unit_id) select u.id from units u returning id
     ), cycles as (
       insert into public.maintenance_cycles (contract_id, number, due_on) select c.id, 1, '2026-06-20' from contracts c
       returning token
     )
     select token from cycles`,
    [count],
  );
  return rows.map(({ token }) => token);
}

/** What the jobs of a day see to, which a race is without: nobody is reminded, nothing is mailed, no visit watched. */
const NOT_IN_A_RACE = [
  "nothing_silent",
  "no_unit_is_silent",
  "past_visits",
  "mail",
  "nothing_is_left_in_the_outbox",
];

/** What of the invariants does not hold after a race, each with rows that break it. */
export async function brokenRules(db: Database): Promise<{ name: string; rows: unknown }[]> {
  const [{ loaded }] = await db.query<{ loaded: boolean }>(
    "select to_regnamespace('invariants') is not null as loaded",
  );
  if (!loaded) await loadInvariants(db);
  return await db.query(
    "select name, rows from invariants.broken() where name <> all ($1::text[])",
    [NOT_IN_A_RACE],
  );
}
