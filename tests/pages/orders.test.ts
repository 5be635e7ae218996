/** Orders in the office: the list, the form, what a confirmed one enrolled, and what cancelling means. */
import { expect } from "expect";
import { LUIS } from "./fake_api.ts";
import { CONTRACT, signIn, staffIs } from "./staff_world.ts";
import { OTHER } from "./tech_world.ts";
import { api, ask, called, plain, post, test } from "./world.ts";

const ORDER = "99999999-9999-4999-8999-999999999999";
const PAGE = `/office/orders/${ORDER}`;
const PRODUCTS = [
  { product_id: LUIS, sku: "FX-1", name: "Flow X", list_price: 4200 },
  { product_id: OTHER, sku: "FX-2", name: "Twin", list_price: null },
  { product_id: CONTRACT, sku: "FX-3", name: "Twin", list_price: null },
];
const CLIENT = {
  customer_id: CONTRACT,
  name: "Ada Example",
  phone: "905-555-0111",
  email: null,
  is_erased: false,
  is_deceased: false,
};
const LINE = {
  line_id: LUIS,
  product_id: LUIS,
  product_name: "Flow X",
  sku: "FX-1",
  category: "Stair lift",
  description: null as string | null,
  quantity: 2,
  unit_price: 4200,
  serial_numbers: ["SL-10001"],
  delivery_date: null as string | null,
  enrols_nothing: null as string | null,
  units: [] as unknown[],
  questions: [] as unknown[],
};
const DRAFT = {
  status: "ok",
  today: "2026-11-26",
  order_id: ORDER,
  order_number: "FM-000007",
  state: "draft",
  order_date: "2026-11-20",
  commitment_date: null,
  shown: "seen",
  client: CLIENT,
  lines: [LINE],
  cancelled: null as unknown,
  ends: null as unknown,
  fresh: 0,
  products: PRODUCTS,
};
const UNIT = {
  unit_id: OTHER,
  unit_number: 1,
  serial_number: "SL-10001",
  condition: "in_service",
  customer_id: CONTRACT,
  contract_id: CONTRACT,
  state: "active",
  cancelled_reason: null,
  due_on: "2027-05-20",
  booked_for: null,
};
const CONFIRMED = {
  ...DRAFT,
  state: "sale",
  products: [],
  lines: [
    { ...LINE, units: [UNIT, { ...UNIT, unit_number: 2, serial_number: null }] },
    {
      ...LINE,
      line_id: OTHER,
      quantity: -1,
      enrols_nothing: "returned",
      questions: [{ conflict_id: LUIS, serial_number: "SL-9", customer: "Bob <b>Example</b>" }],
    },
  ],
  ends: {
    begun: false,
    contracts: 2,
    visits: ["2026-12-01T14:00:00+00:00"],
    units: 2,
    kept: [{ unit_id: OTHER, contract_id: CONTRACT, why: "visited" }],
  },
  fresh: 1,
};

let session: Promise<{ Cookie: string }> | undefined;
async function atTheDesk(answers: Record<string, unknown>) {
  session ??= signIn("office");
  const headers = await session;
  staffIs("office");
  const fresh = { status: "ok", today: "2026-11-26", client: CLIENT, products: PRODUCTS };
  const all: Record<string, unknown> = { new_sales_order: fresh, ...answers };
  api.answer(Object.fromEntries(Object.entries(all).map(([name, answer]) => [name, () => answer])));
  return headers;
}

const FORM = {
  order_id: ORDER,
  customer_id: CONTRACT,
  shown: "",
  number: "",
  ordered: "2026-11-20",
  promised: "",
  line_id: "",
  what: "flow x (fx-1)",
  quantity: "2",
  price: "$4,100",
  serials: "SL-10001; SL-10002",
  delivered: "2026-11-24",
  note: "",
};

test("the list tells what was sold and what came of it, and can be taken along", async () => {
  const row = {
    order_id: ORDER,
    order_number: "FM-000007",
    state: "done",
    order_date: "2026-11-20",
    commitment_date: null,
    customer_id: CONTRACT,
    customer: "Ada Example",
    city: "Oakville",
    what: "Flow X",
    quantity: 2,
    net: 8400,
    delivered_on: null,
    contracts: 2,
  };
  const list = { status: "ok", rows: [row], counts: { all: 1 }, before: null, after: null };
  const headers = await atTheDesk({ list_sales_orders: list, note_export: { status: "noted" } });
  const { status, text } = await ask(`/office/orders?state=confirmed&client=${CONTRACT}&q=fm`, {
    headers,
  });
  expect(status).toBe(200);
  for (
    const each of ["FM-000007", "Confirmed", "Ada Example", "$8,400.00", "One client's orders"]
  ) {
    expect(plain(text)).toContain(each);
  }
  expect(text).toContain(`href="/office/orders/new?client=${CONTRACT}"`);
  expect(called("list_sales_orders")[0]).toMatchObject({
    filters: { state: "confirmed", client: CONTRACT, search: "fm" },
    sort: "-ordered",
  });
  const file = await ask("/office/orders.csv", { headers });
  expect(file.text).toContain(
    "FM-000007,Confirmed,2026-11-20,,Ada Example,Oakville,Flow X,2,,2,8400.00",
  );
});

