import { createApi } from "@/embedded/api.ts";
import type { Database } from "@/embedded/database.ts";
import { loadKeys } from "@/embedded/keys.ts";
import { type LoopbackServer, serveOn } from "@/embedded/ports.ts";
import { type Rpc, rpcOf } from "@/lib/database/rpc.ts";
import { freshDatabase } from "@/tests/databases.ts";

/** A project over HTTP with clients whose stair lifts are due for a reminder. */
export interface MailWorld {
  db: Database;
  databaseUrl: string;
  /** As the service role. */
  rpc: Rpc;
  /** What another process needs to reach the project, live mail allowed. */
  env: Record<string, string>;
  stop(): Promise<void>;
}

/** "Now" of these tests: a June morning in Toronto, after 08:00. */
export const NOW = "2026-06-02T14:00:00Z";

/** @param clients how many; they are client1@example.com and so on, due on June 30 */
export async function openMailWorld(clients: number): Promise<MailWorld> {
  const fresh = await freshDatabase({ maxConnections: 4 });
  const { db } = fresh;
  await db.exec(
    `create or replace function private.clock() returns timestamptz language sql stable set search_path = ''
     as $$ select timestamptz '${NOW}' $$`,
  );
  await addClients(db, clients);
  const keys = await loadKeys(db);
  const api = await createApi(db, keys);
  const server: LoopbackServer = serveOn(0, (request) => api.fetch(request));
  return {
    db,
    databaseUrl: fresh.url,
    rpc: rpcOf(api.client()),
    env: {
      SUPABASE_URL: server.url,
      SUPABASE_SECRET_KEYS: JSON.stringify({ default: keys.secret }),
      LIVE_DELIVERY_PROJECT: new URL(server.url).host,
    },
    async stop() {
      await server.stop();
      await fresh.drop();
    },
  };
}

async function addClients(db: Database, count: number): Promise<void> {
  await db.query(
    `with clients as (
       insert into public.customers (name, email)
       select 'Client ' || n, 'client' || n || '@example.com' from generate_series(1, $1::integer) n
       returning id
     ), units as (
       insert into public.units (customer_id, category_id)
       select c.id, k.id from clients c, public.equipment_categories k where k.code = 'stairlift'
       returning id
     ), contracts as (
       insert into public.maintenance_contracts (unit_id)
       select u.id from units u returning id
     )
     insert into public.maintenance_cycles (contract_id, number, due_on)
     select id, 1, '2026-06-30' from contracts`,
    [count],
  );
}

/** How many messages are in each state. */
export async function states(db: Database): Promise<Record<string, number>> {
  const rows = await db.query<{ state: string; count: number }>(
    "select state, count(*)::integer as count from public.messages group by state",
  );
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

/** Lets time pass for senders that died. */
export async function expireLeases(db: Database): Promise<void> {
  await db.transaction(async (tx) => {
    // As those who send do: nobody else writes a lease.
    await tx.exec("select set_config('rules.made_by', 'recover_lost_leases', true)");
    await tx.exec(
      `update public.messages set lease_until = clock_timestamp() - interval '1 second'
       where state = 'sending'`,
    );
  });
}
