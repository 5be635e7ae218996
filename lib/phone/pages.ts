import { PHONE } from "@/lib/web/phone_headers.ts";
import { isOpen, isUnsent, type Shelf } from "./kept.ts";
import { SENDING } from "./deeds.ts";
import { dropPictures } from "./pictures.ts";

const PAGES = "phone pages";
const FILES = "phone files";

/** How old a page may be that is shown without signal, and how old it gets before it is fetched ahead anew. */
const OLDEST = 4 * 24 * 3_600_000;
const FRESH = 20 * 60_000;
/** How often the day's pages are fetched ahead at most. */
const AHEAD_EVERY = 3 * 60_000;
/** By how much clocks may differ. */
const A_WHILE = 10_000;
/** How long one of them may take. */
const AHEAD_PATIENCE = 30_000;

/** When a page came, in the page itself and beside it in the cache. */
const FETCHED = "data-fetched";

/** What stands on pages of technicians alone. */
const OF_A_TECHNICIAN = "/tech-page.js";

/** What the server says a day needs. */
interface Ahead {
  pages: { path: string; stamp: string }[];
  names: Record<string, string>;
}

/** Pages of the technician's day, kept on the phone with what they need, for when there is no signal. */
export interface Pages {
  /**
   * Asks the server; null without signal. What it answers for that person is kept. What is not ours, such as the page
   * of a café's network or of a proxy, is an answer only where nothing better is `kept`, and so is our own trouble.
   */
  ask(url: URL, kept?: Response): Promise<Response | null>;
  /** The page as it was kept. */
  kept(url: URL): Promise<Response | undefined>;
  /** A style, script, font or picture: from the phone, else from the server. */
  file(request: Request): Promise<Response>;
  /** Fetches the day's pages ahead. */
  ahead(isAsked: boolean): Promise<void>;
}

/** What an address says of one moment alone. */
const OF_A_MOMENT = ["refused", "changed", "again", "missing"];

/** By what a page is kept. */
function keyOf(url: URL): string {
  const key = new URL(url);
  key.hash = "";
  for (const name of ["now", ...OF_A_MOMENT]) key.searchParams.delete(name);
  return key.href;
}

/** Whether a page is worth keeping: not one that says what just happened. */
const isLasting = ({ pathname, searchParams }: URL) =>
  !OF_A_MOMENT.some((name) => searchParams.has(name)) &&
  !(/\/(late|wish)$/.test(pathname) && searchParams.has("now"));

/** Notes who is signed in, as a page that just came from the server says. */
export async function hearOf(shelf: Shelf, who: string) {
  if (await shelf.fact("who") === who) return;
  // Somebody else has signed in on this phone: the pages are not theirs, and what was done is done.
  await forgetPages();
  await dropPictures().catch(() => {});
  await dropSettled(shelf, await shelf.fact("who") ?? "");
  await shelf.setFact("names", {});
  await shelf.setFact("ahead_at", 0);
  await shelf.setFact("who", who);
}

/** Drops what that person did and nobody needs to do anything about any more: it names clients. */
export async function dropSettled(shelf: Shelf, whose: string) {
  for (const kept of await shelf.all(whose)) {
    if (!isUnsent(kept) && !isOpen(kept)) await shelf.remove(kept.order);
  }
}

