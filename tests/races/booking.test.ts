import { expect } from "expect";
import { openDatabase, type Queryable } from "@/embedded/database.ts";
import { until } from "@/tests/until.ts";
import { waiting } from "./interleave.ts";
import {
  addClients,
  addTechnicians,
  asAnon,
  brokenRules,
  inWorld,
  inWorldsFor,
  type RaceWorld,
} from "./world.ts";

interface Answer {
  status: string;
  slots?: { starts_at: string; technician_id: string }[];
  appointment?: { task_id: string };
}

async function confirm(
  db: Queryable,
  token: string,
  technician: string,
  startsAt: string,
): Promise<Answer> {
  const [{ answer }] = await db.query<{ answer: Answer }>(
    "select public.confirm_booking($1, $2, $3) as answer",
    [token, technician, startsAt],
  );
  return answer;
}

async function bookForClient(
  db: Queryable,
  token: string,
  technician: string,
  startsAt: string,
): Promise<Answer> {
  const [{ answer }] = await db.query<{ answer: Answer }>(
    `select public.book_for_client(y.contract_id, $2, $3) as answer
     from public.maintenance_cycles y where y.token = $1`,
    [token, technician, startsAt],
  );
  return answer;
}

/** Until that many connections wait for a lock that somebody else holds. */
async function untilWaiting(world: RaceWorld, connections: () => number): Promise<void> {
  await until(
    "connections that wait for a lock",
    async () => await waiting(world.db) >= connections(),
  );
}

Deno.test("sixty clients want the same three times at once: three win, the others get fresh times", () =>
  inWorldsFor(60, async (world) => {
    const [technician] = await addTechnicians(world.db, 1);
    const tokens = await addClients(world.db, 60);
    const wanted = [
      "2026-06-03T13:00:00+00:00",
      "2026-06-03T15:00:00+00:00",
      "2026-06-03T18:00:00+00:00",
    ];
    const anon = await asAnon(world, 60);
    await Promise.all(tokens.map(() => anon.query("select pg_sleep(0)")));
    const answers = await Promise.all(
      tokens.map((token, n) => confirm(anon, token, technician, wanted[n % 3])),
    );
    await anon.close();

    expect(answers.filter(({ status }) => status === "booked").length).toBe(3);
    expect(answers.filter(({ status }) => status === "slot_taken").length).toBe(57);
    for (const [n, { status, slots }] of answers.entries()) {
      if (status === "booked") continue;
      expect(slots!.length).toBeGreaterThan(0);
      // The other two may still be free while this one is lost.
      for (const slot of slots!) expect(slot.starts_at).not.toBe(wanted[n % 3]);
    }
    expect(await brokenRules(world.db)).toEqual([]);
    const attempts = await world.db.query(
      "select status, count(*)::integer from public.booking_attempts group by status order by status",
    );
    expect(attempts).toEqual([{ status: "booked", count: 3 }, { status: "slot_taken", count: 57 }]);
  }));

Deno.test("who asks for a time that is just being booked is not offered it again", () =>
  inWorld(async (world) => {
    const [technician] = await addTechnicians(world.db, 1);
    const tokens = await addClients(world.db, 5);
    const wanted = "2026-06-03T13:00:00+00:00";
    const anon = await asAnon(world, tokens.length);
    const others = await anon.transaction(async (first) => {
      await confirm(first, tokens[0], technician, wanted);
      // More than take turns at once, so that some get as far as the calendar.
      const asked = tokens.slice(1).map((token) => confirm(anon, token, technician, wanted));
      let answered = 0;
      for (const one of asked) one.finally(() => answered++);
      await untilWaiting(world, () => asked.length - answered);
      return asked;
    }).then((asked) => Promise.all(asked));
    await anon.close();
    for (const { status, slots } of others) {
      expect(status).toBe("slot_taken");
      for (const slot of slots!) expect(slot.starts_at).not.toBe(wanted);
    }
    expect(await brokenRules(world.db)).toEqual([]);
  }));

