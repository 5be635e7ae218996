/** The catalogue: a policy's change is looked at before it is made, and what else there is comes and goes. */
import { expect } from "expect";
import { CONTRACT, signIn } from "./staff_world.ts";
import { api, ask, called, plain, post, test } from "./world.ts";

const ID = CONTRACT;
const OTHER = "00000000-0000-4000-8000-0000000000ee";
const PAGE = `/office/catalogue/${ID}`;
const CHANGED = {
  status: "refused",
  reason: "changed",
  fields: ["hourly"],
  by: "Priya",
  at: "2026-05-12T13:00:00+00:00",
};
const POLICY = {
  id: ID,
  code: "stairlift",
  name: "Stair lift",
  maintenance_enabled: true,
  interval_months: 6,
  fee: 189,
  tax_code_id: ID,
  visit_minutes: 60,
  required_skill_id: ID,
  service_product_id: null,
  identity: "line",
  equipment_class: "lift_elevating",
  certificate_months: 12,
  safety_critical: true,
  installed: true,
  outdoor: false,
  winter_from: null,
  winter_until: null,
  with_tax: 213.57,
  tax_name: "HST 13 %",
  skill: "Lifts",
  technicians: 2,
};
const REACH = {
  contracts: 212,
  lately: 6,
  other_fee: 212,
  other_interval: 0,
  other_tax: 0,
  lowest_fee: 189,
  highest_fee: 229,
  visits: 17,
  in_winter: 2,
  own_products: 1,
};
const LINE = { position: 1, section: "Rail", label: "Clean", help: null, required: true };
const SHOWN = {
  status: "ok",
  policy: POLICY,
  reach: REACH,
  checklist: {
    number: 3,
    made_at: "2026-05-11T13:00:00+00:00",
    by: "Priya",
    lines: [{ ...LINE, safety_critical: true }],
  },
  last_change: null,
  categories: [{ id: ID, name: "Stair lift", is_on: true }],
  skills: [{ id: ID, name: "Lifts" }],
  tax_codes: [{ id: ID, name: "HST 13 %" }],
  services: [],
};
const NEW = { ...POLICY, fee: 199, with_tax: 224.87, visit_minutes: 75 };
const CATALOGUE = {
  status: "ok",
  today: "2026-05-12",
  categories: [{ ...POLICY, contracts: 212, lines: 16 }],
  skills: [{ id: ID, name: "Lifts", categories: 1, technicians: 2 }],
  tax_codes: [{
    id: ID,
    name: "HST 13 %",
    rate: 0.13,
    zero_rated_reason: null,
    next_rate: 0.15,
    next_name: "HST 15 %",
    next_from: "2026-07-01",
    categories: 7,
  }],
  rates: [],
  holidays: [{ id: ID, on_day: "2026-05-18", name: "Victoria Day", stops: 3 }],
};

async function signedIn(role: string, answers: Record<string, unknown> = {}) {
  const headers = await signIn(role);
  const given = { policy_page: SHOWN, catalogue_page: CATALOGUE, ...answers };
  api.answer(Object.fromEntries(Object.entries(given).map(([name, each]) => [name, () => each])));
  return headers;
}

/** As the form holds them, in its order. */
const TYPED = {
  maintenance_enabled: "yes",
  interval_months: "6",
  fee: "199.00",
  tax_code_id: ID,
  visit_minutes: "75",
  winter_from: "",
  winter_until: "",
  required_skill_id: ID,
  service_product_id: "",
  identity: "line",
  equipment_class: "lift_elevating",
  certificate_months: "12",
  safety_critical: "yes",
  installed: "yes",
  outdoor: "",
  name: "Stair lift",
};
const TOLD = { was: POLICY, new: NEW, reach: REACH };

test("a policy says what it is, whom it is about, and what is checked", async () => {
  const { status, text } = await ask(PAGE, { headers: await signedIn("admin") });
  expect(status).toBe(200);
  const words = plain(text);
  expect(words).toContain("212 contracts keep what was agreed.");
  expect(words).toContain("17 visits are booked");
  expect(words).toContain("1 line, version 3");
  expect(text).toContain('value="189.00"');
  expect(words).not.toContain("Save the policy");
});

