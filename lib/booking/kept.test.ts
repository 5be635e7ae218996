import { expect } from "expect";
import { seal } from "@/lib/web/sealed.ts";
import { type Kept, keptCookie, nearAt, readKept } from "./kept.ts";

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

Deno.test("what the browser keeps for a link is read by that link alone", async () => {
  const cookie = (await keptCookie(KEPT, { token: TOKEN, secure: true }))!.split(";")[0];
  expect(await readKept(request(cookie), TOKEN)).toEqual(KEPT);
  expect(await readKept(request(cookie), "B".repeat(43))).toBe(null);
});

Deno.test("what is kept fits into what browsers hold of a cookie; a letter more is kept nowhere", async () => {
  // Four characters for three bytes of the vector, the text and the tag.
  const mostBytes = 3800 / 4 * 3 - 12 - 16;
  const withNotes = (notes: string): Kept => ({ ...KEPT, typed: { notes } });
  const room = mostBytes - JSON.stringify(withNotes("")).length;
  const cookieOf = (length: number) =>
    keptCookie(withNotes("n".repeat(length)), { token: TOKEN, secure: true });
  const longest = await cookieOf(room);
  expect(longest!.length).toBeLessThan(4096);
  expect((await readKept(request(longest!.split(";")[0]), TOKEN))?.typed.notes).toHaveLength(room);
  for (const more of [1, 300]) expect([more, await cookieOf(room + more)]).toEqual([more, null]);
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
