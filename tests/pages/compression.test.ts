/** Pages are sent small to browsers that take it, except where their length would tell a stranger something. */
import { expect } from "expect";
import { signIn } from "./staff_world.ts";
import { ALONE } from "./fake_api.ts";
import { api, BOOK, handle, post, SITE, test } from "./world.ts";

async function asked(path: string, headers: Record<string, string> = {}, method = "GET") {
  const response = await handle(new Request(SITE + path, { method, headers }));
  const bytes = await response.bytes();
  return { headers: response.headers, bytes, status: response.status };
}

const GZIP = { "Accept-Encoding": "gzip, br" };

test("a client's page is sent with gzip, and is the same page", async () => {
  const { headers, bytes } = await asked(BOOK, GZIP);
  expect(headers.get("Content-Encoding")).toBe("gzip");
  expect(headers.get("Vary")).toMatch(/Accept-Encoding/);
  expect(headers.get("Content-Length")).toBeNull();
  const plain = await asked(BOOK);
  expect(plain.headers.get("Content-Encoding")).toBeNull();
  expect(plain.headers.get("Vary")).toMatch(/Accept-Encoding/);
  const page = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const withoutNonces = (html: string) => html.replace(/nonce="\w+"/g, "");
  expect(withoutNonces(await new Response(page).text()))
    .toBe(withoutNonces(new TextDecoder().decode(plain.bytes)));
  expect(bytes.length).toBeLessThan(plain.bytes.length / 2);
});

test("a compressed page has its policy for the nonce of its own scripts", async () => {
  api.answer({ booking_page: () => ALONE });
  const { headers, bytes } = await asked(BOOK, GZIP);
  const page = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const [, nonce] = (await new Response(page).text()).match(/nonce="(\w+)"/)!;
  expect(headers.get("Content-Security-Policy")).toContain(`'nonce-${nonce}'`);
});

test("free times come with gzip too", async () => {
  const { headers } = await asked(`${BOOK}/slots.json?days=7`, GZIP);
  expect(headers.get("Content-Encoding")).toBe("gzip");
});

test("who does not want gzip does not get it", async () => {
  for (const wish of ["", "br", "gzip;q=0", "identity"]) {
    const { headers } = await asked(BOOK, { "Accept-Encoding": wish });
    expect([wish, headers.get("Content-Encoding")]).toEqual([wish, null]);
  }
});

test("what staff see goes as it is: typed words stand beside what is not for everybody", async () => {
  const { Cookie } = await signIn("office");
  for (
    const path of [
      "/office/contracts?q=guess",
      "/office",
      "/office/nope",
      "/tech",
      "/sign-in?next=/office",
    ]
  ) {
    const { headers } = await asked(path, { ...GZIP, Cookie });
    expect([path, headers.get("Content-Encoding")]).toEqual([path, null]);
  }
});

test("redirects and posts stay what they are", async () => {
  const { status } = await post(BOOK, { action: "nothing" }, GZIP);
  expect(status).toBeLessThan(500);
  const head = await asked(BOOK, GZIP, "HEAD");
  expect([head.status, head.bytes.length]).toEqual([200, 0]);
});