test("what would differ stands before the button, and looking changes nothing", async () => {
  const headers = await signedIn("admin", { save_policy: { status: "tried", ...TOLD } });
  const { status, text } = await post(
    PAGE,
    { ...TYPED, do: "look", shown: '{"fee":189}' },
    headers,
  );
  expect(status).toBe(200);
  const words = plain(text);
  const said = [
    "$189.00",
    "$224.87",
    "75 minutes",
    "that was 6",
    "at $189.00 to $229.00",
    "17 booked visits keep",
  ];
  for (const each of said) {
    expect(words).toContain(each);
    expect(words.lastIndexOf(each)).toBeLessThan(words.indexOf("Save the policy"));
  }
  expect(text).toContain('href="/office/reprice?category=stairlift"');
  expect(called("save_policy")).toHaveLength(1);
  expect(called("save_policy")[0]).toMatchObject({
    category_id: ID,
    dry_run: true,
    shown: { fee: 189 },
    fields: { fee: 199, visit_minutes: 75, service_product_id: null, safety_critical: true },
  });
});

test("what was looked at is saved, anything else is shown first", async () => {
  const headers = await signedIn("admin", { save_policy: { status: "saved", ...TOLD } });
  const looked = JSON.stringify(TYPED);
  const order = Object.keys(JSON.parse(looked));
  expect(order[0]).toBe("maintenance_enabled");
  const sent = await post(PAGE, { ...TYPED, do: "save", looked }, headers);
  expect([sent.status, sent.headers.get("Location")]).toEqual([303, `${PAGE}?saved=yes`]);
  expect(called("save_policy").at(-1)!.dry_run).toBe(false);
  const other = await post(PAGE, { ...TYPED, fee: "9", do: "save", looked }, headers);
  expect(other.status).toBe(200);
  expect(called("save_policy").at(-1)!.dry_run).toBe(true);
  expect(plain(other.text)).toContain("You changed something since you looked.");
});

test("what is wrong is said at its field and stays; a stale form tells who was faster", async () => {
  const wrong = { status: "rejected", reason: "fields", fields: { fee: "wrong" } };
  const first = await post(
    PAGE,
    { ...TYPED, fee: "a lot", do: "look" },
    await signedIn("admin", { save_policy: wrong }),
  );
  expect(first.status).toBe(422);
  expect(plain(first.text)).toContain("Please enter an amount such as 189.00.");
  expect(first.text).toContain('value="a lot"');
  const stale = {
    status: "refused",
    reason: "changed",
    fields: ["fee"],
    by: "Priya",
    at: "2026-05-12T13:00:00+00:00",
  };
  const second = await post(
    PAGE,
    { ...TYPED, do: "save" },
    await signedIn("admin", { save_policy: stale }),
  );
  expect(second.status).toBe(422);
  expect(plain(second.text)).toContain("changed meanwhile by Priya");
  expect(second.text).toContain('value="199.00"');
});

test("the office reads the catalogue and changes none of it", async () => {
  const headers = await signedIn("office");
  const policy = await ask(PAGE, { headers });
  expect(plain(policy.text)).toContain("Only an administrator changes a policy.");
  expect(policy.text).not.toContain('name="do"');
  const all = await ask("/office/catalogue", { headers });
  expect(plain(all.text)).toContain("Victoria Day: 3 stops booked on it, which stay");
  expect(all.text).not.toContain('name="do"');
  expect((await ask("/office/catalogue/mine", { headers })).status).toBe(404);
});

test("a holiday comes and goes; what is in use has no button, and is refused in words", async () => {
  const answers = {
    save_catalogue_row: { status: "saved" },
    remove_catalogue_row: { status: "refused", reason: "used" },
  };
  const headers = await signedIn("admin", answers);
  const fields = { what: "holiday", do: "add", on_day: "2026-06-03", name: "Staff day" };
  const { status, headers: sent } = await post("/office/catalogue", fields, headers);
  expect([status, sent.get("Location")]).toEqual([303, "/office/catalogue?added=holiday#holiday"]);
  expect(called("save_catalogue_row")).toEqual([
    { what: "holiday", fields: { on_day: "2026-06-03", name: "Staff day" } },
  ]);
  expect((await ask("/office/catalogue", { headers })).text.match(/value="remove"/g)).toHaveLength(
    1,
  );
  const refused = await post(
    "/office/catalogue",
    { what: "skill", do: "remove", row_id: ID },
    headers,
  );
  expect(refused.status).toBe(422);
  expect(plain(refused.text)).toContain("This is in use, so it stays.");
  expect((await post("/office/catalogue", { what: "staff", do: "add" }, headers)).status).toBe(400);
});

