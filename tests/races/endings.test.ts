/** Contracts that end, rest or change hands while somebody books, moves or gives up their visit. */
import { expect } from "expect";
import { type Database, openDatabase } from "@/embedded/database.ts";
import { interleave, outcome } from "./interleave.ts";
import { addClients, addTechnicians, asAnon, brokenRules, inWorld, inWorldsFor } from "./world.ts";

const CLIENTS = 240;
const TECHNICIANS = 8;
const AT_ONCE = 12;

/** What may happen to a contract meanwhile, by the office's functions and by hand in Studio. */
const ENDINGS = [
  "update public.maintenance_contracts set state = 'cancelled', cancelled_reason = 'sold' where id = $1",
  "update public.units set condition = 'retired' where id = (select unit_id from public.maintenance_contracts where id = $1)",
  "update public.maintenance_contracts set state = case state when 'active' then 'paused' else 'active' end where id = $1",
  `select public.set_unit_condition(unit_id, 'retired') from public.maintenance_contracts where id = $1`,
  `select public.transfer_unit(unit_id, (select id from public.customers where name = 'Client 1'))
   from public.maintenance_contracts where id = $1`,
  "update public.units set customer_id = (select id from public.customers where name = 'Client 1') where id = (select unit_id from public.maintenance_contracts where id = $1)",
];

/** How a hand is told that this cannot be now; a function answers a status instead. */
const REFUSED = ["MT001", "MT021"];

interface Contract {
  id: string;
  token: string;
}

async function contractsOf(db: Database, tokens: string[]): Promise<Contract[]> {
  return await db.query<{ id: string; token: string }>(
    "select contract_id::text as id, token from public.maintenance_cycles where token = any ($1::text[]) order by id",
    [tokens],
  );
}

/** A time of its own for each client, and with `shift` another one. */
function timeOf(n: number, shift: 0 | 1): { technician: number; startsAt: string } {
  const hour = Math.floor(n / TECHNICIANS);
  const day = 3 + Math.floor(hour / 7) % 3 + 7 * Math.floor(hour / 21);
  return {
    technician: n % TECHNICIANS + shift * TECHNICIANS,
    startsAt: `2026-06-${String(day).padStart(2, "0")}T${12 + hour % 7}:00:00Z`,
  };
}

async function endsSomehow(hand: Database, statement: string, contract: Contract): Promise<void> {
  try {
    await hand.query(statement, [contract.id]);
  } catch (error) {
    expect(REFUSED).toContain((error as { code?: string }).code);
  }
}

/** Rows that an ending left half done: each count is of offenders. */
async function halfEnded(db: Database): Promise<Record<string, number>> {
  const [row] = await db.query<Record<string, number>>(`
    with waiting as (
      select v.*, y.contract_id, y.closed_at from public.maintenance_visits v
      join public.maintenance_cycles y on y.id = v.cycle_id where private.is_unsettled(v.state)
    )
    select
      (select count(*)::integer from waiting w join public.maintenance_contracts c on c.id = w.contract_id
        where c.state = 'cancelled') as "visits of contracts that ended",
      (select count(*)::integer from waiting w where w.closed_at is not null) as "visits of cycles that ended",
      (select count(*)::integer from public.maintenance_contracts c join public.units u on u.id = c.unit_id
        where c.state <> 'cancelled' and (u.condition = 'retired' or u.customer_id <> c.customer_id)) as "contracts without unit",
      (select count(*)::integer from public.maintenance_contracts c where (c.state = 'cancelled') = exists (
        select from public.maintenance_cycles y where y.contract_id = c.id and y.closed_at is null)) as "cycles without contract"`);
  return row;
}

const NOTHING_HALF_ENDED = {
  "visits of contracts that ended": 0,
  "visits of cycles that ended": 0,
  "contracts without unit": 0,
  "cycles without contract": 0,
};

