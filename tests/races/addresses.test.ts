/** Units that are somewhere else all of a sudden, while their clients book, move or give up. */
import { expect } from "expect";
import { type Database, openDatabase } from "@/embedded/database.ts";
import { interleave } from "./interleave.ts";
import { addClients, addTechnicians, asAnon, brokenRules, inWorld, inWorldsFor } from "./world.ts";

const CLIENTS = 120;
const TECHNICIANS = 8;
const AT_ONCE = 12;

/** Hands that write where a client's things are; `$1` is the lift, `$2` a number that no other write has. */
const HANDS = [
  "select public.set_unit_address($1, $2::text || ' Oak Ave', null, null, null, 'L6Y 0A1', 43.7, -79.7)",
  "update public.units set street = $2::text || ' Oak Ave', latitude = 43.7, longitude = -79.7 where id = $1",
  // Whoever writes several rows by hand takes them in the order of their ids, as the functions do.
  `with held as materialized (
     select id from public.units where customer_id = (select customer_id from public.units where id = $1)
     order by id for no key update
   ) update public.units u set street = $2::text || ' Oak Ave' from held h where h.id = u.id`,
  `update public.customers set street = $2::text || ' Oak Ave', latitude = 43.7, longitude = -79.7
   where id = (select customer_id from public.units where id = $1)`,
];

interface Client {
  token: string;
  lift: string;
  chair: string;
}

/** Each client has a chair beside the lift, at the same address as the client. */
async function withChairs(db: Database, tokens: string[]): Promise<Client[]> {
  await db.exec(
    "update public.units u set street = c.street from public.customers c where c.id = u.customer_id",
  );
  return await db.query<{ token: string; lift: string; chair: string }>(
    `with lifts as (
       select y.token, u.* from public.maintenance_cycles y
       join public.maintenance_contracts c on c.id = y.contract_id join public.units u on u.id = c.unit_id
       where y.token = any ($1::text[])
     ), units as (
       insert into public.units (customer_id, category_id, street, postal_code, latitude, longitude)
       select l.customer_id, k.id, l.street, l.postal_code, l.latitude, l.longitude
       from lifts l, public.equipment_categories k where k.code = 'lift_chair' returning id, customer_id
     ), contracts as (
       insert into public.maintenance_contracts (unit_id) select u.id from units u returning id, unit_id
     ), cycles as (
       insert into public.maintenance_cycles (contract_id, number, due_on) select c.id, 1, '2026-06-20' from contracts c
     )
     select l.token, l.id::text as lift, c.id::text as chair
     from lifts l join units u on u.customer_id = l.customer_id join contracts c on c.unit_id = u.id`,
    [tokens],
  );
}

/** Stops that are neither where each of their units is nor asked about. */
async function elsewhere(db: Database): Promise<number> {
  const [{ count }] = await db.query<{ count: number }>(`
    select count(*)::integer as count
    from public.technician_tasks t
    join public.maintenance_visits v on v.task_id = t.id and private.is_unsettled(v.state)
    join public.maintenance_cycles y on y.id = v.cycle_id
    join public.maintenance_contracts c on c.id = y.contract_id
    join public.units u on u.id = c.unit_id
    where t.address is distinct from private.address_text(u.street, u.apartment, u.city, u.province, u.postal_code)
      and not exists (
        select from public.office_activities a
        where a.task_id = t.id and a.kind = 'address_change' and a.state = 'open' and a.details ->> 'reason' = 'apart')`);
  return count;
}

Deno.test("a stop is where its units are, or somebody is asked, however many write at once", () =>
  inWorldsFor(5 * CLIENTS, async (world) => {
    const technicians = await addTechnicians(world.db, 2 * TECHNICIANS);
    const clients = await withChairs(world.db, await addClients(world.db, CLIENTS));
    const client = await asAnon(world, AT_ONCE);
    const hand = await openDatabase({ url: world.fresh.url, maxConnections: AT_ONCE });
    let booked = 0;
    let writes = 0;

    /** A time of its own for each client, and with `shift` another one. */
    const time = (n: number, shift: 0 | 1) => {
      const hour = Math.floor(n / TECHNICIANS);
      const startsAt = `2026-06-${String(3 + Math.floor(hour / 3)).padStart(2, "0")}T${
        12 + 2 * (hour % 3)
      }:00:00Z`;
      return [technicians[n % TECHNICIANS + shift * TECHNICIANS], startsAt];
    };
    async function book(n: number, { token, chair }: Client, household: boolean): Promise<void> {
      const [{ status }] = await client.query<{ status: string }>(
        "select public.confirm_booking($1, $2, $3, with_contract_ids => $4::uuid[]) ->> 'status' as status",
        [token, ...time(n, 0), household ? [chair] : []],
      );
      if (status === "booked") booked++;
    }
    async function move(n: number, { token }: Client): Promise<void> {
      await client.query("select public.reschedule_booking($1, $2, $3)", [token, ...time(n, 1)]);
    }
    async function giveUp({ token }: Client): Promise<void> {
      await client.query("select public.cancel_booking($1)", [token]);
    }
    async function write(n: number, { lift }: Client): Promise<void> {
      await hand.query(HANDS[n % HANDS.length], [lift, ++writes]);
    }

    const waiting = [...clients.entries()];
    await Promise.all(Array.from({ length: AT_ONCE / 3 }, async () => {
      for (let next = waiting.pop(); next; next = waiting.pop()) {
        const [n, one] = next;
        await Promise.all([book(n, one, n % 3 > 0), write(n, one), write(n + 1, one)]);
        await Promise.all([n % 5 ? move(n, one) : giveUp(one), write(n + 2, one)]);
        await Promise.all([book(n, one, false), write(n + 3, one), write(n, one)]);
      }
    }));
    await client.close();
    await hand.close();

    expect(booked).toBeGreaterThan(CLIENTS / 2);
    expect(writes).toBe(5 * CLIENTS);
    expect(await elsewhere(world.db)).toBe(0);
    expect(await brokenRules(world.db)).toEqual([]);
  }));

Deno.test("a unit that is elsewhere while its technician sets out takes no stop along, and somebody is asked", () =>
  inWorld(async (world) => {
    const [technician] = await addTechnicians(world.db, 1);
    const [token] = await addClients(world.db, 1);
    await world.db.query("select public.confirm_booking($1, $2, '2026-06-03T13:00:00Z')", [
      token,
      technician,
    ]);
    await interleave(
      world,
      async (board, otherWaits) => {
        await board.query("update public.technician_tasks set state = 'en_route'");
        await otherWaits();
      },
      (db) =>
        db.query(
          "select public.set_unit_address(id, '9 Oak Ave', null, null, null, 'L6Y 0A1') from public.units",
        ),
    );
    const stops = await world.db.query(
      `select t.state, t.address, a.details ->> 'reason' as reason from public.technician_tasks t
       left join public.office_activities a on a.task_id = t.id and a.kind = 'address_change'`,
    );
    expect(stops).toEqual([
      { state: "en_route", address: "1 Elm St, L6Y 0A1", reason: "under_way" },
    ]);
  }));