export function pagesOf({ shelf, now, tell }: {
  shelf: Shelf;
  now: () => number;
  tell: () => void;
}): Pages {
  async function keep(url: URL, answer: Response, who: string, stamp: string | null) {
    const page = await answer.text();
    // Of the office, which sees a technician's pages too, nothing is kept.
    if (!page.includes(OF_A_TECHNICIAN)) return;
    const html = page.replace("<html ", `<html ${FETCHED}="${now()}" `);
    const headers = new Headers(answer.headers);
    headers.set(FETCHED, String(now()));
    if (stamp !== null) headers.set("stamp", stamp);
    await (await caches.open(PAGES)).put(keyOf(url), new Response(html, { headers }));
    // Signed out while it came: nothing stays.
    if (await shelf.fact("who") !== who) await forgetPages();
    else await keepFiles(filesIn(html, url));
  }

  async function signal(isThere: boolean) {
    const since = await shelf.fact("no_signal_since") ?? null;
    if (isThere === (since === null)) return;
    await shelf.setFact("no_signal_since", isThere ? null : now());
    tell();
  }

  /** @param stamp of a page that is fetched ahead: nobody looks at it, so nobody is there because of it */
  async function ask(
    url: URL,
    stamp: string | null = null,
    better?: Response,
  ): Promise<Response | null> {
    const before = await shelf.fact("who");
    try {
      const answer = await fetch(url, {
        headers: { [PHONE.asks]: "page" },
        redirect: "manual",
        credentials: "same-origin",
        cache: "no-store",
        // A line that hangs: what is fetched ahead is asked for again.
        signal: stamp === null ? null : AbortSignal.timeout(AHEAD_PATIENCE),
      });
      if (!answer.headers.has(PHONE.answers)) {
        await signal(false);
        return better || stamp !== null ? null : answer;
      }
      await signal(true);
      await setClock(answer);
      if (better && (answer.status >= 500 || answer.status === 429)) return null;
      const goesTo = answer.headers.get(PHONE.goesTo);
      if (goesTo !== null) return Response.redirect(new URL(goesTo, url), 303);
      const who = answer.headers.get(PHONE.who);
      // Who signed out while it came has nothing here any more.
      const hasLeft = before !== undefined && await shelf.fact("who") === undefined;
      if (who !== null && !hasLeft) {
        if (stamp === null) await hearOf(shelf, who);
        await shelf.setFact("is_signed_out", false);
        const isTheirs = await shelf.fact("who") === who;
        if (isTheirs && answer.status === 200 && isPage(answer) && isLasting(url)) {
          await keep(url, answer.clone(), who, stamp);
        }
      }
      // Who works here no more sees none of it.
      if (answer.status === 403 && url.pathname === "/tech") await forgetPages();
      return answer;
    } catch {
      await signal(false);
      return null;
    }
  }

  /** What our clock shows beyond the phone's, which may be a day off. */
  async function setClock({ headers }: Response) {
    const at = Date.parse(headers.get("Date") ?? "");
    const behind = at - now();
    const known = await shelf.fact("clock_behind") ?? 0;
    if (Math.abs(behind - known) > A_WHILE) await shelf.setFact("clock_behind", behind);
  }

  async function kept(url: URL): Promise<Response | undefined> {
    const found = await (await caches.open(PAGES)).match(keyOf(url));
    return found && now() - fetchedAt(found) < OLDEST ? found : undefined;
  }

  /** Whether less than that has gone by. A clock that was set back since says nothing. */
  const isWithin = (since: number, span: number) => now() >= since && now() - since < span;

  async function fetchAhead() {
    const list = await ask(new URL("/tech/ahead.json", location.origin), "");
    const who = list?.headers.get(PHONE.who);
    if (!list?.ok || who !== await shelf.fact("who")) return;
    const { pages, names }: Ahead = await list.json();
    await shelf.setFact("names", names);
    for (const { path, stamp } of pages) {
      const url = new URL(path, location.origin);
      const before = await kept(url);
      const isFresh = before && before.headers.get("stamp") === stamp &&
        isWithin(fetchedAt(before), FRESH);
      // One after the other: the technician's own pages come first.
      if (isFresh) continue;
      // Signed out meanwhile.
      if (await shelf.fact("who") !== who) return;
      const answer = await ask(url, stamp);
      // Behind one address many phones may ask at once: the rest comes later.
      if (answer === null || answer.status === 429) return;
    }
    await tidy(new Set(pages.map(({ path }) => keyOf(new URL(path, location.origin)))));
  }

  /** Drops the pages of days gone by, and files that no page needs any more, such as those of an earlier build. */
  async function tidy(wanted: Set<string>) {
    const pages = await caches.open(PAGES);
    const needed = new Set<string>();
    for (const { url } of await pages.keys()) {
      const page = (await pages.match(url))!;
      if (!wanted.has(url) && !isWithin(fetchedAt(page), FRESH)) await pages.delete(url);
      else for (const file of filesIn(await page.text(), new URL(url))) needed.add(file);
    }
    const files = await caches.open(FILES);
    for (const url of needed) {
      const file = await files.match(url);
      if (file && isScript(url)) {
        for (const part of filesIn(await file.text(), new URL(url))) needed.add(part);
      }
    }
    for (const { url } of await files.keys()) if (!needed.has(url)) await files.delete(url);
  }

  return {
    ask: (url, better) => ask(url, null, better),
    kept,
    async file(request) {
      const files = await caches.open(FILES);
      const found = await files.match(request.url);
      if (found) return found;
      const answer = await fetch(request);
      if (isFile(answer)) await files.put(request.url, answer.clone());
      return answer;
    },
    async ahead(isAsked) {
      const before = await shelf.fact("ahead_at") ?? 0;
      const isOff = await shelf.fact("no_signal_since") != null;
      if (!isAsked && !isOff && isWithin(before, AHEAD_EVERY)) return;
      await shelf.setFact("ahead_at", now());
      await fetchAhead();
    },
  };
}

/** Drops every page of the day. */
export const forgetPages = () => caches.delete(PAGES);

const isPage = ({ headers }: Response) => headers.get("Content-Type")?.startsWith("text/html");
/** A page in its place is a café's network. */
const isFile = (answer: Response) => answer.ok && answer.type === "basic" && !isPage(answer);
const isScript = (url: string) => new URL(url).pathname.endsWith(".js");
const fetchedAt = ({ headers }: Response) => Number(headers.get(FETCHED));

/** The files of ours that a page or a script names: its styles, scripts, fonts and pictures. */
export function filesIn(text: string, base: URL): string[] {
  const named = text.matchAll(
    /(?:href|src)="(\/(?:css|fonts|icons|brand\.css|_fresh|tech-)[^"]*)"|(?:from|import)\s*"((?:\.|\/_fresh)[^"]*)"/g,
  );
  return [...named].map(([, link, part]) =>
    new URL((link ?? part).replaceAll("&amp;", "&"), base).href
  );
}

async function keepFiles(urls: string[]) {
  const files = await caches.open(FILES);
  const wanted = new Set(urls);
  for (const url of wanted) {
    const found = await files.match(url);
    const answer = found ?? await fetch(url);
    if (!found && !isFile(answer)) continue;
    if (!found) await files.put(url, answer.clone());
    if (isScript(url)) {
      for (const part of filesIn(await answer.text(), new URL(url))) wanted.add(part);
    }
  }
}

/** Whether an address is a page that is kept. */
export const isOurs = ({ pathname, origin }: URL) =>
  origin === location.origin && /^\/tech(\/|$)/.test(pathname) && pathname !== `${SENDING}.json`;
