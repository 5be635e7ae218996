import { expect } from "expect";
import { seal } from "@/lib/web/sealed.ts";
import { type Kept, keptCookies, nearAt, readKept } from "./kept.ts";

const TOKEN = "A".repeat(43);

const KEPT: Kept = {
  step: "details",
  typed: { phone: "905-555-0142", notes: "Side door" },
  complaints: { phone: "Please check the number." },
  notice: null,
};

function request(cookie: string): Request {
  return new Request("https://book.example/", { headers: { Cookie: cookie } });
}

/** As the browser sends them back, without those that it is to forget. */
function sentBack(cookies: string[]): Request {
  const kept = cookies.filter((cookie) => !cookie.includes("Max-Age=0"));
  return request(kept.map((cookie) => cookie.split(";")[0]).join("; "));
}

const cookiesOf = (kept: Kept | null, before: Kept | null = null) =>
  keptCookies(kept, before, { token: TOKEN, secure: true });

Deno.test("what the browser keeps for a link is read by that link alone", async () => {
  const sent = sentBack((await cookiesOf(KEPT))!);
  expect(await readKept(sent, TOKEN)).toEqual(KEPT);
  expect(await readKept(sent, "B".repeat(43))).toBe(null);
});

Deno.test("what is kept fits into what browsers hold of two cookies; a letter more is kept nowhere", async () => {
  // Four characters for three bytes of the vector, the text and the tag.
  const mostBytes = 2 * 3800 / 4 * 3 - 12 - 16;
  const withNotes = (notes: string): Kept => ({ ...KEPT, typed: { notes } });
  const room = mostBytes - JSON.stringify(withNotes("")).length;
  const longest = (await cookiesOf(withNotes("n".repeat(room))))!;
  for (const cookie of longest) expect(cookie.length).toBeLessThan(4096);
  // Proxies take 8 KB of a header's line.
  expect(sentBack(longest).headers.get("Cookie")!.length).toBeLessThan(8000);
  expect((await readKept(sentBack(longest), TOKEN))?.typed.notes).toHaveLength(room);
  for (const more of [1, 300]) {
    expect([more, await cookiesOf(withNotes("n".repeat(room + more)))]).toEqual([more, null]);
  }
});

Deno.test("the longest note that may be sent is kept, whatever accents it has", async () => {
  const notes = "é".repeat(2000);
  expect(
    (await readKept(sentBack((await cookiesOf({ ...KEPT, typed: { notes } }))!), TOKEN))?.typed,
  )
    .toEqual({ notes });
});

Deno.test("what was kept before is forgotten whole, where less is kept now", async () => {
  const before = (await cookiesOf({ ...KEPT, typed: { notes: "n".repeat(4000) } }))!;
  for (const now of [KEPT, null]) {
    const jar = new Map<string, string>();
    for (const cookie of [...before, ...(await cookiesOf(now))!]) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!;
      if (cookie.includes("Max-Age=0")) jar.delete(name);
      else jar.set(name, value);
    }
    const sent = [...jar].map((pair) => pair.join("=")).join("; ");
    expect(await readKept(request(sent), TOKEN)).toEqual(now);
  }
});

Deno.test("what is sealed with the link's secret and not as we write it is nothing", async () => {
  for (const text of ["", "no JSON", "null", "[]", '{"step":"nowhere"}', '{"typed":{"phone":1}}']) {
    expect([text, await readKept(request(`typed=${await seal(text, TOKEN)}`), TOKEN)])
      .toEqual([text, null]);
  }
});

Deno.test("times that were told near a taken one hold for that page, and for a minute", () => {
  const now = new Date("2026-06-01T12:00:00Z");
  const page = "/book/x?step=details";
  const toldBefore = (milliseconds: number): Kept => ({
    ...KEPT,
    near: { page, told: now.getTime() - milliseconds, slots: [], gone: "taken" },
  });
  expect(nearAt(page, toldBefore(0), now)).toEqual({ slots: [], gone: "taken" });
  expect(nearAt(page, toldBefore(59_999), now)).not.toBe(null);
  expect(nearAt(page, toldBefore(60_000), now)).toBe(null);
  expect(nearAt(`${page}&with=1`, toldBefore(0), now)).toBe(null);
  expect(nearAt(page, KEPT, now)).toBe(null);
  expect(nearAt(page, null, now)).toBe(null);
});

Deno.test("times near a taken one are forgotten where what was typed needs the room", async () => {
  const hour = "2026-06-03T13:00:00.000Z";
  const slot = {
    starts_at: hour,
    ends_at: hour,
    technician_id: crypto.randomUUID(),
    technician_name: "Luis",
    travel_minutes: 10,
  };
  const near = { page: "/book/x", told: 0, slots: Array(6).fill(slot), gone: "taken" as const };
  for (const [length, isKept] of [[1500, true], [5000, false]] as const) {
    const notes = "n".repeat(length);
    const cookies = (await cookiesOf({ ...KEPT, typed: { notes }, near }))!;
    const kept = await readKept(sentBack(cookies), TOKEN);
    expect([kept?.typed.notes, kept?.near]).toEqual([notes, isKept ? near : undefined]);
  }
  // So they are before anything that was typed elsewhere.
  const before = { ...KEPT, typed: { callNote: "n".repeat(5000) } };
  const cookies = (await cookiesOf({ ...KEPT, near }, before))!;
  const typed = { ...before.typed, ...KEPT.typed };
  expect(await readKept(sentBack(cookies), TOKEN)).toEqual({ ...KEPT, typed });
});