test("whose order it is, is found first", async () => {
  const found = {
    status: "ok",
    rows: [{ customer_id: CONTRACT, name: "Ada Example", city: "Oakville", phone: null }],
  };
  const headers = await atTheDesk({ list_clients: found });
  const { text } = await ask("/office/orders/new?q=ada", { headers });
  expect(text).toContain(`href="/office/orders/new?client=${CONTRACT}"`);
  expect(called("list_clients")[0]).toMatchObject({ filters: { search: "ada" } });
  expect(plain((await ask("/office/orders/new", { headers })).text)).toContain(
    "Whose order is it?",
  );
});

test("an order is saved with its lines, and confirmed with them", async () => {
  const headers = await atTheDesk({
    save_sales_order: { status: "saved", order_id: ORDER, order_number: "FM-000007" },
    confirm_sales_order: { status: "confirmed", enrolled: 2 },
  });
  const saved = await post("/office/orders/new", { ...FORM, do: "save" }, headers);
  expect([saved.status, saved.headers.get("Location")]).toEqual([303, `${PAGE}?did=save`]);
  expect(called("save_sales_order")).toEqual([{
    order_id: ORDER,
    shown: "",
    sales_order: {
      order_number: "",
      customer_id: CONTRACT,
      order_date: "2026-11-20",
      commitment_date: null,
      lines: [{
        line_id: null,
        product_id: LUIS,
        description: null,
        quantity: 2,
        unit_price: 4100,
        serial_numbers: ["SL-10001", "SL-10002"],
        delivery_date: "2026-11-24",
      }],
    },
  }]);
  expect(called("confirm_sales_order")).toEqual([]);
  const sold = await post("/office/orders/new", { ...FORM, do: "sell" }, headers);
  expect(sold.headers.get("Location")).toBe(`${PAGE}?did=confirm&enrolled=2`);
});

test("a line is added and removed without a script, and what was typed stays", async () => {
  const headers = await atTheDesk({});
  const more = await post("/office/orders/new", { ...FORM, do: "more" }, headers);
  expect(more.text).toContain('value="flow x (fx-1)"');
  expect(more.text).toContain("Line 2");
  const less = await post("/office/orders/new", { ...FORM, do: "remove:1" }, headers);
  expect(less.text).not.toContain("flow x");
  expect(called("save_sales_order")).toEqual([]);
});

for (
  const [typed, answer, words] of [
    [
      { what: "Twin" },
      {},
      "Line 1: Several products are called that. Please choose one of the list.",
    ],
    [{ price: "a lot" }, {}, "Line 1: Please give a price such as 2450.00; nothing less than 0."],
    [{ ordered: "31/02/2026" }, {}, "Please give the day of the order: today, or before."],
    [
      { quantity: "-2" },
      { reason: "lines", line: 0, field: "quantity" },
      "Line 1: Please give how many: 1 to 100.",
    ],
    [{ quantity: "1000" }, { reason: "lines", line: 0, field: "quantity" }, "1 to 100"],
    [
      {},
      { reason: "lines", line: 0, field: "serial_numbers", why: "twice" },
      "stands on the order already",
    ],
    [
      { number: "S1" },
      { reason: "order_number", why: "taken" },
      "Another order has this number already.",
    ],
    [{}, { status: "refused", reason: "deceased" }, "This client has died."],
    [
      {},
      { status: "refused", reason: "changed", by: "Priya", at: "2026-11-26T14:00:00+00:00" },
      "This was changed meanwhile by Priya",
    ],
  ] as const
) {
  test(`what is wrong with an order is said: ${words}`, async () => {
    const headers = await atTheDesk({ save_sales_order: { status: "rejected", ...answer } });
    const note = "<script>alert(1)</script>";
    const { status, text } = await post("/office/orders/new", {
      ...FORM,
      note,
      ...typed,
      do: "save",
    }, headers);
    expect(status).toBe(422);
    expect(plain(text)).toContain(words);
    expect(text).not.toContain(note);
    expect(text).toContain("SL-10001; SL-10002");
  });
}

test("a form without what its page showed is no new order, and what was saved just now is confirmed as it is", async () => {
  const send = { do: "save", order_id: ORDER };
  const headers = await atTheDesk({
    sales_order_page: DRAFT,
    save_sales_order: { status: "refused", reason: "state" },
  });
  expect((await post(PAGE, send, headers)).status).toBe(422);
  expect(called("save_sales_order")[0]).toMatchObject({ order_id: ORDER, shown: "none" });
  const again = await atTheDesk({
    sales_order_page: DRAFT,
    save_sales_order: { status: "saved", order_id: ORDER, order_number: "FM-000007" },
    confirm_sales_order: { status: "confirmed", enrolled: 1 },
  });
  expect((await post(PAGE, { ...FORM, do: "sell", shown: "seen" }, again)).status).toBe(303);
  expect(called("confirm_sales_order")).toEqual([{ order_id: ORDER }]);
  // A delivery is of a line.
  expect((await post(PAGE, { do: "deliver", delivered: "2026-11-25" }, again)).status).toBe(400);
});

