/** What of the server's pages stays on a phone, whose they are, and when they are fetched ahead anew. */
import { expect } from "expect";
import { cachesInMemory } from "@/tests/memory_caches.ts";
import { shelfOf } from "@/tests/memory_shelf.ts";
import { PHONE } from "@/lib/web/phone_headers.ts";
import { pagesOf } from "./pages.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const SCRIPT = '<script src="/tech-page.js"></script>';

/** What the server answers, by path; each answer is ours, to Luis, unless it says otherwise. */
type Site = Record<string, {
  body?: string;
  status?: number;
  who?: string;
  /** Of somebody else's network. */
  isCafe?: boolean;
  meanwhile?: () => void;
}>;

const page = (text: string) => ({ body: `<html lang="en">${SCRIPT}${text}</html>` });
const list = (...paths: string[]) => ({
  body: JSON.stringify({
    pages: paths.map((path) => ({ path, stamp: "1" })),
    names: { v1: "Ethel Example" },
  }),
});

/** In place of what a browser has by that name. */
function replace(globals: Record<string, unknown>) {
  for (const [name, value] of Object.entries(globals)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
}

/** A phone before that site, which counts what it is asked. */
async function before(
  site: Site,
  run: (phone: {
    pages: ReturnType<typeof pagesOf>;
    facts: Map<string, unknown>;
    asked: string[];
    at: (path: string) => URL;
    later: (by: number) => void;
  }) => Promise<void>,
) {
  const asked: string[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
    const { pathname, search } = new URL(request.url);
    if (pathname !== "/tech-page.js") asked.push(pathname);
    const { body = "", status = 200, who = "luis", isCafe, meanwhile } = site[pathname + search] ??
      site[pathname] ?? { status: 404, ...page("Not here") };
    meanwhile?.();
    const type = pathname.endsWith(".json") ? "application/json" : "text/html";
    const headers: Record<string, string> = isCafe
      ? { "Content-Type": type }
      : { "Content-Type": type, [PHONE.answers]: "page", [PHONE.who]: who };
    return new Response(body, { status, headers });
  });
  const origin = `http://127.0.0.1:${server.addr.port}`;
  const { caches } = globalThis;
  replace({ caches: cachesInMemory(), location: { origin } });
  let now = Date.now();
  const { shelf, facts } = shelfOf();
  try {
    await run({
      pages: pagesOf({ shelf, now: () => now, tell() {} }),
      facts,
      asked,
      at: (path) => new URL(path, origin),
      later: (by) => void (now += by),
    });
  } finally {
    replace({ caches, location: undefined });
    await server.shutdown();
  }
}

const kept = async (pages: ReturnType<typeof pagesOf>, url: URL) =>
  (await (await pages.kept(url))?.text())?.replace(/<[^>]*>/g, "");

Deno.test("a technician's page is kept for four days; others' pages, and what is said once, are not", async () => {
  const site: Site = {
    "/tech": page("My day"),
    "/tech/visits/1": { body: "<html><h1>As the office sees it</h1></html>" },
    "/tech/visits/1/late": page("Running late"),
  };
  await before(site, async ({ pages, at, later }) => {
    const ask = async (path: string) => await (await pages.ask(at(path)))?.body?.cancel();
    for (const path of Object.keys(site)) await ask(path);
    expect(await kept(pages, at("/tech"))).toBe("My day");
    expect(await kept(pages, at("/tech/visits/1"))).toBe(undefined);
    // Where an address says what happened just now, the page of that address is what it was.
    site["/tech"] = page("Not taken");
    await ask("/tech?refused");
    site["/tech/visits/1/late"] = page("Told 9:02");
    await ask("/tech/visits/1/late?now");
    expect(await kept(pages, at("/tech?refused"))).toBe("My day");
    expect(await kept(pages, at("/tech/visits/1/late"))).toBe("Running late");
    await ask("/tech/visits/2");
    expect(await kept(pages, at("/tech/visits/2"))).toBe(undefined);
    later(4 * DAY - MINUTE);
    expect(await kept(pages, at("/tech"))).toBe("My day");
    later(MINUTE);
    expect(await kept(pages, at("/tech"))).toBe(undefined);
  });
});

