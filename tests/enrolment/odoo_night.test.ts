import { expect } from "expect";
import type { Queryable } from "@/embedded/database.ts";
import { storeInVault } from "@/embedded/keys.ts";
import type { Rpc } from "@/lib/database/rpc.ts";
import {
  importFromOdoo,
  importFromOdooAtNight,
  takeInHistory,
} from "@/lib/enrolment/odoo/import_odoo.ts";
import { OdooFake } from "./odoo_fake.ts";
import { deliver, smallCompany } from "./odoo_support.ts";
import { inTransaction } from "./support.ts";

/** A small company in Odoo, and a database that knows where it is. */
async function together(tx: Queryable, odoo: OdooFake) {
  const company = smallCompany(odoo);
  await storeInVault(tx, "odoo_url", odoo.url + "/");
  await storeInVault(tx, "odoo_key", odoo.key);
  await storeInVault(tx, "odoo_database", "company");
  odoo.now = new Date();
  return company;
}

const night = (rpc: Rpc, odoo: OdooFake, isTried = false) =>
  importFromOdoo(rpc, { now: odoo.now, isTried });

const one = async (tx: Queryable, sql: string) => (await tx.query<Record<string, unknown>>(sql))[0];

Deno.test("a night with Odoo: what is tried changes nothing, what is taken in is kept, what people corrected stays", () =>
  inTransaction(async (tx, rpc) => {
    await using odoo = new OdooFake();
    const { ada, line } = await together(tx, odoo);
    deliver(odoo, line, "2026-05-10", { serials: ["HC1"] });

    expect(await night(rpc, odoo, true)).toMatchObject({ status: "tried", outcome: "applied" });
    const none = "select count(*)::int as n from public.customers where customer_ref like 'odoo-%'";
    expect(await one(tx, none)).toEqual({ n: 0 });
    expect(await one(tx, "select count(*)::int as n from private.import_cursors")).toEqual({
      n: 0,
    });

    expect(await night(rpc, odoo)).toMatchObject({ status: "applied" });
    expect(
      await one(
        tx,
        `select c.name, c.phone, o.order_number, o.state, l.line_ref, l.serial_numbers::text, l.delivery_date::text, p.sku
         from public.customers c join public.sales_orders o on o.customer_id = c.id
         join public.sales_order_lines l on l.order_id = o.id join public.products p on p.id = l.product_id
         where c.customer_ref = 'odoo-${ada}'`,
      ),
    ).toEqual({
      name: "Ada Lee",
      phone: "416-555-0101",
      order_number: "S00001",
      state: "sale",
      line_ref: `odoo-line-${line}`,
      serial_numbers: "{HC1}",
      delivery_date: "2026-05-10",
      sku: "SL",
    });
    const cursors = await one(tx, "select count(*)::int as n from private.import_cursors");
    expect(cursors.n).toBeGreaterThan(4);

    await tx.exec(
      `update public.customers set street = '2 Elm St' where customer_ref = 'odoo-${ada}'`,
    );
    odoo.write("res.partner", ada, { email: "ada.lee@example.com" });
    expect(await night(rpc, odoo)).toMatchObject({ status: "applied" });
    expect(
      await one(
        tx,
        `select email, street from public.customers where customer_ref = 'odoo-${ada}'`,
      ),
    ).toEqual({ email: "ada.lee@example.com", street: "2 Elm St" });
  }));

Deno.test("a job of Odoo blocks its technician's time until it is gone there", () =>
  inTransaction(async (tx, rpc) => {
    await using odoo = new OdooFake();
    await together(tx, odoo);
    await tx.exec(
      "insert into public.technicians (name, email) values ('Dana', 'dana@example.com')",
    );
    const dana = odoo.create("res.users", { name: "Dana", email: "dana@example.com" });
    const day = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
    const task = odoo.create("project.task", {
      name: "Motor hums",
      is_fsm: true,
      state: "01_in_progress",
      user_ids: [dana],
      planned_date_begin: `${day} 14:00:00`,
      date_deadline: `${day} 15:30:00`,
    });
    await night(rpc, odoo);
    const jobs = `select t.name, k.title, k.state, lower(k.during)::text as starts
      from public.technician_tasks k join public.technicians t on t.id = k.technician_id
      where k.external_ref like 'odoo-task-%'`;
    await tx.exec("set local time zone 'UTC'");
    expect(await tx.query(jobs)).toEqual([{
      name: "Dana",
      title: "Motor hums",
      state: "scheduled",
      starts: `${day} 14:00:00+00`,
    }]);
    odoo.delete("project.task", task);
    expect(await night(rpc, odoo)).toMatchObject({ status: "applied" });
    expect(await tx.query(jobs)).toEqual([]);
    const [{ state }] = await tx.query(
      "select state from public.technician_tasks where title = 'Motor hums'",
    );
    expect(state).toBe("cancelled");
  }));