test("a holiday, a skill and a tax are changed where they stand; a tax gets another rate from a day on", async () => {
  const headers = await signedIn("admin", { save_catalogue_row: { status: "saved" } });
  const { text } = await ask("/office/catalogue", { headers });
  expect(plain(text)).toContain("13 %, 7 categories, from Wed, Jul 1, 2026 HST 15 %, 15 %");
  expect(text.match(/value="change"/g)).toHaveLength(3);
  expect(text).toContain('value="2026-05-18"');
  const shown = '{"on_day":"2026-05-18","name":"Victoria Day"}';
  const fields = {
    what: "holiday",
    do: "change",
    row_id: ID,
    on_day: "2026-05-19",
    name: "Day",
    shown,
  };
  const { status, headers: sent } = await post("/office/catalogue", fields, headers);
  expect([status, sent.get("Location")]).toEqual([
    303,
    "/office/catalogue?changed=holiday#holiday",
  ]);
  await post("/office/catalogue", {
    ...{ what: "tax_code", do: "change", row_id: ID, name: "HST 13 %", zero_rated_reason: "" },
    ...{ next_rate: "15", next_name: "HST 15 %", next_from: "2026-07-01", rate: "99" },
  }, headers);
  expect(called("save_catalogue_row")).toEqual([
    {
      what: "holiday",
      row_id: ID,
      fields: { on_day: "2026-05-19", name: "Day" },
      shown: { on_day: "2026-05-18", name: "Victoria Day" },
    },
    {
      what: "tax_code",
      row_id: ID,
      fields: {
        name: "HST 13 %",
        zero_rated_reason: null,
        next_rate: 0.15,
        next_name: "HST 15 %",
        next_from: "2026-07-01",
      },
    },
  ]);
});

test("a call-out rate is corrected where it stands, with what that changes; one that is over is not", async () => {
  const rate = {
    ...{ id: ID, equipment_class: "mobility", label: "Standard", call_out: 85, hourly: 95 },
    ...{ minimum_minutes: 60, valid_from: "2026-01-01", is_to_come: false, is_over: false },
    quotes: 2,
  };
  const over = { ...rate, id: OTHER, valid_from: "2025-01-01", is_over: true };
  const catalogue_page = { ...CATALOGUE, rates: [rate, over] };
  const headers = await signedIn("admin", { catalogue_page, save_catalogue_row: CHANGED });
  const { text } = await ask("/office/catalogue", { headers });
  expect(plain(text)).toContain(
    "from Thu, Jan 1, 2026: 2 quotes wait for an answer and keep their",
  );
  expect(plain(text)).toContain("from Wed, Jan 1, 2025, over");
  expect(text).toContain(`id="rate-${ID}-hourly"`);
  expect(text).not.toContain(`id="rate-${OTHER}-hourly"`);
  const shown = { label: "Standard", call_out: 85, hourly: 95, minimum_minutes: 60 };
  const typed = { label: "Standard", call_out: "85.00", hourly: "99.50", minimum_minutes: "60" };
  const sent = await post("/office/catalogue", {
    ...{ what: "rate", do: "change", row_id: ID, shown: JSON.stringify(shown) },
    ...typed,
  }, headers);
  expect(called("save_catalogue_row")).toEqual([{
    ...{ what: "rate", row_id: ID, shown },
    fields: { label: "Standard", call_out: 85, hourly: 99.5, minimum_minutes: 60 },
  }]);
  expect(sent.status).toBe(422);
  expect(plain(sent.text)).toContain("changed meanwhile by Priya");
  expect(sent.text).toContain('value="99.50"');
});

test("what is wrong about a row is said in its own form, and a stale one tells who was faster", async () => {
  const wrong = { status: "rejected", reason: "fields", fields: { on_day: "taken" } };
  const fields = { what: "holiday", do: "change", row_id: ID, on_day: "2026-07-01", name: "Mine" };
  const first = await post(
    "/office/catalogue",
    fields,
    await signedIn("admin", { save_catalogue_row: wrong }),
  );
  expect(first.status).toBe(422);
  expect(first.text).toContain(`id="holiday-${ID}-on_day-complaint"`);
  expect(first.text).toContain('value="Mine"');
  const stale = {
    status: "refused",
    reason: "changed",
    fields: ["name"],
    by: "Priya",
    at: "2026-05-12T13:00:00+00:00",
  };
  const second = await post(
    "/office/catalogue",
    fields,
    await signedIn("admin", { save_catalogue_row: stale }),
  );
  expect(plain(second.text)).toContain("changed meanwhile by Priya");
});