Deno.test("who works here no more finds no page on the phone", async () => {
  const site: Site = { "/tech": page("My day"), "/tech/week": page("My week") };
  await before(site, async ({ pages, at }) => {
    for (const path of Object.keys(site)) await (await pages.ask(at(path)))!.body?.cancel();
    site["/tech"] = { status: 403, ...page("No") };
    await (await pages.ask(at("/tech")))!.body?.cancel();
    expect(await kept(pages, at("/tech/week"))).toBe(undefined);
  });
});

Deno.test("the day's pages are fetched ahead: those that are old, or say something else, and seldom", async () => {
  const site: Site = {
    "/tech/ahead.json": list("/tech", "/tech/week"),
    "/tech": page("My day"),
    "/tech/week": page("My week"),
  };
  await before(site, async ({ pages, facts, asked, at, later }) => {
    const ahead = async (isAsked = false) => {
      asked.length = 0;
      await pages.ahead(isAsked);
      return asked.slice(1);
    };
    expect(await ahead()).toEqual(["/tech", "/tech/week"]);
    expect(facts.get("names")).toEqual({ v1: "Ethel Example" });
    expect(await ahead()).toEqual([]);
    expect(asked).toEqual([]);
    later(4 * MINUTE);
    expect(await ahead()).toEqual([]);
    expect(asked).toEqual(["/tech/ahead.json"]);
    site["/tech/ahead.json"] = { body: list("/tech", "/tech/week").body.replace('"1"', '"2"') };
    expect(await ahead(true)).toEqual(["/tech"]);
    facts.set("no_signal_since", 1);
    await ahead();
    expect(asked).toEqual(["/tech/ahead.json"]);
    later(21 * MINUTE);
    expect(await ahead()).toEqual(["/tech", "/tech/week"]);
    // A phone's clock that is set back makes nothing fresh.
    later(-DAY);
    expect(await ahead()).toEqual(["/tech", "/tech/week"]);
    // What is no page of the day goes, once nobody has looked at it for a while.
    site["/tech/visits/1"] = page("A visit");
    await (await pages.ask(at("/tech/visits/1")))!.body?.cancel();
    await ahead(true);
    expect(await kept(pages, at("/tech/visits/1"))).toBe("A visit");
    later(21 * MINUTE);
    await ahead();
    expect(await kept(pages, at("/tech/visits/1"))).toBe(undefined);
    expect(await kept(pages, at("/tech"))).toBe("My day");
  });
});

Deno.test("what is fetched ahead is of whoever is signed in, and stops where it should", async () => {
  const site: Site = {
    "/tech/ahead.json": { ...list("/tech", "/tech/week"), who: "amy" },
    "/tech": page("My day"),
    "/tech/week": page("My week"),
  };
  await before(site, async ({ pages, facts, asked, at }) => {
    await pages.ahead(true);
    expect(asked).toEqual(["/tech/ahead.json"]);
    expect([facts.get("who"), facts.get("names")]).toEqual(["luis", undefined]);
    // Another has signed in while it came.
    site["/tech/ahead.json"] = list("/tech", "/tech/week");
    site["/tech"] = { ...page("My day"), who: "amy" };
    await pages.ahead(true);
    expect([facts.get("who"), await kept(pages, at("/tech"))]).toEqual(["luis", undefined]);
    asked.length = 0;
    site["/tech/ahead.json"] = list("/tech", "/tech/visits/2");
    site["/tech"] = { ...page("My day"), meanwhile: () => facts.set("who", "amy") };
    await pages.ahead(true);
    expect(asked).toEqual(["/tech/ahead.json", "/tech"]);
    expect(await kept(pages, at("/tech"))).toBe(undefined);
    facts.set("who", "luis");
    for (
      const stops of [{ ...page("Please wait"), status: 429 }, { ...page("Wi-Fi"), isCafe: true }]
    ) {
      asked.length = 0;
      site["/tech"] = stops;
      await pages.ahead(true);
      expect(asked).toEqual(["/tech/ahead.json", "/tech"]);
    }
  });
});

Deno.test("what comes while somebody signs out is not kept", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const site: Site = { "/tech": page("My day") };
  await before(site, async ({ pages, facts, at }) => {
    const open = caches.open.bind(caches);
    // Signed out between the answer and the writing of it.
    caches.open = (name) => {
      facts.delete("who");
      resolve();
      return open(name);
    };
    await (await pages.ask(at("/tech")))!.body?.cancel();
    await promise;
    caches.open = open;
    expect(await kept(pages, at("/tech"))).toBe(undefined);
  });
});