Deno.test("what was sold over years is taken in without enrolling anybody, and the nights go on from there", () =>
  inTransaction(async (tx, rpc) => {
    await using odoo = new OdooFake();
    const { ada } = await together(tx, odoo);
    expect(await takeInHistory(rpc, { now: odoo.now })).toEqual([
      { kind: "products", rows: 1, refused: 0 },
      { kind: "customers", rows: 1, refused: 0 },
      { kind: "sales_order_lines", rows: 1, refused: 0 },
    ]);
    expect(
      await one(
        tx,
        `select (select count(*)::int from public.sales_order_lines where line_ref like 'odoo-%') as lines,
          (select count(*)::int from public.maintenance_contracts) as contracts`,
      ),
    ).toEqual({ lines: 1, contracts: 0 });
    const calls = odoo.calls.length;
    odoo.write("res.partner", ada, { email: "ada.lee@example.com" });
    expect(await night(rpc, odoo)).toMatchObject({ status: "applied" });
    const asked = odoo.calls.slice(calls).map(({ body }) => JSON.stringify(body.domain ?? []));
    expect(asked.some((domain) => domain.includes('["write_date",">="'))).toBe(true);
    expect(
      await one(tx, `select email from public.customers where customer_ref = 'odoo-${ada}'`),
    ).toEqual({ email: "ada.lee@example.com" });
  }));

Deno.test("a night that is killed before any call to the database ends the same the next time", async () => {
  const steps: string[] = [];
  const night = (killedAt?: number) =>
    inTransaction(async (tx, rpc) => {
      await using odoo = new OdooFake();
      const { line } = await together(tx, odoo);
      deliver(odoo, line, "2026-05-10", { serials: ["HC1"] });
      let number = 0;
      const mortal: Rpc = (name, args) => {
        if (++number === killedAt) throw new Error("killed");
        if (killedAt === undefined) steps.push(name);
        return rpc(name, args);
      };
      const first = importFromOdoo(mortal, { now: odoo.now });
      if (killedAt !== undefined) {
        await expect(first).rejects.toThrow("killed");
        const { n } = await one(tx, "select count(*)::int as n from private.import_cursors");
        expect(n).toBe(0);
        await importFromOdoo(rpc, { now: odoo.now });
      }
      await first.catch(() => {});
      expect(
        await one(
          tx,
          `select (select count(*)::int from public.customers where customer_ref like 'odoo-%') as clients,
            (select count(*)::int from public.sales_order_lines where line_ref like 'odoo-%') as lines,
            (select count(*)::int > 4 from private.import_cursors) as kept`,
        ),
      ).toEqual({ clients: 1, lines: 1, kept: true });
    });
  await night();
  expect(steps.at(-1)).toBe("keep_import_cursors");
  for (let killedAt = 1; killedAt <= steps.length; killedAt++) await night(killedAt);
});

Deno.test("at night a company without Odoo has nothing to do, and one whose key has ended is told", () =>
  inTransaction(async (tx, rpc) => {
    await using odoo = new OdooFake();
    const options = { now: odoo.now };
    expect(await importFromOdooAtNight(rpc, options)).toEqual({ status: "off" });
    const { key } = odoo;
    await together(tx, odoo);
    Object.assign(odoo, { key: "another one" });
    expect(await importFromOdooAtNight(rpc, options)).toMatchObject({ status: "failed" });
    const problem =
      "select state, details->>'message' as message from public.office_activities where kind = 'import_problem'";
    expect(await tx.query(problem)).toEqual([
      { state: "open", message: expect.stringContaining("does not accept the key") },
    ]);
    Object.assign(odoo, { key });
    expect(await importFromOdooAtNight(rpc, options)).toMatchObject({ status: "applied" });
    expect(await tx.query(problem)).toMatchObject([{ state: "done" }]);
  }));
