/// <reference lib="dom" />
/**
 * The service worker of /tech: pages come from the server, or within seconds from the phone; forms are kept on the
 * phone first and sent in their turn. Built into `static/tech-worker.js` (dev.ts).
 */
import {
  answersWaiting,
  arrivalAt,
  deedOf,
  filesIn,
  isSaidAgain,
  SENDING,
  textsIn,
} from "./deeds.ts";
import { isUnsent, type Kept } from "./kept.ts";
import { dropSettled, forgetPages, isOurs, pagesOf } from "./pages.ts";
import { queueOf, type Verdict } from "./queue.ts";
import { sendKept } from "./send.ts";
import { phoneShelf } from "./shelf.ts";
import { CHANNEL, type Said, type Wish } from "./talk.ts";
import { beginOf } from "./typed.ts";
import { strikeOut } from "./written_down.ts";

/** What is used of a service worker's global scope, which TypeScript has in another library than the page's. */
interface Extendable extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Extendable {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Scope {
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  registration: { sync?: { register(tag: string): Promise<void> } };
  addEventListener(type: "install" | "activate" | "sync", on: (event: Extendable) => void): void;
  addEventListener(type: "fetch", on: (event: Fetching) => void): void;
  addEventListener(type: "message", on: (event: Extendable & { data: Wish }) => void): void;
}
const scope = globalThis as unknown as Scope;

/** How long somebody waits for the server before the phone goes on without it. */
const PAGE_PATIENCE = 3_000;
/** The same where the phone does not have the page: an app shows nobody that it still waits. */
const MISSING_PATIENCE = 20_000;
const FORM_PATIENCE = 4_000;

const channel = new BroadcastChannel(CHANNEL);
const say = (said: Said) => channel.postMessage(said);
const tell = () => say("changed");
const now = () => Date.now();
const shelf = phoneShelf();
// An earlier version of this worker may still be sending: one at a time.
const inTurn = (work: () => Promise<void>) => navigator.locks.request("phone line", work);
const queue = queueOf({ shelf, send: sendKept, now, tell, inTurn });
const pages = pagesOf({ shelf, now, tell });

scope.addEventListener("install", (event) => event.waitUntil(scope.skipWaiting()));
scope.addEventListener("activate", (event) => event.waitUntil(scope.clients.claim()));

scope.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.mode === "navigate" && isOurs(url)) {
    const answer = request.method === "POST" ? keepForm(event, url) : showPage(event, url);
    event.respondWith(answer);
  } else if (request.method === "GET" && isFile(url)) event.respondWith(pages.file(request));
});

scope.addEventListener("message", (event) => {
  if (event.data === "here") event.waitUntil(queue.flush().then(() => pages.ahead(false)));
  if (event.data === "signal?") event.waitUntil(lookForSignal());
  if (event.data === "try now") event.waitUntil(queue.tryNow().then(() => pages.ahead(true)));
});

// The browser calls when there is a signal, also when no page is open; what still waits it calls for again.
scope.addEventListener("sync", (event) =>
  event.waitUntil(
    queue.flush().then(async () => {
      if (await isWaiting()) throw new Error("something still waits");
    }),
  ));

/** Styles, scripts, fonts and pictures, whose addresses change with what is in them. */
const isFile = ({ origin, pathname, search }: URL) =>
  origin === location.origin && pathname !== "/tech-worker.js" &&
  (/^\/(_fresh|fonts)\//.test(pathname) ||
    /^\/(css|icons|brand\.css|tech-)/.test(pathname) && search !== "");

async function lookForSignal() {
  const wasOff = await shelf.fact("no_signal_since") != null;
  await queue.flushInTime();
  await pages.ahead(false);
  // The browser does not always notice that there is a signal again.
  if (wasOff && await shelf.fact("no_signal_since") === null) await queue.flush();
}

async function isWaiting(): Promise<boolean> {
  return await shelf.nextWaiting(await shelf.fact("who") ?? "", 0) !== undefined;
}

// Pages -----------------------------------------------------------------------------------------------------------

async function showPage(event: Fetching, url: URL): Promise<Response> {
  const again = Number(url.searchParams.get("again"));
  if (url.pathname === SENDING && again > 0) return await sendAgain(again);
  const kept = await pages.kept(url);
  const asked = pages.ask(url, kept);
  event.waitUntil(asked);
  const patience = wait(kept ? PAGE_PATIENCE : MISSING_PATIENCE);
  const answer = await Promise.race([asked, patience]);
  if (answer?.status === 401) return await signIn(url, kept);
  if (answer) return answer;
  if (!kept && await shelf.fact("no_signal_since") == null) {
    // A line that hangs is none, until an answer comes.
    await shelf.setFact("no_signal_since", now());
    tell();
  }
  if (kept) event.waitUntil(asked.then((late) => late?.status === 200 && say({ came: url.href })));
  // It may have been fetched ahead while it was asked for in vain, as soon after the first sign-in.
  return kept ?? await pages.kept(url) ?? await missing(url);
}

