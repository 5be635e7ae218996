import { expect } from "expect";
import { importFromOdoo } from "@/lib/enrolment/odoo/import_odoo.ts";
import { failure, OdooFake } from "./odoo_fake.ts";
import {
  deliver,
  invoice,
  later,
  lineRef,
  OurSide,
  refs,
  rowsOf,
  sell,
  smallCompany,
} from "./odoo_support.ts";

/** Others write something, long after what is of interest, which lies out of the overlap from then on. */
async function othersWrite(odoo: OdooFake, us: OurSide): Promise<void> {
  later(odoo, 24);
  for (const model of MODELS) odoo.create(model, {});
  await us.read();
  later(odoo, 24);
}

const MODELS = [
  "sale.order",
  "sale.order.line",
  "res.partner",
  "product.product",
  "stock.move",
  "stock.move.line",
  "stock.lot",
  "account.move",
];

/** A small company that was read once, hours ago. */
async function readOnce() {
  const odoo = new OdooFake();
  const company = smallCompany(odoo);
  const us = new OurSide(odoo);
  await us.read();
  later(odoo, 24);
  return { odoo, us, ...company, [Symbol.asyncDispose]: () => odoo[Symbol.asyncDispose]() };
}

Deno.test("what nobody wrote since is not told again, but for the time in which somebody may still have been writing", async () => {
  await using it = await readOnce();
  const { odoo, us, ada } = it;
  const { files } = await us.files();
  expect(files.map(({ isWhole }) => isWhole)).toEqual([false, false, false, false]);
  expect(await us.read()).toMatchObject({ customers: [{}], sales_order_lines: [{}] });
  await othersWrite(odoo, us);
  expect(await us.read()).toMatchObject({ customers: [], sales_order_lines: [] });
  odoo.write("res.partner", ada, { phone: "416-555-0199" });
  expect((await us.read()).customers).toMatchObject([{ phone: "416-555-0199" }]);
});

Deno.test("each kind of change brings the whole order, with its client and products, and no other order", async () => {
  await using it = await readOnce();
  const { odoo, us, ada, lift, order, line } = it;
  const second = sell(odoo, order, lift);
  const bob = odoo.create("res.partner", { name: "Bob Ray" });
  const quiet = odoo.create("sale.order", { name: "S00002", state: "sale", partner_id: bob });
  sell(odoo, quiet, lift);
  const move = deliver(odoo, line, "2026-05-10", { serials: ["A"] });
  const bill = invoice(odoo, line, "2026-05-11", "draft");
  await us.read();
  const [detail] = odoo.ids("stock.move.line");
  const [lot] = odoo.ids("stock.lot");
  const changes: [string, number, Record<string, string | number>, Record<string, string>][] = [
    ["sale.order", order, { state: "cancel" }, { order_state: "cancel" }],
    ["sale.order.line", line, { product_uom_qty: 3 }, { quantity: "3" }],
    ["stock.move", move, { date: "2026-05-09 15:00:00" }, { delivery_date: "2026-05-09" }],
    ["stock.lot", lot, { name: "A-1" }, { serial_numbers: "A-1" }],
    ["stock.move.line", detail, { lot_id: odoo.create("stock.lot", { name: "C" }) }, {
      serial_numbers: "C",
    }],
    ["account.move", bill, { state: "posted" }, { invoice_date: "2026-05-11" }],
    ["res.partner", ada, { name: "Ada Lee-Ray" }, { customer_ref: `odoo-${ada}` }],
  ];
  for (const [model, id, values, expected] of changes) {
    await othersWrite(odoo, us);
    odoo.write(model, id, values);
    const told = await us.read();
    expect([model, refs(told)]).toEqual([model, [line, second].map(lineRef)]);
    expect(told.sales_order_lines[0]).toMatchObject(expected);
    expect(told.customers).toMatchObject([{ customer_ref: `odoo-${ada}` }]);
    expect(told.products.map(({ sku }) => sku)).toContain("SL");
  }
});

Deno.test("a change of whom an address belongs to is one of the address", async () => {
  await using odoo = new OdooFake();
  const { ada, order } = smallCompany(odoo);
  const cottage = odoo.create("res.partner", { parent_id: ada, street: "7 Lake Rd" });
  odoo.write("sale.order", order, { partner_shipping_id: cottage });
  const us = new OurSide(odoo);
  await us.read();
  await othersWrite(odoo, us);
  odoo.write("res.partner", ada, { email: "new@example.com" });
  expect((await us.read()).customers).toMatchObject([{
    customer_ref: `odoo-${cottage}`,
    email: "new@example.com",
  }]);
});

Deno.test("a thousand records of one instant are all read", async () => {
  await using it = await readOnce();
  const { odoo, us, order, lift } = it;
  for (let n = 0; n < 1500; n++) sell(odoo, order, lift);
  const told = await us.read();
  expect(new Set(refs(told)).size).toBe(1501);
  later(odoo, 24);
  odoo.write("sale.order.line", odoo.ids("sale.order.line")[700], { product_uom_qty: 2 });
  expect(refs(await us.read()).length).toBe(1501);
});

