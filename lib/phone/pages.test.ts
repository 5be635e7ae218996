/** Pages of the day on a phone: what comes in place of the server's is not shown where a kept one is, nor kept. */
import { expect } from "expect";
import { PHONE } from "@/lib/web/phone_headers.ts";
import type { Facts, Kept, Shelf } from "./kept.ts";
import { dropSettled, forgetPages, pagesOf } from "./pages.ts";

function factsOf(kept: Partial<Kept>[] = []): Shelf & { facts: Partial<Facts> } {
  const facts: Record<string, unknown> = { who: "luis" };
  const shelf = {
    facts,
    fact: (name: string) => Promise.resolve(facts[name]),
    setFact: (name: string, value: unknown) => Promise.resolve(void (facts[name] = value)),
    all: () => Promise.resolve([...kept]),
    remove: (order: number) =>
      Promise.resolve(void kept.splice(kept.findIndex((each) => each.order === order), 1)),
  };
  return shelf as never;
}

const PAGE = '<html lang="en"><script src="/tech-page.js"></script>Ethel Example</html>';
const ours = (body: string | null, init: ResponseInit = {}) =>
  new Response(body, {
    ...init,
    headers: {
      "Content-Type": "text/html",
      [PHONE.answers]: "page",
      [PHONE.who]: "luis",
      ...init.headers,
    },
  });

/** A phone before a server that answers as it is told. */
async function before(
  run: (phone: {
    pages: ReturnType<typeof pagesOf>;
    shelf: ReturnType<typeof factsOf>;
    url: URL;
    answers: (answer: () => Response) => void;
  }) => Promise<void>,
) {
  let answer = () => ours(PAGE);
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, () => answer());
  const shelf = factsOf();
  const pages = pagesOf({ shelf, now: Date.now, tell() {} });
  const url = new URL(`http://127.0.0.1:${server.addr.port}/tech`);
  try {
    await run({ pages, shelf, url, answers: (how) => answer = how });
  } finally {
    await forgetPages();
    await server.shutdown();
  }
}

const INSTEAD: [string, () => Response][] = [
  ["a café's page", () => new Response("<h1>Welcome to our Wi-Fi</h1>")],
  ["a café's page elsewhere", () => Response.redirect("http://127.0.0.1:9/portal", 302)],
  ["a proxy without server", () => new Response("Bad gateway", { status: 502 })],
  ["the server in trouble", () => ours("Something went wrong on our side", { status: 500 })],
  ["too many questions", () => ours("Please wait a minute", { status: 429 })],
];
for (const [name, answer] of INSTEAD) {
  Deno.test(`${name} is not shown where the page is on the phone`, async () => {
    await before(async ({ pages, url, answers }) => {
      await (await pages.ask(url))!.text();
      const kept = (await pages.kept(url))!;
      answers(answer);
      expect(await pages.ask(url, kept)).toBe(null);
      // Without one it is better than nothing, and it is not kept.
      const shown = (await pages.ask(url))!;
      await shown.body?.cancel();
      expect(await (await pages.kept(url))!.text()).toContain("Ethel Example");
      await kept.body?.cancel();
    });
  });
}

Deno.test("a café's network is no signal; where the server leads, one goes", async () => {
  await before(async ({ pages, shelf, url, answers }) => {
    await (await pages.ask(url))!.text();
    expect(shelf.facts.no_signal_since ?? null).toBe(null);
    answers(() => new Response("Welcome"));
    await (await pages.ask(url))!.text();
    expect(shelf.facts.no_signal_since).toBeGreaterThan(0);
    answers(() =>
      ours(null, { status: 204, headers: { [PHONE.goesTo]: "/tech/visits/1?now#line-2" } })
    );
    const answer = (await pages.ask(url))!;
    expect([answer.status, new URL(answer.headers.get("Location")!).pathname])
      .toEqual([303, "/tech/visits/1"]);
    expect(shelf.facts.no_signal_since).toBe(null);
  });
});

Deno.test("a page that comes once its person has signed out is not kept, and makes nobody of them", async () => {
  await before(async ({ pages, shelf, url, answers }) => {
    answers(() => {
      delete shelf.facts.who;
      return ours(PAGE);
    });
    await (await pages.ask(url))!.text();
    expect([await pages.kept(url), shelf.facts.who]).toEqual([undefined, undefined]);
  });
});

Deno.test("the phone knows how far its clock is from the server's", async () => {
  await before(async ({ pages, shelf, url, answers }) => {
    const day = 24 * 3_600_000;
    answers(() => ours(PAGE, { headers: { Date: new Date(Date.now() + day).toUTCString() } }));
    await (await pages.ask(url))!.text();
    expect(Math.abs(shelf.facts.clock_behind! - day)).toBeLessThan(5000);
  });
});

Deno.test("what is done and settled names nobody once its person has left; what waits stays", async () => {
  const states = ["waiting", "sent", "office", "dead", "refused"] as const;
  const shelf = factsOf(states.map((state, order) => ({ state, order })));
  await dropSettled(shelf, "luis");
  expect((await shelf.all("luis")).map(({ state }) => state))
    .toEqual(["waiting", "office", "refused"]);
});