test("a draft that was confirmed in another tab stays as it is", async () => {
  const headers = await atTheDesk({
    sales_order_page: DRAFT,
    save_sales_order: { status: "refused", reason: "state" },
  });
  const { status, text } = await post(PAGE, { ...FORM, shown: "seen", do: "sell" }, headers);
  expect(status).toBe(422);
  expect(plain(text)).toContain("was confirmed or cancelled meanwhile");
  expect(called("confirm_sales_order")).toEqual([]);
});

test("a confirmed order leads to what it enrolled, and says what is not and why", async () => {
  const headers = await atTheDesk({ sales_order_page: CONFIRMED });
  const { text } = await ask(`${PAGE}?did=confirm&enrolled=2`, { headers });
  const words = plain(text);
  for (
    const each of [
      "The order is confirmed. 2 units enrolled.",
      "Unit 1, serial SL-10001",
      "Unit 2, no serial number",
      "A return: nothing is enrolled.",
      "Serial number SL-9 is on record with Bob",
      "1 unit of this order could be under contract",
      "2 contracts without a visit so far end.",
      "stays under contract, since a visit was done",
    ]
  ) expect(words).toContain(each);
  expect(text).toContain(`href="/office/contracts/${CONTRACT}"`);
  expect(text).toContain(`href="/office/units/${OTHER}"`);
  expect(text).not.toContain("Bob <b>");
});

test("a delivery says which due dates moved, and a sale is cancelled with its reason", async () => {
  const headers = await atTheDesk({
    sales_order_page: CONFIRMED,
    record_delivery: { status: "recorded", moved: 1, left: [{}] },
    cancel_sales_order: { status: "cancelled", contracts: 2, visits: ["x"], kept: [] },
  });
  const delivered = await post(PAGE, {
    do: "deliver",
    line: LUIS,
    delivered: "2026-11-25",
    shown: "",
  }, headers);
  expect(delivered.headers.get("Location")).toBe(`${PAGE}?did=deliver&moved=1&left=1`);
  expect(called("record_delivery")).toEqual([{
    line_id: LUIS,
    delivery_date: "2026-11-25",
    shown: "",
  }]);
  expect(plain((await ask(`${PAGE}?did=deliver&moved=1&left=1`, { headers })).text)).toContain(
    "1 due date moved along. 1 due date stayed",
  );
  const wrong = await post(
    PAGE,
    { do: "deliver", line: LUIS, delivered: "soon", shown: "" },
    headers,
  );
  expect([wrong.status, plain(wrong.text).includes("not before 1990")]).toEqual([422, true]);
  const gone = await post(PAGE, { do: "cancel", reason: "Sold twice", shown: "seen" }, headers);
  expect(gone.headers.get("Location")).toBe(`${PAGE}?did=cancel&ended=2&visits=1&kept=0`);
  expect(called("cancel_sales_order")).toEqual([{
    order_id: ORDER,
    reason: "Sold twice",
    shown: "seen",
  }]);
});

test("what somebody else did before is said so", async () => {
  const headers = await atTheDesk({
    sales_order_page: CONFIRMED,
    confirm_sales_order: { status: "confirmed", repeated: true, enrolled: 0 },
    cancel_sales_order: { status: "cancelled", repeated: true },
  });
  const says = async (deed: string) => {
    const answer = await post(PAGE, { do: deed, shown: "seen" }, headers);
    return plain((await ask(answer.headers.get("Location")!.split("#")[0], { headers })).text);
  };
  expect(await says("confirm")).toContain("The order was confirmed already.");
  expect(await says("cancel")).toContain(
    "The order was cancelled already. Nothing more was done.",
  );
});

test("nothing is cancelled during a visit; a cancelled order can be confirmed again", async () => {
  const headers = await atTheDesk({
    sales_order_page: CONFIRMED,
    cancel_sales_order: { status: "refused", reason: "begun" },
  });
  const { status, text } = await post(PAGE, { do: "cancel", reason: "", shown: "seen" }, headers);
  expect([status, plain(text).includes("A technician is at work on a unit")]).toEqual([422, true]);
  expect((await post(PAGE, { do: "nothing" }, headers)).status).toBe(400);
  const cancelled = {
    ...CONFIRMED,
    state: "cancel",
    ends: null,
    cancelled: { at: "2026-11-26T14:00:00+00:00", by: "Priya", changes: { reason: "Sold twice" } },
  };
  const there = await atTheDesk({ sales_order_page: cancelled });
  const words = plain((await ask(PAGE, { headers: there })).text);
  expect(words).toContain("Cancelled by Priya");
  expect(words).toContain("Confirm the sale again");
});
