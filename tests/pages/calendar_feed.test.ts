/** Technicians' calendars: what a calendar program is answered, and how somebody comes by their address. */
import { expect } from "expect";
import { readThrice } from "@/tests/calendar_readers.ts";
import { signIn, staffIs } from "./staff_world.ts";
import { api, ask, called, handle, plain, post, SITE, test } from "./world.ts";

const TOKEN = "C".repeat(43);
const STAMP = "0123456789abcdef0123456789abcdef";
const ENTRY = {
  task_id: "10000000-0000-4000-8000-000000000031",
  revision: 2,
  changed_at: "2026-06-01T14:00:00+00:00",
  task_type: "maintenance",
  is_off: false,
  starts_at: "2026-06-03T13:00:00+00:00",
  ends_at: "2026-06-03T14:00:00+00:00",
  kinds: ["Stair lift"],
  street: "12 Elm Street",
  title: null,
};
const FEED = { status: "ok", stamp: STAMP, entries: [ENTRY] };

let visitors = 0;
/** A calendar program at an address of the network, another one each time where none is named: requests are counted. */
async function read(path: string, init: RequestInit = {}, from = `192.0.2.${visitors++}`) {
  const response = await handle(new Request(SITE + path, init), {
    remoteAddr: { transport: "tcp", hostname: from, port: 1 },
    completed: Promise.resolve(),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const known = (header: string) =>
  read(`/calendar/${TOKEN}.ics`, { headers: { "If-None-Match": header } });

test("a calendar program gets the work as a calendar, which no shared cache and no search engine keeps", async () => {
  api.answer({ technician_calendar: () => FEED });
  const { status, headers, text } = await read(`/calendar/${TOKEN}.ics`);
  expect(status).toBe(200);
  expect(called("technician_calendar")).toEqual([{ token: TOKEN }]);
  expect(
    Object.fromEntries(["Content-Type", "ETag", "Last-Modified", "Cache-Control", "X-Robots-Tag"]
      .map((name) => [name, headers.get(name)])),
  ).toEqual({
    "Content-Type": "text/calendar; charset=utf-8; method=PUBLISH",
    "ETag": `W/"${STAMP}"`,
    "Last-Modified": "Mon, 01 Jun 2026 14:00:00 GMT",
    "Cache-Control": "private, no-cache",
    "X-Robots-Tag": "noindex, nofollow",
  });
  for (const [name, { events }] of Object.entries(readThrice(text))) {
    expect([name, events.map(({ summary, location }) => [summary, location])])
      .toEqual([name, [["Maintenance: stair lift", "12 Elm Street"]]]);
  }
  const head = await read(`/calendar/${TOKEN}.ics`, { method: "HEAD" });
  expect([head.status, head.text, head.headers.get("ETag")]).toEqual([200, "", `W/"${STAMP}"`]);
});

test("a program that has it already is told so, and nothing is told again", async () => {
  api.answer({
    technician_calendar: ({ known }) =>
      known === STAMP ? { status: "unchanged", stamp: STAMP } : FEED,
  });
  for (
    const header of [
      `W/"${STAMP}"`,
      `"${STAMP}"`,
      `"other", W/"${STAMP}"`,
      `W/"${"f".repeat(32)}", "${STAMP}"`,
      `"${STAMP}", "${"f".repeat(32)}"`,
    ]
  ) {
    const { status, headers, text } = await known(header);
    expect([header, status, text, headers.get("ETag"), headers.get("Vary")])
      .toEqual([header, 304, "", `W/"${STAMP}"`, "Accept-Encoding"]);
  }
  // Whatever they have, they say that they have it.
  const any = await known("*");
  expect([any.status, any.text, any.headers.get("ETag")]).toEqual([304, "", `W/"${STAMP}"`]);
  for (
    const header of [
      "",
      `"${STAMP.slice(1)}"`,
      STAMP,
      `W/"${"f".repeat(32)}"`,
      `"${"0".repeat(9000)}"`,
    ]
  ) {
    expect([header, (await known(header)).status]).toEqual([header, 200]);
  }
});

test("a program in a browser of another site reads nothing, and nobody writes", async () => {
  api.answer({ technician_calendar: () => FEED });
  const Origin = "https://evil.example";
  const there = await read(`/calendar/${TOKEN}.ics`, { headers: { Origin } });
  expect(there.headers.get("Access-Control-Allow-Origin")).toBe(null);
  const headers = { Origin, "Access-Control-Request-Method": "GET" };
  const asked = await read(`/calendar/${TOKEN}.ics`, { method: "OPTIONS", headers });
  expect(asked.headers.get("Access-Control-Allow-Origin")).toBe(null);
  for (const method of ["POST", "PUT", "DELETE", "PROPFIND"]) {
    const { status } = await read(`/calendar/${TOKEN}.ics`, { method });
    expect([method, status >= 400 && status < 500]).toEqual([method, true]);
  }
  expect(called("technician_calendar")).toHaveLength(1);
});

test("who takes gzip gets it, under the same name", async () => {
  api.answer({ technician_calendar: () => FEED });
  const response = await handle(
    new Request(`${SITE}/calendar/${TOKEN}.ics`, { headers: { "Accept-Encoding": "gzip, br" } }),
    {
      remoteAddr: { transport: "tcp", hostname: "192.0.2.250", port: 1 },
      completed: Promise.resolve(),
    },
  );
  const { headers } = response;
  expect(["Content-Encoding", "ETag", "Vary"].map((name) => headers.get(name)))
    .toEqual(["gzip", `W/"${STAMP}"`, "Accept-Encoding"]);
  const text = await new Response(response.body!.pipeThrough(new DecompressionStream("gzip")))
    .text();
  expect(text).toContain("BEGIN:VEVENT");
});

test("what is no address, or none any more, is not found, all alike; an odd one is not even looked up", async () => {
  api.answer({ technician_calendar: () => ({ status: "invalid" }) });
  const unknown = await read(`/calendar/${TOKEN}.ics`);
  expect([unknown.status, unknown.headers.get("ETag")]).toEqual([404, null]);
  api.calls.length = 0;
  const bare = (text: string) => text.replace(/nonce="[^"]*"/g, "");
  for (
    const odd of [
      "x",
      "..%2f..",
      "%00",
      "a".repeat(5000),
      "%E0%A4%A",
      "C".repeat(42),
      "C".repeat(44),
    ]
  ) {
    const { status, text } = await read(`/calendar/${odd}.ics`);
    expect([odd, status, bare(text)]).toEqual([odd, 404, bare(unknown.text)]);
  }
  expect(called("technician_calendar")).toEqual([]);
  for (const path of [`/calendar/${TOKEN}`, "/calendar/", "/calendar"]) {
    expect([path, (await read(path)).status]).toEqual([path, 404]);
  }
});

test("whoever asks without end has to wait", async () => {
  api.answer({ technician_calendar: () => ({ status: "invalid" }) });
  const statuses = [];
  for (let n = 0; n < 121; n++) {
    statuses.push((await read(`/calendar/${TOKEN}.ics`, {}, "198.51.100.9")).status);
  }
  expect(statuses).toEqual([...Array(120).fill(404), 429]);
  api.answer({ technician_calendar: () => ({ status: "rejected", reason: "too_many_attempts" }) });
  expect((await read(`/calendar/${TOKEN}.ics`)).status).toBe(429);
});

test("what fails is logged without the address that it was asked at", async () => {
  const logged: string[] = [];
  const log = console.error;
  console.error = (...said) => logged.push(said.map((each) => Deno.inspect(each)).join(" "));
  try {
    api.answer({
      technician_calendar: () => Response.json({ code: "XX000", message: TOKEN }, { status: 500 }),
    });
    expect((await read(`/calendar/${TOKEN}.ics`)).status).toBe(500);
    api.answer({ technician_calendar: () => ({ status: "ok" }) });
    expect((await read(`/calendar/${TOKEN}.ics`)).status).toBe(500);
  } finally {
    console.error = log;
  }
  expect(logged.join("\n")).toContain("/calendar/:token.ics");
  expect(logged.join("\n")).not.toContain(TOKEN);
});

const URL_MADE = `https://book.example/calendar/${TOKEN}.ics`;
const TESS = "10000000-0000-4000-8000-000000000021";
let signedIn: Promise<{ Cookie: string }> | undefined;
async function asTechnician(made_at: string | null) {
  const headers = await (signedIn ??= signIn("technician"));
  staffIs("technician");
  api.answer({
    calendar_link: () => ({
      status: "ok",
      technician_id: TESS,
      made_at,
      shown: made_at ? "a1" : "none",
    }),
    rotate_calendar_link: () => ({ status: "made", url: URL_MADE }),
    revoke_calendar_link: () => ({ status: "revoked" }),
  });
  return headers;
}

test("a technician makes their address, sees it once, and is told what a new one does to the old", async () => {
  const first = await ask("/tech/calendar", { headers: await asTechnician(null) });
  expect(plain(first.text)).toContain("You have no address for it yet.");
  expect(first.text).not.toContain('value="end"');
  expect(first.text).toContain('name="shown" value="none"');
  const fields = { do: "make", shown: "none" };
  const made = await post("/tech/calendar", fields, await asTechnician(null));
  expect(called("rotate_calendar_link")).toEqual([{ technician_id: TESS, shown: "none" }]);
  expect(made.text).toContain(URL_MADE);
  expect(made.text).toContain(`href="webcal://book.example/calendar/${TOKEN}.ics"`);
  expect(made.headers.get("Cache-Control")).toBe("no-store");
  const again = await ask("/tech/calendar", {
    headers: await asTechnician("2026-06-01T14:00:00Z"),
  });
  expect(plain(again.text)).toContain("You have had an address for it since Mon, Jun 1, 2026.");
  expect(plain(again.text)).toContain("the old one stops working");
  expect(again.text).not.toContain(TOKEN);
});

test("a technician ends their address; a form that asks for neither is none", async () => {
  const headers = await asTechnician("2026-06-01T14:00:00Z");
  const ended = await post("/tech/calendar", { do: "end", shown: "a1" }, headers);
  expect([ended.status, ended.headers.get("Location")]).toEqual([303, "/tech/calendar?ended"]);
  expect(called("revoke_calendar_link")).toEqual([{ technician_id: TESS, shown: "a1" }]);
  expect((await post("/tech/calendar", { do: "read" }, headers)).status).toBe(400);
});

test("a form that was opened before the address that works now changes nothing, and says so", async () => {
  const headers = await asTechnician("2026-06-01T14:00:00Z");
  const changed = () => ({ status: "refused", reason: "changed" });
  api.answer({ rotate_calendar_link: changed, revoke_calendar_link: changed });
  for (const deed of ["make", "end"]) {
    const { status, text } = await post("/tech/calendar", { do: deed, shown: "none" }, headers);
    expect([status, plain(text).includes("Nothing was done now")]).toEqual([422, true]);
    expect(text).toContain('name="shown" value="a1"');
  }
});
