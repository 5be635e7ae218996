/** A client whom no file brought, and a unit that somebody says is in use or not. */
import { expect } from "expect";
import { CLIENT, UNIT, UNIT_HISTORY } from "./history_world.ts";
import { signIn, staffIs } from "./staff_world.ts";
import { api, ask, called, plain, post, test } from "./world.ts";

const NEW = "/office/clients/new";
const UNIT_PAGE = `/office/units/${UNIT}`;
let signedIn: Promise<{ Cookie: string }> | undefined;

async function enter(answer?: unknown) {
  const headers = await (signedIn ??= signIn("office"));
  staffIs("office");
  api.answer({
    unit_history: () => UNIT_HISTORY,
    add_client: () => answer,
    set_unit_condition: () => answer,
    set_serial_number: () => answer,
  });
  return headers;
}
const send = async (path: string, fields: Record<string, string>, answer: unknown) =>
  await post(path, fields, await enter(answer));

test("what was searched for in vain comes along", async () => {
  const headers = await enter();
  const { text } = await ask(`${NEW}?name=Bo%20Example&phone=905`, { headers });
  expect(text).toContain('value="Bo Example"');
  expect(text).toContain('value="905"');
});

test("who may be the same is shown before anybody is made", async () => {
  const ada = {
    customer_id: CLIENT,
    name: "Ada Example",
    phone: "905-555-0142",
    email: null,
    address: null,
    same: ["phone"],
  };
  const typed = { name: "A. Example", phone: "905 555 0142" };
  const { status, text } = await send(NEW, { do: "add", ...typed }, {
    status: "alike",
    clients: [ada],
  });
  expect(status).toBe(200);
  expect(plain(text)).toContain("Are they a client already?Ada Example · 905-555-0142Same phone");
  expect(text).toContain(`href="/office/clients/${CLIENT}"`);
  expect(text).toContain('value="A. Example"');
  const made = await send(NEW, { do: "despite", ...typed }, {
    status: "added",
    customer_id: CLIENT,
  });
  expect([made.status, made.headers.get("Location")]).toEqual([303, `/office/clients/${CLIENT}`]);
  expect(called("add_client").at(-1)).toMatchObject({
    despite: true,
    fields: { name: "A. Example", phone: "905-555-0142", city: "" },
  });
});

test("a refusal stands at its field", async () => {
  const { status, text } = await send(NEW, { name: "Bo", phone: "12" }, {
    status: "rejected",
    reason: "phone",
  });
  expect(status).toBe(422);
  expect(text).toContain('id="phone-complaint"');
  expect(text).toContain('value="Bo"');
});

test("what becomes of a unit says what it means, and leads back", async () => {
  const headers = await enter();
  const { text } = await ask(UNIT_PAGE, { headers });
  expect(plain(text)).toContain("It is back in service");
  expect(plain(text)).toContain("Its contract ends, and nobody is reminded of it again.");
  expect(text).toContain(`/changed?what=sold&amp;unit=${UNIT}`);
  const fields = { to: "in_service", reason: "Mended", shown: "out_of_service" };
  const done = await send(UNIT_PAGE, fields, { status: "set" });
  expect([done.status, done.headers.get("Location")]).toEqual([303, UNIT_PAGE]);
  expect(called("set_unit_condition").at(-1))
    .toEqual({ unit_id: UNIT, condition: "in_service", reason: "Mended", shown: "out_of_service" });
});

test("a booked unit is not retired, and what was typed is there", async () => {
  const answer = { status: "refused", reason: "booked" };
  const { status, text } = await send(UNIT_PAGE, { to: "retired", reason: "Worn out" }, answer);
  expect(status).toBe(422);
  expect(plain(text)).toContain(
    "A visit or other work is booked for it. Please cancel that first.",
  );
  expect(text).toContain('value="Worn out"');
  const erased = await send(UNIT_PAGE, { to: "in_service" }, { ...answer, reason: "erased" });
  expect(plain(erased.text)).not.toContain("Please cancel that first.");
  expect((await send(UNIT_PAGE, { to: "exploded" }, answer)).status).toBe(400);
});

test("what a colleague changed of a unit meanwhile is told, and what was typed is there", async () => {
  const changed = {
    status: "refused",
    reason: "changed",
    by: "Priya Two",
    at: "2026-05-12T14:00:00Z",
  };
  const told = "This was changed meanwhile by Priya Two";
  const condition = { to: "in_service", reason: "Mended by Luis", shown: "out_of_service" };
  const mended = await send(UNIT_PAGE, condition, changed);
  expect([mended.status, plain(mended.text).includes(told)]).toEqual([422, true]);
  expect(mended.text).toContain('value="Mended by Luis"');
  // It is what they ask for already, so there is no such form any more.
  const away = await send(UNIT_PAGE, { ...condition, to: "out_of_service" }, changed);
  expect(plain(away.text)).toContain(`${told} (Tuesday, May 12, 2026, 10:00 a.m.). Nothing of`);
  expect(plain(away.text)).toContain("You wrote: “Mended by Luis”");
  const serial = await send(UNIT_PAGE, { do: "serial", serial_number: "SN-9", shown: "" }, changed);
  expect([serial.status, plain(serial.text).includes(told)]).toEqual([422, true]);
  expect(serial.text).toContain('value="SN-9"');
});

test("a serial number is written down, and whose it is already is said", async () => {
  const fields = { do: "serial", serial_number: "SN-12345" };
  const done = await send(UNIT_PAGE, fields, { status: "set" });
  expect([done.status, done.headers.get("Location")]).toEqual([303, UNIT_PAGE]);
  expect(called("set_serial_number").at(-1)).toEqual({
    unit_id: UNIT,
    serial_number: "SN-12345",
    shown: "",
  });
  const rejected = { status: "rejected", reason: "serial_number" };
  const taken = await send(UNIT_PAGE, fields, {
    ...rejected,
    why: "taken",
    customer: "Bo Example",
  });
  expect(taken.status).toBe(422);
  expect(plain(taken.text)).toContain("Bo Example has a unit with that serial number.");
  expect(taken.text).toContain('value="SN-12345"');
  const weak = await send(UNIT_PAGE, fields, { ...rejected, why: "weak" });
  expect(plain(weak.text)).toContain("please copy the whole serial number from the unit");
});
