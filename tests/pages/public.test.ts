/** Pages for everybody: their words, the company on them, errors. */
import { expect } from "expect";
import { TOKEN } from "./fake_api.ts";
import { api, BOOK, called, CHOICE, get, test } from "./world.ts";

test("no page uses a word that clients never read", async () => {
  const pages = [
    "/",
    BOOK,
    `${BOOK}?step=call`,
    `${BOOK}?step=details&at=${CHOICE.starts_at}`,
    "/nope",
    `/unsubscribe/${TOKEN}`,
    "/sign-in",
    "/go",
    "/verify",
  ];
  for (const path of pages) {
    const words = (await get(path)).text.replace(/<script.*<\/script>|<[^>]*>/gs, " ");
    expect(words).not.toMatch(/\b(slots?|tokens?|sessions?|invalid)\b/i);
  }
});

test("a page says in a sentence what it is for, to whoever lists or previews it", async () => {
  for (const path of ["/", "/sign-in"]) {
    expect((await get(path)).text).toMatch(
      /<meta name="description" content="Maintenance visits at your home by Test Mobility: [^"]+"/,
    );
  }
});

test("error pages carry the same headers", async () => {
  const { status, headers } = await get("/nope");
  expect(status).toBe(404);
  expect(headers.get("Referrer-Policy")).toBe("same-origin");
  expect(headers.get("Content-Security-Policy")).toContain("script-src 'none'");
});

test("while the database does not answer, pages say so with the phone number", async () => {
  await get("/");
  const down = () => {
    throw { code: "57014", message: "canceling statement due to statement timeout" };
  };
  api.answer({ booking_page: down, company_card: down });
  const { status, text } = await get(BOOK);
  expect(status).toBe(503);
  expect(text).toContain("905-555-0100");
  expect((await get("/healthz")).status).toBe(503);
  api.reset();
  expect((await get("/healthz")).status).toBe(200);
  expect(called("company_card")).toEqual([{}]);
});

test("the colour's style is kept by browsers for good, since its address says the colour", async () => {
  const { headers, text } = await get("/brand.css?c=0b5d3b");
  expect(headers.get("Cache-Control")).toBe("public, max-age=31536000, immutable");
  expect(text).toContain("--brand:#0b5d3b");
  expect(text).toContain("prefers-color-scheme:dark");
});

test("a wrong colour cannot write style of its own", async () => {
  const { headers, text } = await get("/brand.css?c=000}body{display:none");
  expect(headers.get("Content-Type")).toContain("text/css");
  expect(text).not.toContain("display");
  expect(text).toContain("--brand:#0b5d3b");
});
