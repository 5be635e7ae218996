/** A unit that is enrolled by hand at the desk. */
import { expect } from "expect";
import { LUIS } from "./fake_api.ts";
import { CONTRACT, signIn, staffIs } from "./staff_world.ts";
import { api, ask, called, plain, post, test } from "./world.ts";

const PAGE = `/office/clients/${CONTRACT}/enrol`;
const KIND = "88888888-8888-4888-8888-888888888888";

const CHOICES = {
  status: "ok",
  today: "2026-11-26",
  customer_id: CONTRACT,
  name: "Ada Example",
  address: "1 Elm St, Brampton ON",
  kinds: [
    {
      category_id: KIND,
      name: "Stair lift",
      identity: "line",
      enabled: true,
      interval_months: 6,
      fee: 189,
      products: [{ product_id: LUIS, name: "Flow X", interval_months: 12, fee: 210 }],
    },
    {
      category_id: LUIS,
      name: "Walker",
      identity: "serial",
      enabled: false,
      interval_months: null,
      fee: null,
      products: [],
    },
  ],
};

let session: Promise<{ Cookie: string }> | undefined;

async function atTheDesk(answer: unknown = {}) {
  session ??= signIn("office");
  const headers = await session;
  staffIs("office");
  api.answer({ enrol_page: () => CHOICES, enrol_unit: () => answer });
  return headers;
}

test("what can be enrolled is offered with its terms, and what cannot is not", async () => {
  const { status, text } = await ask(PAGE, { headers: await atTheDesk() });
  expect(status).toBe(200);
  const words = plain(text);
  expect(words).toContain("Flow X, $210.00 every year");
  expect(words).toContain("Stair lift, another make, $189.00 every 6 months");
  expect(words).toContain("It stands at 1 Elm St, Brampton ON.");
  expect(text).not.toContain('label="Walker"');
});

test("a form becomes one unit, whose contract is shown", async () => {
  const request_id = KIND;
  const { status, headers } = await post(
    PAGE,
    {
      what: `product:${LUIS}`,
      serial_number: "S-12345",
      fee: "$199.50",
      due_on: "2027-01-15",
      request_id,
    },
    await atTheDesk({ status: "enrolled", contract_id: CONTRACT }),
  );
  expect([status, headers.get("Location")]).toEqual([
    303,
    `/office/contracts/${CONTRACT}?did=enrol`,
  ]);
  expect(called("enrol_unit")).toEqual([{
    customer_id: CONTRACT,
    product_id: LUIS,
    serial_number: "S-12345",
    due_on: "2027-01-15",
    fee: 199.5,
    request_id,
  }]);
  await post(
    PAGE,
    { what: `kind:${KIND}` },
    await atTheDesk({ status: "enrolled", contract_id: CONTRACT }),
  );
  expect(called("enrol_unit").at(-1)).toEqual({ customer_id: CONTRACT, category_id: KIND });
});

test("what is to be corrected is said at its field, and nothing typed is lost", async () => {
  const what = `kind:${KIND}`;
  const taken = {
    status: "rejected",
    reason: "serial_number",
    why: "taken",
    customer: "Bob Example",
  };
  const cases: [Record<string, string>, unknown, string][] = [
    [{ what: "" }, {}, "Please choose what it is."],
    [{ what: "kind:none" }, {}, "Please choose what it is."],
    [{ what, fee: "a lot" }, {}, "Please write an amount"],
    [{ what, due_on: "soon" }, {}, "from today to ten years ahead"],
    [{ what, installed_on: "long ago" }, {}, "the day it was installed"],
    [{ what }, { status: "rejected", reason: "due_on" }, "from today to ten years ahead"],
    [
      { what },
      { status: "rejected", reason: "serial_number", why: "missing" },
      "told apart by their serial",
    ],
    [{ what }, taken, "Bob Example has a unit with that serial number."],
    [{ what }, { status: "refused", reason: "not_enabled" }, "are not maintained"],
    [{ what }, { status: "refused", reason: "deceased" }, "This client has died"],
    [{ what }, { status: "refused", reason: "erased" }, "This client was erased"],
  ];
  for (const [fields, answer, said] of cases) {
    const typed = { serial_number: "S-1 & more", request_id: KIND, ...fields };
    const { status, text } = await post(PAGE, typed, await atTheDesk(answer));
    expect([fields, status]).toEqual([fields, 422]);
    expect(plain(text)).toContain(said);
    expect(text).toContain('value="S-1 &amp; more"');
    expect(text).toContain(`value="${KIND}"`);
    if (fields.what === what) {
      expect(text).toMatch(new RegExp(`<option[^>]*value="${what}"[^>]*selected`));
    }
  }
});
