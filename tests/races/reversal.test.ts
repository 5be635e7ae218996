/** A visit that is taken back while somebody uses what it brought about: the next link, its invoice. */
import { expect } from "expect";
import type { Database, Queryable } from "@/embedded/database.ts";
import { interleave } from "./interleave.ts";
import { addClients, addTechnicians, inWorld } from "./world.ts";

/** A visit that was done, the link to the cycle after it, and its invoice. */
interface Done {
  visit: string;
  invoice: string;
  token: string;
}

async function addDoneVisit(db: Database): Promise<Done> {
  const [technician] = await addTechnicians(db, 1);
  const [token] = await addClients(db, 1);
  await db.query("select public.confirm_booking($1, $2, '2026-06-02 13:00Z')", [token, technician]);
  await db.exec(
    `create or replace function private.clock() returns timestamptz language sql stable set search_path = ''
     as $$ select timestamptz '2026-06-03 12:00Z' $$`,
  );
  await db.query(
    `select public.complete_visit(v.id, jsonb_build_object('version', 1, 'report_id', gen_random_uuid(),
       'signature', '{"name": "Ada Example", "role": "client", "method": "typed"}'::jsonb,
       'checklist', (select jsonb_agg(jsonb_build_object('position', i.position, 'result', 'pass'))
         from private.visit_checklist i where i.visit_id = v.id)))
     from public.maintenance_visits v`,
  );
  const [done] = await db.query<Done & Record<string, unknown>>(
    `select v.id::text as visit, l.invoice_id::text as invoice, n.token
     from public.maintenance_visits v
     join public.maintenance_cycles y on y.id = v.cycle_id
     join public.maintenance_cycles n on n.contract_id = y.contract_id and n.closed_at is null
     join public.invoice_lines l on l.visit_id = v.id
     where v.state = 'done'`,
  );
  return done;
}

async function answer(db: Queryable, call: string, values: unknown[]): Promise<string> {
  const [{ told }] = await db.query<{ told: string }>(
    `select concat_ws(' ', a ->> 'status', a ->> 'reason') as told from (select ${call} as a) asked`,
    values,
  );
  return told;
}

const reverse = (db: Queryable, { visit }: Done) =>
  answer(db, "public.reverse_visit($1, 'Wrong client')", [visit]);

const CALLS: Record<string, string> = {
  "books": `public.confirm_booking($1, (select id from public.technicians), '2026-06-10 13:00Z')`,
  "asks for a call": `public.request_callback($1, '905-555-0142')`,
  "reports a change": `public.report_change($1, 'gone')`,
};
for (const [what, call] of Object.entries(CALLS)) {
  Deno.test(`who ${what} by the link of a cycle that goes at that moment is told that it has expired`, () =>
    inWorld(async (world) => {
      const done = await addDoneVisit(world.db);
      const [reversed, told] = await interleave(
        world,
        (tx) => reverse(tx, done),
        (db) => answer(db, call, [done.token]),
      );
      expect([reversed, told]).toEqual(["reversed", "expired"]);
    }));
}

Deno.test("a visit that is billed anew while it is taken back is charged to nobody, whoever is first", () =>
  inWorld(async (world) => {
    const done = await addDoneVisit(world.db);
    await answer(world.db, "public.void_invoice($1, 'Wrong client')", [done.invoice]);
    const [billed, reversed] = await interleave(
      world,
      (tx) => answer(tx, "public.rebill_visit($1)", [done.visit]),
      (db) => reverse(db, done),
    );
    expect([billed, reversed]).toEqual(["drafted", "reversed"]);
    const live = "select from public.invoice_lines l where l.visit_id = $1 and l.live";
    expect(await world.db.query(live, [done.visit])).toEqual([]);
    const drafts = "select from public.invoices i where i.state = 'draft'";
    expect(await world.db.query(drafts, [])).toEqual([]);
    expect(await answer(world.db, "public.rebill_visit($1)", [done.visit])).toBe(
      "refused not_done",
    );
  }));

/** Who withdraws the certificate of a visit, by its number. */
const withdraw = (db: Queryable, { visit }: Done) =>
  answer(
    db,
    `public.revoke_certificate((select number from public.inspection_certificates where visit_id = $1), 'Wrong unit')`,
    [visit],
  );

Deno.test("of two who withdraw a certificate at once the second hears that it was", () =>
  inWorld(async (world) => {
    const done = await addDoneVisit(world.db);
    const told = await interleave(world, (tx) => withdraw(tx, done), (db) => withdraw(db, done));
    expect(told).toEqual(["revoked", "refused revoked"]);
  }));

Deno.test("a visit whose certificate is withdrawn at that moment can be taken back", () =>
  inWorld(async (world) => {
    const done = await addDoneVisit(world.db);
    const told = await interleave(world, (tx) => withdraw(tx, done), (db) => reverse(db, done));
    expect(told).toEqual(["revoked", "reversed"]);
  }));

Deno.test("a certificate of a visit that is taken back at that moment is withdrawn already", () =>
  inWorld(async (world) => {
    const done = await addDoneVisit(world.db);
    const told = await interleave(world, (tx) => reverse(tx, done), (db) => withdraw(db, done));
    expect(told).toEqual(["reversed", "refused revoked"]);
  }));

Deno.test("one request that pays two invoices at once pays one", () =>
  inWorld(async (world) => {
    const { invoice } = await addDoneVisit(world.db);
    const [{ id: other }] = await world.db.query<{ id: string }>(
      `with made as (insert into public.invoices (customer_id) select customer_id from public.invoices where id = $1 returning id),
         lined as (insert into public.invoice_lines (invoice_id, position, description, unit_price, tax_rate)
           select id, 1, 'Ramp', 100, 0.13 from made)
       select id::text from made`,
      [invoice],
    );
    await answer(world.db, "public.issue_invoice($1)", [other]);
    const pay = (db: Queryable, id: string) =>
      answer(db, "public.record_payment($1, 1, 'card', '11111111-1111-4111-8111-111111111111')", [
        id,
      ]);
    const [paid, late] = await interleave(world, (tx) => pay(tx, invoice), (db) => pay(db, other));
    expect([paid, late]).toEqual(["recorded", "refused request_id"]);
  }));