Deno.test("what is written while we read, at any moment of it, is told then or the next time, and never lost", async () => {
  const count = await (async () => {
    await using it = await readOnce();
    const before = it.odoo.calls.length;
    await it.us.read();
    return it.odoo.calls.length - before;
  })();
  for (let moment = 1; moment <= count; moment++) {
    await using it = await readOnce();
    const { odoo, us, ada, lift, order } = it;
    const from = odoo.calls.length;
    let added = 0;
    odoo.before = (_call, number) => {
      if (number !== from + moment) return;
      odoo.write("res.partner", ada, { phone: "416-555-0199" });
      const bob = odoo.create("res.partner", { name: "Bob Ray" });
      const chair = odoo.create("product.product", {
        name: "Chair",
        default_code: "CH",
        sale_ok: true,
      });
      added = sell(odoo, order, chair);
      const another = odoo.create("sale.order", { name: "S00002", state: "sale", partner_id: bob });
      sell(odoo, another, lift);
    };
    const readings = [await us.read()];
    later(odoo, 2);
    readings.push(await us.read());
    expect(added).toBeGreaterThan(0);
    const all = (kind: string) => readings.flatMap((told) => told[kind]);
    expect(all("customers").map(({ phone }) => phone)).toContain("416-555-0199");
    expect(all("customers").map(({ name }) => name)).toContain("Bob Ray");
    expect(readings.flatMap(refs)).toContain(lineRef(added));
    expect(all("sales_order_lines").map(({ order_number }) => order_number)).toContain("S00002");
    for (const told of readings) {
      const clients = told.customers.map(({ customer_ref }) => customer_ref);
      const products = told.products.map(({ sku }) => sku);
      for (const { customer_ref, sku } of told.sales_order_lines) {
        expect(clients).toContain(customer_ref);
        expect(products).toContain(sku);
      }
    }
  }
});

Deno.test("a transaction that began before a reading and ended after it is not lost", async () => {
  await using it = await readOnce();
  const { odoo, us, ada } = it;
  await othersWrite(odoo, us);
  const end = odoo.begin("res.partner", ada, { phone: "416-555-0199" });
  later(odoo, 0.5);
  // Somebody else writes later, and is seen earlier.
  odoo.create("res.partner", { name: "Somebody else" });
  await us.read();
  end();
  later(odoo, 0.25);
  expect((await us.read()).customers).toMatchObject([{ phone: "416-555-0199" }]);
});

Deno.test("a reading that breaks off, after whichever question, gives nothing out and loses nothing", async () => {
  const fill = (odoo: OdooFake) => {
    const { line } = smallCompany(odoo);
    deliver(odoo, line, "2026-05-10", { serials: ["A"] });
    invoice(odoo, line, "2026-05-11");
  };
  await using first = new OdooFake();
  fill(first);
  const expected = await new OurSide(first).read();
  const count = first.calls.length;
  for (let moment = 1; moment <= count; moment++) {
    await using odoo = new OdooFake();
    fill(odoo);
    const us = new OurSide(odoo);
    odoo.before = (_call, number) =>
      number === moment
        ? failure(401, "werkzeug.exceptions.Unauthorized", "Invalid apikey")
        : undefined;
    await expect(us.files()).rejects.toThrow("Invalid apikey");
    expect(us.cursors).toEqual({});
    odoo.before = () => {};
    expect(await us.read()).toEqual(expected);
  }
});

Deno.test("how far we read is kept when it was applied, and not before", async () => {
  await using odoo = new OdooFake();
  smallCompany(odoo);
  const us = new OurSide(odoo);
  const options = { now: odoo.now };
  for (us.outcome of ["held", "waiting"]) {
    expect(await importFromOdoo(us.rpc, options)).toMatchObject({ status: us.outcome });
    expect(us.cursors).toEqual({});
  }
  us.outcome = "killed";
  await expect(importFromOdoo(us.rpc, options)).rejects.toThrow("killed");
  us.outcome = "applied";
  const tried = await importFromOdoo(us.rpc, { ...options, isTried: true });
  expect(tried).toMatchObject({ status: "tried", outcome: "applied" });
  expect(us.cursors).toEqual({});
  expect(await importFromOdoo(us.rpc, options)).toMatchObject({ status: "applied" });
  expect(us.cursors).toEqual(
    Object.fromEntries(
      ["sale.order", "sale.order.line", "res.partner", "product.product"].map((
        model,
      ) => [model, "2026-06-01 10:00:00"]),
    ),
  );
});

Deno.test("everything is read again where that is asked for", async () => {
  await using it = await readOnce();
  it.odoo.create("res.partner", { name: "Nobody's" });
  await it.us.read();
  later(it.odoo, 24);
  it.odoo.create("sale.order", { name: "S2", state: "draft", partner_id: it.ada });
  await it.us.read();
  const { files } = await it.us.files({ isWhole: true });
  expect(files[2].isWhole).toBe(true);
  expect((await rowsOf(files)).sales_order_lines.length).toBe(1);
});
