/** From a letter's code and a postal code to the client's own page. */
import { expect } from "expect";
import { TOKEN } from "./fake_api.ts";
import { api, ask, BOOK, called, get, handle, post, postAndGo, SITE, test } from "./world.ts";

const TYPED = { code: "k7m 2qx 9drt", postal_code: "l6y0a1" };

test("code and postal code lead to the client's page; both are asked of the database as they were typed", async () => {
  const { text } = await get("/go");
  expect(text).toContain("<title>Type the code from your letter</title>");
  expect(text).not.toContain("autofocus");
  expect(called("find_by_short_code")).toEqual([]);
  const { status, headers } = await post("/go", TYPED);
  expect([status, headers.get("Location")]).toEqual([303, BOOK]);
  expect(called("find_by_short_code")).toEqual([TYPED]);
});

test("whichever of the two is wrong, the page says one thing, and keeps what was typed", async () => {
  api.answer({ find_by_short_code: () => ({ status: "invalid" }) });
  const { text, headers, location, keeps } = await postAndGo("/go", TYPED);
  expect(location).toBe("/go?answer=invalid");
  expect(headers.get("Cache-Control")).toBe("no-store");
  expect(headers.get("X-Robots-Tag")).toContain("noindex");
  for (
    const words of [
      "<title>Error: Type the code from your letter",
      'role="alert"',
      'href="#code"',
      'href="#postal_code"',
      'value="k7m 2qx 9drt"',
      'value="l6y0a1"',
      'aria-describedby="code-hint code-complaint"',
      "905-555-0100",
    ]
  ) expect(text).toContain(words);
  expect(text.match(/aria-invalid/g)).toHaveLength(2);
  // Reloaded, or come back to: nothing is asked of the database again.
  expect((await ask(location, { headers: keeps })).text).toBe(text);
  expect(called("find_by_short_code")).toHaveLength(1);
});

test("a code that is over says so, and one that was tried too often says when it works again", async () => {
  api.answer({ find_by_short_code: () => ({ status: "expired" }) });
  const expired = await postAndGo("/go", TYPED);
  expect(expired.text).toContain("This code has expired");
  api.answer({
    find_by_short_code: () => ({ status: "rejected", reason: "too_many_attempts" }),
  });
  const closed = await postAndGo("/go", TYPED);
  expect(closed.text).toContain("<title>Error: ");
  expect(closed.text).toContain("it works again in an hour");
  expect(closed.text).toContain("905-555-0100");
});

test("what was typed is kept for this page alone, for minutes, and gone once it has led on", async () => {
  api.answer({ find_by_short_code: () => ({ status: "invalid" }) });
  for (const given of (await post("/go", TYPED)).headers.getSetCookie()) {
    for (const part of ["Path=/go", "HttpOnly", "SameSite=Lax", "Max-Age=300"]) {
      expect(given).toContain(part);
    }
  }
  api.answer({ find_by_short_code: () => ({ status: "found", token: TOKEN }) });
  const found = (await post("/go", TYPED)).headers;
  expect(found.getSetCookie().join()).toMatch(/^go=; .*Max-Age=0/);
  api.answer({ find_by_short_code: () => ({ status: "expired" }) });
  expect((await post("/go", TYPED)).headers.getSetCookie().join()).toMatch(/^go=; .*Max-Age=0/);
  // What somebody else wrote into it is shown as text, or not at all.
  for (const value of ["%", "[]", "null", "1", encodeURIComponent('{"code":1}')]) {
    const { status } = await ask("/go?answer=invalid", { headers: { Cookie: `go=${value}` } });
    expect([value, status]).toEqual([value, 200]);
  }
  const long = await post("/go", { ...TYPED, code: "x".repeat(5000) });
  expect(long.status).toBe(303);
  expect(long.headers.getSetCookie().join().length).toBeLessThan(4000);
});

test("no cache keeps the page, no search engine lists it, and nothing typed stands in an address", async () => {
  for (const { headers, text } of [await get("/go"), await get("/go?answer=expired")]) {
    expect(text).not.toMatch(/method="get"/);
    expect(headers.get("Cache-Control")).toBe("no-store");
    expect(headers.get("X-Robots-Tag")).toContain("noindex");
  }
  const asked = await get("/go?code=K7M2QX9DRT&postal_code=L6Y0A1");
  expect(asked.text).not.toContain("K7M2QX9DRT");
  expect(called("find_by_short_code")).toEqual([]);
  api.answer({ find_by_short_code: () => ({ status: "invalid" }) });
  expect((await post("/go", TYPED)).headers.get("Location")).not.toMatch(/k7m|l6y/i);
});

/** Asks for the page, or for what its form leads to, from an address. */
const from = (hostname: string, init: RequestInit = {}) =>
  handle(new Request(`${SITE}/go`, init), {
    remoteAddr: { transport: "tcp", hostname, port: 1 },
    completed: Promise.resolve(),
  });

/** The statuses of that many tries of one address, which begin together. */
async function tries(hostname: string, count: number): Promise<number[]> {
  const answers = await Promise.all(Array.from({ length: count }, (_, n) =>
    from(hostname, {
      method: "POST",
      headers: { Origin: SITE },
      body: new URLSearchParams({ code: `${n}`, postal_code: "L6Y 0A1" }),
    })));
  return answers.map(({ status }) => status);
}

/** Runs with the application's clock standing still at an instant. */
async function at<T>(instant: number, run: () => Promise<T>): Promise<T> {
  const RealDate = Date;
  globalThis.Date = class extends RealDate {
    constructor(value: number | string | Date = instant) {
      super(value);
    }
    static override now = () => instant;
  } as DateConstructor;
  try {
    return await run();
  } finally {
    globalThis.Date = RealDate;
  }
}

test("who tries without end waits, whatever is tried; the page itself stays open", async () => {
  const stranger = "203.0.113.30";
  const statuses = await tries(stranger, 30);
  expect(statuses.filter((status) => status === 429)).toHaveLength(10);
  expect(called("find_by_short_code")).toHaveLength(20);
  expect((await from(stranger)).status).toBe(200);
});

test("whoever has used up their tries has one more every twenty seconds", async () => {
  const stranger = "203.0.113.31";
  const start = Date.now();
  const refused = async (seconds: number, count: number) => {
    const statuses = await at(start + seconds * 1000, () => tries(stranger, count));
    return statuses.filter((status) => status === 429).length;
  };
  expect(await refused(0, 20)).toBe(0);
  expect([await refused(19, 1), await refused(20, 2), await refused(39, 1), await refused(40, 1)])
    .toEqual([1, 1, 1, 0]);
});

test("whoever is on the wrong page is shown both ways to their own", async () => {
  const lost = ["/nix", "/book/", "/book/x", `/book/${TOKEN.slice(1)}`, "/"];
  api.answer({ booking_page: () => ({ status: "invalid" }) });
  for (const path of lost) {
    const { text } = await get(path);
    expect([path, text.includes('href="/go"')]).toEqual([path, true]);
    expect([path, /href="\/#link"|name="link"/.test(text)]).toEqual([path, true]);
  }
  expect((await get("/go")).text).toContain('href="/#link"');
});
