import { expect } from "expect";
import { importFromOdoo } from "@/lib/enrolment/odoo/import_odoo.ts";
import { failure, OdooFake } from "./odoo_fake.ts";
import {
  deliver,
  invoice,
  OurSide,
  rowsOf,
  sell,
  smallCompany,
  type Told,
} from "./odoo_support.ts";

const HOUR = 3_600_000;

/** Moves the clock of the other side on. */
function later(odoo: OdooFake, hours: number): void {
  odoo.now = new Date(odoo.now.getTime() + hours * HOUR);
}

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

const refs = (told: Told) => told.sales_order_lines.map(({ line_ref }) => line_ref);
const lineRef = (id: number) => `odoo-line-${id}`;

/** A small company that was read once, hours ago. */
async function readOnce() {
  const odoo = new OdooFake();
  const company = smallCompany(odoo);
  const us = new OurSide(odoo);
  await us.read();
  later(odoo, 24);
  return { odoo, us, ...company, [Symbol.asyncDispose]: () => odoo[Symbol.asyncDispose]() };
}

Deno.test("a client, a product and a sold line come in the shape of the files", async () => {
  await using odoo = new OdooFake();
  const { ada, line } = smallCompany(odoo);
  deliver(odoo, line, "2026-05-10", { serials: ["HC1"] });
  invoice(odoo, line, "2026-05-12");
  const us = new OurSide(odoo);
  const { files } = await us.files();
  expect(files.map(({ kind, isWhole, fileName }) => [kind.kind, isWhole, fileName])).toEqual([
    ["products", true, "Odoo products"],
    ["customers", true, "Odoo customers"],
    ["sales_order_lines", true, "Odoo sales_order_lines"],
    ["technician_jobs", false, "Odoo technician_jobs"],
  ]);
  const told = await rowsOf(files);
  expect(told.products).toEqual([{
    sku: "SL",
    name: "Stair lift",
    category_code: "",
    maintenance_enabled: "",
    unit_kind: "",
    list_price: "3200.00",
    maintenance_interval_months: "",
    maintenance_fee: "",
  }]);
  expect(told.customers).toEqual([{
    customer_ref: `odoo-${ada}`,
    name: "Ada Lee",
    email: "ada@example.com",
    phone: "416-555-0101",
    street: "1 Oak St",
    unit: "",
    city: "Toronto",
    province: "ON",
    postal_code: "M5V 1A1",
    latitude: "",
    longitude: "",
  }]);
  expect(told.sales_order_lines).toEqual([{
    order_number: "S00001",
    line_ref: lineRef(line),
    order_state: "sale",
    // Half past three at night in Greenwich is the evening before in Toronto.
    order_date: "2026-05-01",
    commitment_date: "",
    delivery_date: "2026-05-10",
    invoice_date: "2026-05-12",
    customer_ref: `odoo-${ada}`,
    sku: "SL",
    description: "Stair lift",
    quantity: "1",
    unit_price: "3200.00",
    serial_numbers: "HC1",
  }]);
});

Deno.test("a file of rows begins below a header, as any other", async () => {
  await using odoo = new OdooFake();
  const { order, lift } = smallCompany(odoo);
  sell(odoo, order, lift);
  const { files } = await new OurSide(odoo).files();
  const lines: number[] = [];
  for await (const { line } of files[2].rows()) lines.push(line);
  expect(lines).toEqual([2, 3]);
});

Deno.test("an order goes to whom it is delivered; what an address lacks, whom it belongs to says", async () => {
  await using odoo = new OdooFake();
  const { ada, order } = smallCompany(odoo);
  const cottage = odoo.create("res.partner", {
    parent_id: ada,
    street: "7 Lake Rd",
    street2: "Unit 4",
    city: "Orillia",
    partner_latitude: 44.6,
    partner_longitude: -79.42,
  });
  odoo.write("sale.order", order, { partner_shipping_id: cottage });
  const told = await new OurSide(odoo).read();
  expect(told.customers).toMatchObject([{
    customer_ref: `odoo-${cottage}`,
    name: "Ada Lee",
    email: "ada@example.com",
    phone: "416-555-0101",
    street: "7 Lake Rd",
    unit: "Unit 4",
    city: "Orillia",
    province: "",
    postal_code: "",
    latitude: "44.6",
    longitude: "-79.42",
  }]);
  expect(told.sales_order_lines[0].customer_ref).toBe(`odoo-${cottage}`);
});