Deno.test("two tabs of one client, and the office on the phone, book once whatever technicians they choose", () =>
  inWorldsFor(9, async (world) => {
    const technicians = await addTechnicians(world.db, 2);
    const tokens = await addClients(world.db, 9);
    const anon = await asAnon(world, 2);
    const office = await openDatabase({ url: world.fresh.url, maxConnections: 2 });
    for (const [n, token] of tokens.entries()) {
      const startsAt = `2026-06-${String(2 + Math.floor(n / 3)).padStart(2, "0")}T${
        13 + n % 3 * 2
      }:00:00Z`;
      // All four are past their first look before anyone can write a visit.
      const answers = await world.db.transaction(async (gate) => {
        await gate.exec("lock table public.maintenance_visits in share row exclusive mode");
        const asked = [0, 1].flatMap((which) => [
          confirm(anon, token, technicians[which], startsAt),
          bookForClient(office, token, technicians[which], startsAt),
        ]);
        await untilWaiting(world, () => asked.length);
        return asked;
      }).then((asked) => Promise.all(asked));
      // The tab that was first books, also when it asks again; the other one meets its booking.
      expect(answers.map(({ status }) => status).sort()).toEqual(
        ["already_booked", "already_booked", "booked", "booked"],
      );
      expect(new Set(answers.map(({ appointment }) => appointment?.task_id)).size).toBe(1);
    }
    await anon.close();
    await office.close();
    const [{ booked }] = await world.db.query<{ booked: number }>(
      "select count(*)::integer as booked from public.maintenance_visits where state = 'scheduled'",
    );
    expect(booked).toBe(tokens.length);
    expect(await brokenRules(world.db)).toEqual([]);
  }));

Deno.test("thirty-two writers move and swap the same tasks without deadlock or overlap", () =>
  inWorldsFor(32 * 12, async (world) => {
    const technicians = await addTechnicians(world.db, 4);
    const tokens = await addClients(world.db, 24);
    const booker = await asAnon(world, 4);
    for (const [n, token] of tokens.entries()) {
      const startsAt = `2026-06-0${3 + Math.floor(n / 12)}T${13 + n % 3 * 2}:00:00Z`;
      const answer = await confirm(booker, token, technicians[Math.floor(n / 3) % 4], startsAt);
      expect(answer.status).toBe("booked");
    }
    await booker.close();
    const tasks = (await world.db.query<{ id: string }>("select id from public.technician_tasks"))
      .map(({ id }) => id);

    const office = await openDatabase({ url: world.fresh.url, maxConnections: 32 });
    let moved = 0;
    await Promise.all(Array.from({ length: 32 }, async (_, writer) => {
      for (let round = 0; round < 12; round++) {
        const task = tasks[(writer * 7 + round * 5) % tasks.length];
        const other = tasks[(writer * 3 + round * 11 + 1) % tasks.length];
        const hour = 12 + (writer + round * 3) % 7;
        const [{ status }] = (writer + round) % 2
          ? await office.query(
            "select public.swap_tasks($1, $2, true) ->> 'status' as status",
            [task, other],
          )
          : await office.query(
            "select public.move_task($1, $2, $3, true) ->> 'status' as status",
            [
              task,
              technicians[(writer + round) % 4],
              `2026-06-0${3 + round % 2}T${hour}:00:00Z`,
            ],
          );
        if (status === "moved") moved++;
      }
    }));
    await office.close();
    expect(moved).toBeGreaterThan(20);
    expect(await brokenRules(world.db)).toEqual([]);
  }));

Deno.test("bookings whose connection dies in the middle are whole or not there", () =>
  inWorldsFor(120, async (world) => {
    const technicians = await addTechnicians(world.db, 6);
    const tokens = await addClients(world.db, 120);
    const left = [...tokens];
    const booked: string[] = [];
    let killed = 0;

    async function client(n: number): Promise<void> {
      const anon = await asAnon(world, 1);
      for (let token = left.pop(); token; token = left.pop()) {
        const place = left.length;
        const startsAt = `2026-06-0${3 + Math.floor(place / 40)}T${12 + place % 8}:00:00Z`;
        const answer = await confirm(anon, token, technicians[(place + n) % 6], startsAt)
          .catch(() => undefined);
        if (answer === undefined) killed++;
        if (answer?.status === "booked") booked.push(token);
      }
      await anon.close();
    }

    const clients = Promise.all(Array.from({ length: 16 }, (_, n) => client(n)));
    let finished = false;
    clients.then(() => finished = true);
    while (!finished) {
      await world.db.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where state = 'active' and query like '%confirm_booking%' and pid <> pg_backend_pid() limit 1`,
      );
    }
    await clients;

    expect(killed).toBeGreaterThan(0);
    expect(booked.length).toBeGreaterThan(0);
    expect(await brokenRules(world.db)).toEqual([]);
    // Whoever was told "booked" is.
    const [{ kept }] = await world.db.query<{ kept: number }>(
      `select count(*)::integer as kept from public.maintenance_cycles y
       join public.maintenance_visits v on v.cycle_id = y.id and v.state = 'scheduled'
       where y.token = any ($1::text[])`,
      [booked],
    );
    expect(kept).toBe(booked.length);
    // And whoever was cut off can simply try again.
    const anon = await asAnon(world, 1);
    const statuses = new Set<string>();
    for (const token of tokens) {
      const [{ page }] = await anon.query<{ page: Answer }>(
        "select public.booking_page($1) as page",
        [token],
      );
      statuses.add(page.status);
    }
    await anon.close();
    expect([...statuses].filter((status) => status !== "open" && status !== "booked")).toEqual([]);
  }));
