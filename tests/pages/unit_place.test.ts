/** Where a unit is, on a page of its own: the pin is moved without a script, and saved by a button alone. */
import { expect } from "expect";
import { CLIENT, KNOWN_UNIT, UNIT } from "./history_world.ts";
import { signIn } from "./staff_world.ts";
import { api, ask, called, plain, post, test } from "./world.ts";

const PAGE = `/office/units/${UNIT}/place`;
const TOLD = {
  status: "ok",
  unit: KNOWN_UNIT,
  client: { customer_id: CLIENT, name: "Ada Example", is_erased: false },
  place: { latitude: 43.7, longitude: -79.7 },
  map: {
    towns: [{ name: "Brampton", clients: 9, latitude: 43.69, longitude: -79.76 }],
    areas: [{ clients: 4, latitude: 43.6, longitude: -79.8 }],
    homes: [{ name: "Luis", latitude: 43.6, longitude: -79.6 }],
  },
};
const SHOWN = '{"latitude":43.7,"longitude":-79.7}';

async function world(answers: Record<string, unknown> = {}) {
  const headers = await signIn("office");
  const given = { unit_place: TOLD, ...answers };
  api.answer(Object.fromEntries(Object.entries(given).map(([name, said]) => [name, () => said])));
  return headers;
}

async function open(told: unknown = TOLD) {
  return await ask(PAGE, { headers: await world({ unit_place: told }) });
}

const send = async (fields: Record<string, string>, place_pin: unknown = { status: "placed" }) =>
  await post(PAGE, { shown: SHOWN, ...fields }, await world({ place_pin }));

test("a unit's place is a picture that is clicked on, buttons, and two numbers", async () => {
  const { status, text } = await open();
  expect(status).toBe(200);
  expect(plain(text)).toContain("5 km from the middle of Brampton. Luis starts 14 km away.");
  expect(text).toContain('type="image"');
  expect(text).toContain('value="43.7, -79.7"');
  for (const button of ["north", "south", "west", "east", "closer", "farther"]) {
    expect(text).toContain(`value="${button}"`);
  }
});

test("a click shows where the pin would be, and saves nothing", async () => {
  const frame = (await open()).text.match(/name="frame" value="([^"]+)"/)![1];
  const typed = { frame, place: "43.7, -79.7" };
  const clicked = await send({ ...typed, "wide.x": "216", "wide.y": "149" });
  expect(clicked.status).toBe(200);
  expect(plain(clicked.text)).toContain("It is not saved yet.");
  expect(clicked.text).not.toContain('value="43.7, -79.7"');
  expect(clicked.text).toContain("&quot;latitude&quot;:43.7");
  expect(called("place_pin")).toEqual([]);
  const saved = await send({ ...typed, "narrow.x": "0", "narrow.y": "0" });
  expect([saved.status, saved.headers.get("Location")]).toEqual([303, `${PAGE}?did=placed`]);
  expect(called("place_pin")).toEqual([
    { unit_id: UNIT, latitude: 43.7, longitude: -79.7, shown: JSON.parse(SHOWN) },
  ]);
});

test("what was moved meanwhile is not moved back, and what was typed is there", async () => {
  const changed = { status: "refused", reason: "changed", by: "Olga", at: "2026-06-01T12:00:00Z" };
  const { status, text } = await send({ place: "43.5, -79.5" }, changed);
  expect(status).toBe(422);
  expect(plain(text)).toContain("changed meanwhile by Olga");
  expect(text).toContain('value="43.5, -79.5"');
  for (const place of ["43.5", "0, 0", "99, -79", ""]) {
    const half = await send({ place });
    expect([half.status, plain(half.text).includes("Please enter both numbers")]).toEqual([
      422,
      true,
    ]);
  }
});

test("nobody puts a pin for a client who was erased", async () => {
  const client = { ...TOLD.client, name: "Erased client", is_erased: true };
  const { text } = await open({ ...TOLD, client, place: null });
  expect(text).not.toContain('name="do"');
  expect(text).not.toContain('type="image"');
});