Deno.test("states, currencies, quantities and products are told for what they are", async () => {
  await using odoo = new OdooFake();
  const { order, line, lift } = smallCompany(odoo);
  const states = [["draft", "draft"], ["sent", "draft"], ["done", "done"], ["cancel", "cancel"]];
  for (const [theirs, ours] of states) {
    odoo.write("sale.order", order, { state: theirs });
    const [row] = (await new OurSide(odoo).read()).sales_order_lines;
    expect(row).toMatchObject({ order_state: ours, line_ref: lineRef(line) });
    expect(row.problem).toBeUndefined();
  }
  const dollars = odoo.create("res.currency", { name: "USD" });
  odoo.write("sale.order", order, { state: "paused", currency_id: dollars });
  odoo.write("sale.order.line", line, { product_uom_qty: 1.1 + 2.2 - 2.3 });
  const hours = odoo.create("product.product", { name: "Labour", type: "service", sale_ok: true });
  sell(odoo, order, hours, 2.5);
  const labour = sell(odoo, order, hours, 2);
  const note = odoo.create("sale.order.line", {
    order_id: order,
    name: "Thank you",
    display_type: "line_note",
  });
  const half = sell(odoo, order, lift, 0.5);
  const told = await new OurSide(odoo).read();
  expect(refs(told)).toEqual([line, labour, half].map(lineRef));
  expect(refs(told)).not.toContain(lineRef(note));
  expect(told.sales_order_lines).toMatchObject([
    { quantity: "1", unit_price: "", problem: expect.stringContaining('order_state "paused"') },
    { sku: `odoo-product-${hours}` },
    { quantity: "0.5", problem: expect.any(String) },
  ]);
  expect(told.products).toMatchObject([{ unit_kind: "" }, {
    sku: `odoo-product-${hours}`,
    unit_kind: "service",
  }]);
  odoo.write("sale.order", order, { state: "sale" });
  const [first] = (await new OurSide(odoo).read()).sales_order_lines;
  expect(first.notice).toBe("the price in USD was left out");
});

Deno.test("the last delivery and the first invoice that was issued count; other moves do not", async () => {
  await using odoo = new OdooFake();
  const { order, lift } = smallCompany(odoo);
  const line = sell(odoo, order, lift, 2);
  deliver(odoo, line, "2026-05-20", { serials: ["B"] });
  deliver(odoo, line, "2026-05-10", { serials: ["A"] });
  const planned = deliver(odoo, line, "2026-05-30");
  odoo.write("stock.move", planned, { state: "assigned" });
  const inside = deliver(odoo, line, "2026-05-31");
  odoo.write("stock.move", inside, { location_dest_usage: "internal" });
  invoice(odoo, line, "2026-05-02", "draft");
  invoice(odoo, line, "2026-05-22");
  invoice(odoo, line, "2026-05-21");
  const row = (await new OurSide(odoo).read()).sales_order_lines[1];
  expect(row).toMatchObject({
    line_ref: lineRef(line),
    delivery_date: "2026-05-20",
    invoice_date: "2026-05-21",
    serial_numbers: "B;A",
    quantity: "2",
  });
});

Deno.test("what came back is a line of its own with a negative quantity; an exchanged device is there", async () => {
  await using odoo = new OdooFake();
  const { line } = smallCompany(odoo);
  deliver(odoo, line, "2026-05-10", { serials: ["A"] });
  const back = deliver(odoo, line, "2026-05-11", { serials: ["A"], isReturn: true });
  const us = new OurSide(odoo);
  expect((await us.read()).sales_order_lines).toMatchObject([
    { line_ref: lineRef(line), quantity: "0", serial_numbers: "" },
    {
      line_ref: `${lineRef(line)}-returned`,
      quantity: "-1",
      serial_numbers: "A",
      order_number: "S00001",
    },
  ]);
  deliver(odoo, line, "2026-05-12", { serials: ["B"] });
  expect((await us.read()).sales_order_lines).toMatchObject([
    { quantity: "1", serial_numbers: "B", delivery_date: "2026-05-12" },
    { quantity: "-1", serial_numbers: "A" },
  ]);
  // Without serial numbers an exchange leaves nothing to ask.
  odoo.write("product.product", odoo.ids("product.product")[0], { tracking: "none" });
  expect(await us.read()).toMatchObject({ sales_order_lines: [{ quantity: "1" }] });
  odoo.write("stock.move", back, { quantity: 2 });
  expect((await us.read()).sales_order_lines).toMatchObject([{ quantity: "0" }, {
    quantity: "-1",
  }]);
});

Deno.test("numbers of lots are no serial numbers", async () => {
  await using odoo = new OdooFake();
  const { line, lift } = smallCompany(odoo);
  odoo.write("product.product", lift, { tracking: "lot" });
  deliver(odoo, line, "2026-05-10", { serials: ["LOT-7"] });
  expect((await new OurSide(odoo).read()).sales_order_lines[0]).toMatchObject({
    delivery_date: "2026-05-10",
    serial_numbers: "",
  });
});

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

