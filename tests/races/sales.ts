/** Sales at once: confirmed by two people, cancelled meanwhile, written by hand, and one serial number sold twice. */
import { expect } from "expect";
import { type Database, openDatabase } from "@/embedded/database.ts";
import { brokenRules, inWorld } from "./world.ts";

const ORDERS = 16;
const AT_ONCE = 8;

/** Orders of two stair lifts each, as drafts; every other pair of orders sells one serial number. */
async function addOrders(db: Database): Promise<string[]> {
  await db.exec(
    `insert into public.products (sku, name, category_id, unit_kind)
     select 'RACE', 'Flow X', k.id, 'base' from public.equipment_categories k where k.code = 'stairlift'`,
  );
  const rows = await db.query<{ id: string }>(
    `with clients as (
       insert into public.customers (name, email, street, postal_code)
       select 'Client ' || n, 'client' || n || '@example.com', n || ' Elm St', 'L6Y 0A1' from generate_series(1, $1::integer) n
       returning id, name
     ), orders as (
       insert into public.sales_orders (order_number, customer_id, order_date)
       select 'S-' || substr(name, 8), id, '2026-05-20' from clients returning id, order_number
     ), lines as (
       insert into public.sales_order_lines (order_id, line_ref, product_id, quantity, serial_numbers)
       select o.id, o.order_number, p.id, 2, array['RACE-' || 10000 + substr(o.order_number, 3)::integer / 4]
       from orders o, public.products p where p.sku = 'RACE'
     )
     select id::text from orders order by order_number`,
    [ORDERS],
  );
  return rows.map(({ id }) => id);
}

/** What hands and people do to an order, all of it at the same moment. */
const DEEDS = [
  "select public.confirm_sales_order($1)",
  "select public.confirm_sales_order($1)",
  "update public.sales_orders set state = 'sale' where id = $1 and state = 'draft'",
  "insert into public.sales_order_lines (order_id, line_ref, product_id, quantity) select $1, gen_random_uuid()::text, p.id, 1 from public.products p where p.sku = 'RACE'",
  "select public.cancel_sales_order($1)",
];

Deno.test("whoever confirms, cancels and writes an order at once: each unit is enrolled once, and what is cancelled has none", () =>
  inWorld(async ({ db, fresh }) => {
    const orders = await addOrders(db);
    const everybody = await openDatabase({ url: fresh.url, maxConnections: AT_ONCE });
    const raised: string[] = [];
    const act = async (deed: string, order: string) => {
      try {
        await everybody.query(deed, [order]);
      } catch (error) {
        // A line is too late for an order that is cancelled.
        if ((error as { code?: string }).code !== "MT002") raised.push(`${deed}: ${error}`);
      }
    };
    for (const [n, order] of orders.entries()) {
      // Neighbours sell the same serial numbers.
      const at = [order, orders[(n + 1) % orders.length]];
      const deeds = n % 3 === 0 ? DEEDS : DEEDS.slice(0, -1);
      await Promise.all(at.flatMap((each) => deeds.map((deed) => act(deed, each))));
    }
    // Nobody confirms these anew.
    const [, , , line, cancel] = DEEDS;
    await Promise.all(
      orders.slice(0, 4).flatMap((each) => [cancel, line, cancel].map((deed) => act(deed, each))),
    );
    await everybody.close();
    expect(raised).toEqual([]);
    const [counted] = await db.query<{ enrolled: number; cancelled: number }>(
      `select count(*) filter (where o.state = 'sale')::integer as enrolled, count(*) filter (where o.state = 'cancel')::integer as cancelled
       from public.sales_orders o`,
    );
    // What never came about would prove nothing.
    expect([counted.enrolled > 0, counted.cancelled > 0]).toEqual([true, true]);
    expect(
      await db.query(
        `select o.order_number, o.state from public.sales_orders o
         left join public.sales_order_lines l on l.order_id = o.id
         left join public.units u on u.source_line_id = l.id and u.condition <> 'retired'
         left join public.maintenance_contracts c on c.unit_id = u.id and c.state <> 'cancelled'
         group by o.id
         having case when o.state = 'cancel' then count(u.id) + count(c.id) > 0
           -- One piece may be the neighbour's, which is a question.
           else count(c.id) <> count(u.id) or count(u.id) < (select sum(s.quantity) - 1 from public.sales_order_lines s where s.order_id = o.id) end`,
      ),
    ).toEqual([]);
    // A serial number that was sold to two is with one of them, and the other is a question.
    expect(
      await db.query(
        `select u.serial_key from public.units u where u.condition <> 'retired' and u.serial_key is not null group by u.serial_key having count(*) > 1`,
      ),
    ).toEqual([]);
    const [{ asked }] = await db.query<{ asked: number }>(
      "select count(*)::integer as asked from public.import_conflicts",
    );
    expect(asked).toBeGreaterThan(0);
    expect(await brokenRules(db)).toEqual([]);
  }));
