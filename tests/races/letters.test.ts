/** Codes of letters: printed, replaced and tried by many at once. */
import { expect } from "expect";
import { openDatabase } from "@/embedded/database.ts";
import { addClients, asAnon, inWorld } from "./world.ts";

const CLIENTS = 60;
const AT_ONCE = 12;

Deno.test("a code in force always leads to a link in force, whoever prints, replaces or ends meanwhile", async () => {
  await inWorld(async (world) => {
    await addClients(world.db, CLIENTS);
    const contracts = await world.db.query<{ id: string }>(
      "select id::text as id from public.maintenance_contracts order by id",
    );
    const office = await openDatabase({ url: world.fresh.url, maxConnections: AT_ONCE });
    try {
      await Promise.all(contracts.flatMap(({ id }, n) => [
        ...["print_letter", "print_letter", "revoke_booking_link", "print_letter"]
          .map((name) => office.query(`select public.${name}($1)`, [id])),
        // By hand nobody takes the contract's lock.
        office.query(
          "update public.maintenance_cycles set token = private.random_token() where contract_id = $1 and closed_at is null",
          [id],
        ),
        n % 3 === 0
          ? office.query(
            "update public.maintenance_contracts set state = 'cancelled' where id = $1",
            [id],
          )
          : office.query("select public.letter_facts($1)", [id]),
      ]));
      const [found] = await office.query<Record<string, number>>(`
        select count(*) filter (where s.code is not null and y.token is null)::integer as "of no link",
          count(*) filter (where f ->> 'token' is distinct from y.token)::integer as "of another link",
          count(*) filter (where s.code is not null)::integer - count(distinct s.cycle_id) filter (where s.code is not null)::integer as "second ones"
        from private.short_codes s
        join public.maintenance_cycles y on y.id = s.cycle_id
        left join lateral public.find_by_short_code(s.code, 'L6Y 0A1') f on s.code is not null
        where s.code is not null or y.closed_at is not null`);
      expect(found).toEqual({ "of no link": 0, "of another link": 0, "second ones": 0 });
    } finally {
      await office.close();
    }
  });
});

Deno.test("of a thousand tries at once five are looked at", async () => {
  await inWorld(async (world) => {
    await addClients(world.db, 1);
    const [{ code }] = await world.db.query<{ code: string }>(
      "select public.print_letter(id) ->> 'short_code' as code from public.maintenance_contracts",
    );
    const strangers = await asAnon(world, AT_ONCE);
    try {
      const answers = await Promise.all(Array.from({ length: 1000 }, async (_, n) => {
        const postalCode = n < 500 ? "K1A 0A1" : `L6Y ${n}`;
        const [{ status }] = await strangers.query<{ status: string }>(
          "select public.find_by_short_code($1, $2) ->> 'status' as status",
          [code, postalCode],
        );
        return status;
      }));
      const looked = answers.filter((status) => status === "invalid");
      expect([looked.length, new Set(answers)]).toEqual([5, new Set(["invalid", "rejected"])]);
    } finally {
      await strangers.close();
    }
  });
});