/** With something unsent one goes on working, and signs in when there is time. */
async function signIn(url: URL, kept: Response | undefined): Promise<Response> {
  await shelf.setFact("is_signed_out", true);
  const mine = await shelf.all(await shelf.fact("who") ?? "");
  const hasUnsent = mine.some(isUnsent);
  if (kept && hasUnsent) return kept;
  // Whoever was signed out from elsewhere, because the phone is lost, may have somebody else at it.
  if (!hasUnsent) {
    await forgetPages();
    await shelf.setFact("names", {});
    await dropSettled(shelf, await shelf.fact("who") ?? "");
  }
  return Response.redirect(`/sign-in?next=${encodeURIComponent(url.pathname + url.search)}`, 303);
}

async function missing(url: URL): Promise<Response> {
  // Nothing can be booked without a signal; what would suit is noted instead.
  const wish = new URL(url.pathname.replace(/\/next$/, "/wish"), url);
  if (wish.pathname !== url.pathname && await pages.kept(wish)) return Response.redirect(wish, 303);
  const sending = new URL(SENDING, url);
  if (url.pathname !== SENDING && await pages.kept(sending)) {
    return Response.redirect(`${SENDING}?missing`, 303);
  }
  return new Response(NO_PAGE, { headers: { "Content-Type": "text/html; charset=utf-8" } });
}

const NO_PAGE =
  `<!DOCTYPE html><html lang="en-CA"><meta name="viewport" content="width=device-width">
<title>No signal</title><h1>No signal</h1><p>This page is not on this phone. Please try again when there is a signal.</p>
<p><a href="/tech">Go to my day</a></p></html>`;

// Forms -----------------------------------------------------------------------------------------------------------

async function keepForm(event: Fetching, url: URL): Promise<Response> {
  const { request } = event;
  const form = await request.clone().formData();
  const typed = textsIn(form);
  const deed = deedOf(url.pathname, typed);
  const whose = form.get("filled_by");
  if (deed === null || typeof whose !== "string") return await live(request);
  const mine = await shelf.all(whose);
  addWhatWaits(form, deed, mine);
  const body = new Response(form);
  const names = await shelf.fact("names") ?? {};
  const change = {
    did: deed.did,
    group: deed.group,
    id: crypto.randomUUID(),
    whose,
    path: url.pathname + url.search,
    about: names[deed.group] ?? "",
    type: body.headers.get("Content-Type")!,
    body: await body.arrayBuffer(),
    files: filesIn(form),
    typed: textsIn(form),
    saved_at: now(),
    tried_at: null,
    settled_at: null,
    state: "waiting" as const,
    worth_until: Date.parse(String(form.get("worth_until"))) || null,
    status: null,
  };
  const kept = await queue.keep(change, isSaidAgain).catch(() => null);
  // A full phone keeps nothing: with a signal it goes as it always did, without one it stays in the form.
  const answer = kept === null ? await live(request) : null;
  if (answer?.status !== NOT_SENT) await strikeOut(beginOf(whose) + url.pathname, deed.did);
  if (kept === null) return answer!;
  event.waitUntil(scope.registration.sync?.register("send").catch(() => {}) ?? Promise.resolve());
  const isNew = !(deed.group in names);
  event.waitUntil(queue.flush().then(() => isNew ? pages.ahead(true) : undefined));
  const verdict = await Promise.race([kept.verdict, wait(FORM_PATIENCE)]);
  return await goOn(kept.kept, verdict, deed.goesTo ?? (request.referrer || "/tech"));
}

function addWhatWaits(form: FormData, { did, group }: Pick<Kept, "did" | "group">, mine: Kept[]) {
  if (did === "checklist" || did === "finished") {
    for (const [name, text] of answersWaiting(mine, group)) {
      if (!form.has(name)) form.append(name, text);
    }
  }
  const arrived = did === "finished" ? arrivalAt(mine, String(form.get("task_id"))) : null;
  if (arrived !== null) form.append("arrived_at", new Date(arrived).toISOString());
}

async function goOn(kept: Kept, verdict: Verdict | null, meanwhile: string): Promise<Response> {
  switch (verdict?.is) {
    case "sent":
    case "office":
      return Response.redirect(verdict.goesTo, 303);
    case "refused":
      // What is to be corrected is on the screen, with all that was typed.
      if (verdict.status === 422 || verdict.page === null) await shelf.remove(kept.order);
      tell();
      return verdict.page ?? Response.redirect("/tech?refused", 303);
    default:
      return Response.redirect(meanwhile, 303);
  }
}

/** Sends as a form without all this is sent; without a signal nothing happens but a word, and all stays in the form. */
async function live(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch {
    say("not kept");
    return new Response(null, { status: NOT_SENT });
  }
}

/** With this answer a browser stays where it is. */
const NOT_SENT = 204;

/** One that was refused once more, for its page with what is to be corrected. */
async function sendAgain(order: number): Promise<Response> {
  const kept = await shelf.get(order);
  if (kept?.body == null || kept.whose !== await shelf.fact("who")) {
    return Response.redirect(SENDING, 303);
  }
  const verdict = await sendKept(kept, now());
  if (verdict.is === "refused" && verdict.page !== null) return verdict.page;
  if (verdict.is === "sent" || verdict.is === "office") {
    await shelf.put({ ...kept, state: verdict.is, body: null, settled_at: now() });
    tell();
    return Response.redirect(verdict.goesTo, 303);
  }
  return Response.redirect(SENDING, 303);
}

const wait = (milliseconds: number) =>
  new Promise<null>((resolve) => setTimeout(resolve, milliseconds, null));
