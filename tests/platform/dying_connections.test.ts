/** What becomes of requests and transactions whose connection to PostgreSQL dies under them. */
import { expect } from "expect";
import { type Api, createApi } from "@/embedded/api.ts";
import { type Database, openDatabase } from "@/embedded/database.ts";
import { type Keys, loadKeys } from "@/embedded/keys.ts";
import { ConnectionLost } from "@/embedded/postgres_connection.ts";
import { within } from "@/embedded/within.ts";
import { type FreshDatabase, freshDatabase } from "@/tests/databases.ts";
import { FIXTURE_SQL } from "./fixture.ts";
import { type Relay, startRelay } from "./relay.ts";

const CONNECTIONS = 4;

/** Where the server is silent, so that the test need not wait long for what never comes. */
const LITTLE_PATIENCE = { statement: 1000, server: 5000 };

/** A look at a silent connection and an attempt at a new one, with room for a machine under load. */
const ANSWER_MILLISECONDS = 30_000;

interface World {
  /** Over the connections that die, like the API. */
  db: Database;
  api: Api;
  keys: Keys;
  /** Untouched. */
  fresh: FreshDatabase;
}

/** Serves the API over a scratch database, opened in some way. */
async function inWorld(
  test: (world: World) => Promise<void>,
  open: (url: string) => Promise<Database> = (url) =>
    openDatabase({ url, maxConnections: CONNECTIONS }),
): Promise<void> {
  const fresh = await freshDatabase();
  await fresh.db.exec(FIXTURE_SQL);
  const db = await open(fresh.url);
  const keys = await loadKeys(db);
  const api = await createApi(db, keys);
  try {
    await quietly(() => test({ db, api, keys, fresh }));
  } finally {
    await within(ANSWER_MILLISECONDS, "the pool to close", db.close());
    await fresh.drop();
  }
}

/** The same with everything but `fresh` going through a relay. */
async function overRelay(test: (world: World, relay: Relay) => Promise<void>): Promise<void> {
  let relay: Relay | undefined;
  await inWorld((world) => test(world, relay!), (direct) => {
    const url = new URL(direct);
    relay = startRelay(Number(url.port));
    url.port = String(relay.port);
    return openDatabase({
      url: url.href,
      maxConnections: CONNECTIONS,
      patience: LITTLE_PATIENCE,
    });
  }).finally(() => relay?.stop());
}

/** lite logs what it answers with; here that is hundreds of lost connections. */
async function quietly(run: () => Promise<void>): Promise<void> {
  const log = console.error;
  console.error = () => {};
  await run().finally(() => console.error = log);
}

/** The status of one request: every other one reads a table, every other one calls a function. */
async function status({ api, keys }: World, n: number): Promise<number> {
  const headers = { apikey: keys.secret, "content-type": "application/json" };
  const request = n % 2
    ? new Request("http://embedded.invalid/rest/v1/fixture_items?select=id", { headers })
    : new Request("http://embedded.invalid/rest/v1/rpc/fixture_role", {
      method: "POST",
      headers,
      body: "{}",
    });
  const response = await within(ANSWER_MILLISECONDS, "the answer to a request", api.fetch(request));
  await response.body?.cancel();
  return response.status;
}

/** The statuses of twenty requests at once. */
async function allAnswered(world: World): Promise<Set<number>> {
  return new Set(await Promise.all(Array.from({ length: 20 }, (_, n) => status(world, n))));
}

async function allSucceed(world: World): Promise<void> {
  expect(await allAnswered(world)).toEqual(new Set([200]));
  expect(await world.db.transaction((tx) => tx.query("select 1 as one"))).toEqual([{ one: 1 }]);
}

/** Ends every server process of the database but the one that is asked. */
async function terminate({ fresh }: World): Promise<number> {
  const [{ count }] = await fresh.db.query<{ count: number }>(
    `select count(pg_terminate_backend(pid)) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid()`,
  );
  return count;
}

Deno.test("under load every request is answered while connections die, and afterwards all succeed", () =>
  inWorld(async (world) => {
    const seen = new Set<number>();
    let isOver = false;
    const load = Promise.all(Array.from({ length: 24 }, async (_, n) => {
      while (!isOver) seen.add(await status(world, n));
    }));
    let terminated = 0;
    for (let round = 0; round < 20; round++) {
      terminated += await terminate(world);
      await status(world, round);
    }
    isOver = true;
    await load;
    expect(terminated).toBeGreaterThan(20);
    expect(seen.size).toBeGreaterThan(1);
    // A lost connection is nobody's mistake, and what was not found may well be there.
    expect([...seen].filter((each) => each !== 200 && each < 500)).toEqual([]);
    await allSucceed(world);
  }));

Deno.test("a transaction whose connection dies keeps nothing, and reaches no other connection", () =>
  inWorld(async (world) => {
    await allSucceed(world);
    const cutOff = world.db.transaction(async (tx) => {
      await tx.exec("insert into fixture_items (id) values (7)");
      await terminate(world);
      await tx.query("select 1").catch(() => {});
      await allAnswered(world);
      await tx.exec("insert into fixture_items (id) values (8)");
    });
    await expect(cutOff).rejects.toThrow(ConnectionLost);
    expect(await world.fresh.db.query("select id from fixture_items where id > 6")).toEqual([]);
    await allSucceed(world);
  }));

Deno.test("a transaction in which a statement failed keeps nothing, even if nobody minds", () =>
  inWorld(async ({ db }) => {
    const careless = db.transaction(async (tx) => {
      await tx.exec("insert into fixture_items (id) values (7)");
      await tx.query("select 1 / 0").catch(() => {});
    });
    await expect(careless).rejects.toThrow("nothing is kept");
    expect(await db.query("select id from fixture_items where id = 7")).toEqual([]);
  }));

Deno.test("requests to a server that has gone silent are answered, and succeed when it is back", () =>
  overRelay(async (world, relay) => {
    await allSucceed(world);
    relay.isSilent = true;
    expect(await allAnswered(world)).toEqual(new Set([503]));
    relay.isSilent = false;
    await allSucceed(world);
  }));

Deno.test("a connection that alone has gone silent is given up, others take its place", () =>
  overRelay(async (world, relay) => {
    await allSucceed(world);
    relay.isSilent = true;
    const asked = status(world, 0);
    await relay.swallowed;
    relay.isSilent = false;
    expect(await asked).toBe(503);
    await allSucceed(world);
  }));

Deno.test("a statement that takes its time is left alone, also by who may not see what others do", async () => {
  const fresh = await freshDatabase();
  await Promise.all(["postgres", "anon"].map(async (role) => {
    const url = `${fresh.url}?options=-c%20role%3D${role}`;
    const db = await openDatabase({ url, maxConnections: 1, patience: LITTLE_PATIENCE });
    expect(await db.query("select current_user as who from pg_sleep(4)")).toEqual([{ who: role }]);
    await db.close();
  }));
  await fresh.drop();
});
