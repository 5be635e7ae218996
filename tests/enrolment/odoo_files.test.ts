import { expect } from "expect";
import { OdooFake } from "./odoo_fake.ts";
import {
  deliver,
  invoice,
  lineRef,
  OurSide,
  refs,
  rowsOf,
  sell,
  smallCompany,
} from "./odoo_support.ts";

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