Deno.test("an Odoo without some apps, or that does not show them, is read without them, and that is said", async () => {
  await using odoo = new OdooFake();
  smallCompany(odoo);
  odoo.uninstall(
    "stock.move",
    "stock.move.line",
    "stock.lot",
    "product.product/tracking",
    "project.task",
  );
  odoo.forbidden.add("account.move");
  const { files } = await new OurSide(odoo).files();
  expect(files.map(({ kind }) => kind.kind)).toEqual([
    "products",
    "customers",
    "sales_order_lines",
  ]);
  const told = await rowsOf(files);
  expect(told.sales_order_lines).toMatchObject([
    {
      line: "1",
      problem: "This Odoo has no Inventory: delivery dates and serial numbers are missing; " +
        "Odoo's user may not read Invoicing: invoice dates are missing",
    },
    { delivery_date: "", invoice_date: "", serial_numbers: "", quantity: "1" },
  ]);
});

Deno.test("sales without deliveries of them, or tasks without Field Service, are as good as none", async () => {
  await using odoo = new OdooFake();
  smallCompany(odoo);
  odoo.uninstall("stock.move/sale_line_id", "project.task/is_fsm");
  const { files } = await new OurSide(odoo).files();
  expect(files.length).toBe(3);
  expect((await rowsOf(files)).sales_order_lines[0].problem).toMatch(/no Inventory/);
});

Deno.test("without sales or clients there is nothing to read, and why is said", async () => {
  await using odoo = new OdooFake();
  odoo.forbidden.add("sale.order");
  await expect(new OurSide(odoo).files()).rejects.toThrow("may not read sale.order");
  odoo.uninstall("sale.order");
  await expect(new OurSide(odoo).files()).rejects.toThrow("no sale.order");
});

Deno.test("planned jobs come with their people; what was told before and is gone is called off", async () => {
  await using odoo = new OdooFake();
  const { ada } = smallCompany(odoo);
  const dana = odoo.create("res.users", { name: "Dana", email: "dana@example.com" });
  const luis = odoo.create("res.users", { name: "Luis" });
  const tag = odoo.create("project.tags", { name: "Repair" });
  const job = (values: Record<string, string | number | boolean | number[]>) =>
    odoo.create("project.task", {
      name: "Motor hums",
      is_fsm: true,
      state: "01_in_progress",
      user_ids: [dana],
      tag_ids: [],
      partner_id: ada,
      planned_date_begin: "2026-06-02 13:00:00",
      date_deadline: "2026-06-02 14:30:00",
      ...values,
    });
  const both = job({ user_ids: [dana, luis], tag_ids: [tag] });
  const off = job({ state: "1_canceled" });
  const archived = job({ active: false });
  job({ is_fsm: false });
  job({ planned_date_begin: "2026-05-20 13:00:00", date_deadline: "2026-05-20 14:00:00" });
  const nobodys = job({ user_ids: [] });
  const us = new OurSide(odoo);
  const { technician_jobs } = await us.read();
  expect(technician_jobs).toMatchObject([
    {
      job_ref: `odoo-task-${both}-${dana}`,
      technician: "dana@example.com",
      starts_at: "2026-06-02T13:00:00Z",
      ends_at: "2026-06-02T14:30:00Z",
      task_type: "repair",
      title: "Motor hums",
      customer_ref: `odoo-${ada}`,
      street: "1 Oak St",
      city: "Toronto",
      postal_code: "M5V 1A1",
      job_state: "planned",
    },
    { job_ref: `odoo-task-${both}-${luis}`, technician: "Luis" },
    { job_ref: `odoo-task-${off}-${dana}`, task_type: "other", job_state: "cancelled" },
    { job_ref: `odoo-task-${archived}-${dana}`, job_state: "cancelled" },
  ]);
  expect(technician_jobs.filter(({ problem }) => problem)).toEqual([]);
  expect(technician_jobs.some(({ job_ref }) => job_ref.includes(`-${nobodys}-`))).toBe(false);

  us.jobs = [both, off].map((task) => `odoo-task-${task}-${dana}`);
  odoo.delete("project.task", both);
  const after = (await us.read()).technician_jobs;
  expect(after.find(({ job_ref }) => job_ref.includes(`-${both}-`))).toMatchObject({
    job_state: "cancelled",
    notice: "it is gone from Odoo's plan",
  });
  expect(after.length).toBe(3);
});