Deno.test("a contract that ends while its client books, moves or gives up leaves no visit behind and nobody told in vain", () =>
  inWorldsFor(2 * CLIENTS, async (world) => {
    const technicians = await addTechnicians(world.db, 2 * TECHNICIANS);
    const contracts = await contractsOf(world.db, await addClients(world.db, CLIENTS));
    const client = await asAnon(world, AT_ONCE);
    const hand = await openDatabase({ url: world.fresh.url, maxConnections: AT_ONCE });
    const told: string[] = [];
    let ended = 0;

    async function book(n: number, { token }: Contract): Promise<void> {
      const { technician, startsAt } = timeOf(n, 0);
      const [{ answer }] = await client.query<
        { answer: { status: string; appointment?: { task_id: string } } }
      >(
        "select public.confirm_booking($1, $2, $3) as answer",
        [token, technicians[technician], startsAt],
      );
      if (answer.status === "booked") told.push(answer.appointment!.task_id);
    }
    async function move(n: number, { token }: Contract): Promise<void> {
      const { technician, startsAt } = timeOf(n, 1);
      await client.query("select public.reschedule_booking($1, $2, $3)", [
        token,
        technicians[technician],
        startsAt,
      ]);
    }
    async function moveByOffice(n: number, { id }: Contract): Promise<void> {
      const { technician, startsAt } = timeOf(n, 1);
      await hand.query(
        `select public.move_task(v.task_id, $2, $3, true) from public.maintenance_visits v
         join public.maintenance_cycles y on y.id = v.cycle_id
         where y.contract_id = $1 and private.is_expected(v.state)`,
        [id, technicians[technician], startsAt],
      );
    }
    async function giveUp({ token }: Contract): Promise<void> {
      await client.query("select public.cancel_booking($1)", [token]);
    }
    async function end(n: number, contract: Contract): Promise<void> {
      await endsSomehow(hand, ENDINGS[n % ENDINGS.length], contract);
      ended++;
    }

    const waiting = [...contracts.entries()];
    await Promise.all(Array.from({ length: AT_ONCE / 3 }, async () => {
      for (let next = waiting.pop(); next; next = waiting.pop()) {
        const [n, contract] = next;
        const round = Math.floor(n / ENDINGS.length);
        // Half of them are booked beforehand, so that moving and giving up meet the ending too.
        if (round % 2) await book(n, contract);
        await Promise.all(
          round % 2
            ? [
              end(n, contract),
              round % 4 === 1 ? move(n, contract) : giveUp(contract),
              moveByOffice(n, contract),
            ]
            : [book(n, contract), end(n, contract)],
        );
        await Promise.all([book(n, contract), end(n + 1, contract), moveByOffice(n, contract)]);
      }
    }));
    await client.close();
    await hand.close();

    expect(ended).toBe(2 * CLIENTS);
    expect(told.length).toBeGreaterThan(CLIENTS / 4);
    expect(await halfEnded(world.db)).toEqual(NOTHING_HALF_ENDED);
    expect(await brokenRules(world.db)).toEqual([]);
    const [{ empty }] = await world.db.query<{ empty: number }>(
      `select count(*)::integer as empty from unnest($1::uuid[]) told (id)
       where not exists (select from public.maintenance_visits v where v.task_id = told.id)`,
      [told],
    );
    expect(empty).toBe(0);
  }));

Deno.test("a visit that is written by hand while its contract ends is refused", () =>
  inWorld(async (world) => {
    const [technician] = await addTechnicians(world.db, 1);
    await addClients(world.db, 1);
    await world.db.query(
      `insert into public.technician_tasks (technician_id, task_type, customer_id, during)
       select $1, 'maintenance', id, '[2026-06-03 13:00+00, 2026-06-03 14:00+00)' from public.customers`,
      [technician],
    );
    const race = interleave(world, async (office, otherWaits) => {
      await office.query(
        "update public.maintenance_contracts set state = 'cancelled', cancelled_reason = 'sold'",
      );
      await otherWaits();
    }, (db) =>
      db.query(
        `insert into public.maintenance_visits (cycle_id, task_id)
         select y.id, t.id from public.maintenance_cycles y, public.technician_tasks t`,
      ));
    await expect(race).rejects.toMatchObject({ code: "MT001" });
  }));

Deno.test("a contract that ends while its technician begins waits, and neither of the two is ended for the other", () =>
  inWorld(async (world) => {
    const [technician] = await addTechnicians(world.db, 1);
    const [token] = await addClients(world.db, 1);
    await world.db.query("select public.confirm_booking($1, $2, '2026-06-03T13:00:00Z')", [
      token,
      technician,
    ]);
    const [, came] = await interleave(
      world,
      async (board, otherWaits) => {
        await board.query("update public.technician_tasks set notes = 'Ring twice'");
        await otherWaits();
        await board.query("update public.technician_tasks set state = 'in_progress'");
      },
      (db) =>
        outcome(
          db.query(
            "update public.maintenance_contracts set state = 'cancelled', cancelled_reason = 'moved'",
          ),
        ),
    );
    expect(came).toBe("MT001");
    expect(await halfEnded(world.db)).toEqual(NOTHING_HALF_ENDED);
    const [{ state }] = await world.db.query<{ state: string }>(
      "select state from public.maintenance_visits",
    );
    expect(state).toBe("in_progress");
  }));

Deno.test("a contract that is paused by hand while its client reports a change waits for the report", () =>
  inWorld(async (world) => {
    const [token] = await addClients(world.db, 1);
    const [{ id }] = await contractsOf(world.db, [token]);
    await interleave(world, async (client, otherWaits) => {
      await client.query("select private.lock_reported($1, 'gone')", [id]);
      await otherWaits();
      await client.query(
        "select private.report_change(id, array[contract_id], 'gone', null, null) from public.maintenance_cycles",
      );
    }, (db) => db.query("update public.maintenance_contracts set state = 'paused'"));
    const [{ state }] = await world.db.query<{ state: string }>(
      "select state from public.maintenance_contracts",
    );
    expect(state).toBe("paused");
  }));
