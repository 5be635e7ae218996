import { expect } from "expect";
import { seal } from "@/lib/web/sealed.ts";
import { type Kept, keptCookie, readKept } from "./kept.ts";

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

Deno.test("what is sealed with the link's secret and not as we write it is nothing", async () => {
  for (const text of ["", "no JSON", "null", "[]", '{"step":"nowhere"}', '{"typed":{"phone":1}}']) {
    expect([text, await readKept(request(`typed=${await seal(text, TOKEN)}`), TOKEN)])
      .toEqual([text, null]);
  }
});
