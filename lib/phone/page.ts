/**
 * On every page of a technician: the worker is there, the state of sending is shown, and what was typed on this phone
 * stands on pages that do not know of it yet. Built into `static/tech-page.js` (dev.ts).
 */
import { SENDING } from "./deeds.ts";
import { element } from "./element.ts";
import { gapOf } from "./gaps.ts";
import { keepTyped, recover } from "./keep_typed.ts";
import { isUnsent, type Shelf } from "./kept.ts";
import { countAnswers, fill, overlay } from "./overlay.ts";
import { forgetPages, hearOf } from "./pages.ts";
import { dropUnnamed } from "./pictures.ts";
import { showSending } from "./sending_page.ts";
import { phoneShelf } from "./shelf.ts";
import { CHANNEL, type Said, type Wish } from "./talk.ts";
import { typedAsKept } from "./typed.ts";
import { type Standing, standingMark } from "./words.ts";
import { forgetTyped, putBack } from "./written_down.ts";

/** From what age on a page from the phone is worth showing anew. */
const OLD = 10_000;

/** How often it is looked whether there is a signal, while a page is open. */
const LOOK_EVERY = 15_000;

const whose = document.querySelector<HTMLInputElement>("input[name=filled_by]")?.value;
// Over plain http, and in old browsers, there is no worker: everything goes on as without all this.
if (whose && "serviceWorker" in navigator) await begin(whose, phoneShelf());

async function begin(whose: string, shelf: Shelf) {
  const { serviceWorker } = navigator;
  const registered = serviceWorker.register("/tech-worker.js", { scope: "/tech" });
  const wish = async (what: Wish) => {
    if (await registered.catch(() => null)) (await serviceWorker.ready).active!.postMessage(what);
  };
  let keepOnceMore = () => {};
  const all = async () => {
    const names = await shelf.fact("names") ?? {};
    // Of a job that was new on the phone the name comes later.
    const line = (await shelf.all(whose)).map((kept) => ({
      ...kept,
      about: kept.about || (names[kept.group] ?? ""),
    }));
    return [...line, ...typedAsKept(whose, names)];
  };
  const standing = async (): Promise<Standing> => ({
    kept: await all(),
    noSignalSince: await shelf.fact("no_signal_since") ?? null,
    isSignedOut: await shelf.fact("is_signed_out") ?? false,
    ofOthers: await shelf.countOfOthers(whose),
  });
  const show = async () => {
    const now = await standing();
    showState(now);
    showSending(now, shelf);
  };

  new BroadcastChannel(CHANNEL).onmessage = ({ data }: MessageEvent<Said>) => {
    if (data === "changed") show();
    else if (data === "not kept") {
      keepOnceMore();
      tell(NOT_KEPT);
    } else if (data.came === location.href) showNewer();
  };
  for (const touch of ["input", "pointerdown", "keydown"]) {
    addEventListener(touch, () => isTouched = true, { once: true });
  }
  addEventListener("kept", show);
  addEventListener("hashchange", show);
  addEventListener("online", () => wish("try now"));
  addEventListener("offline", () => wish("signal?"));
  document.addEventListener("visibilitychange", () => document.hidden || wish("here"));
  setInterval(() => document.hidden || wish("signal?"), LOOK_EVERY);
  document.querySelector("[data-sending=try]")?.addEventListener("click", () => wish("try now"));
  document.addEventListener("click", passTheRest);
  document.addEventListener("submit", askForGaps, { capture: true });
  document.addEventListener(
    "submit",
    (event) => askBeforeSigningOut(event, whose, shelf, async () => (await all()).some(isUnsent)),
  );

  // An app of its own is not thrown out by a browser that is short of room.
  if (matchMedia("(display-mode: standalone)").matches) await navigator.storage?.persist?.();

  const back = putBack(whose).catch((): string[] => []);
  if (!document.documentElement.hasAttribute("data-fetched")) await hearOf(shelf, whose);
  if (await recover(whose, back, await shelf.all(whose))) return location.reload();
  overlay(await shelf.all(whose));
  keepOnceMore = keepTyped(whose, (typed) => {
    fill(typed);
    countAnswers();
  }, show);
  await show();
  // A phone that cannot look now looks at its next page.
  await dropUnnamed(whose).catch(() => {});
  await wish("here");
}

let isTouched = false;
let hasSignal = true;

/** What the server shows came too late: it is shown all the same, unless somebody is at work here or has seen it. */
function showNewer() {
  const fetched = Number(document.documentElement.dataset.fetched ?? Date.now());
  if (!isTouched && Date.now() - fetched > OLD) location.reload();
}

function showState(standing: Standing) {
  hasSignal = standing.noSignalSince === null;
  for (const part of document.querySelectorAll<HTMLElement>("[data-no-signal]")) {
    part.hidden = hasSignal;
  }
  const { shape, text } = standingMark(standing);
  for (const mark of document.querySelectorAll(".sending .mark")) {
    // "Saved 9:58 a.m." says more than "Sent"; a reader hears what changes, and nothing twice.
    const said = shape === "done" && mark.getAttribute("data-saved") || text;
    if (mark.textContent === said) continue;
    mark.className = `mark ${shape}`;
    mark.textContent = said;
  }
}

/** The phone is full and there is no signal: said where the form is, which has everything still. */
const NOT_KEPT =
  "This was not sent and not saved: there is no signal, and no room on this phone, " +
  "or this needs an answer at once. Everything that you typed is still here. Leave this page " +
  "open, and press the button again when there is a signal.";

const NO_LEAVING = "Signing out needs a signal. Please try again when there is one: until then " +
  "this phone keeps what it has.";

/** Says that something could not be done, in place of what was said before. */
function tell(text: string, before?: HTMLElement) {
  document.querySelector("[data-told]")?.remove();
  const notice = element("p", { class: "notice danger", role: "alert", "data-told": "" }, text);
  if (before) before.before(notice);
  else document.querySelector("h1")!.after(notice);
  notice.scrollIntoView({ block: "center" });
}

/** Without a signal nobody else says what a report lacks before the client has gone. */
function askForGaps(event: SubmitEvent) {
  const form = event.target as HTMLFormElement;
  const { value } = event.submitter as HTMLButtonElement ?? {};
  if (form.id !== "finish" || value !== "finish" || hasSignal && navigator.onLine) return;
  const gap = gapOf(form);
  if (gap === null) return;
  event.preventDefault();
  event.stopPropagation();
  tell(gap.text, gap.at);
  const fold = gap.at.closest("details");
  if (fold) fold.open = true;
  gap.at.querySelector<HTMLElement>("input:not([type=hidden])")!.focus();
}

/** "All pass" chooses on the page what the server would: without a signal it would not be seen. */
function passTheRest(event: Event) {
  const target = event.target as Element;
  const section = target.closest("button[name=all_pass]")?.closest("details");
  for (const line of section?.querySelectorAll(".switch") ?? []) {
    if (line.querySelector("input:checked")) continue;
    line.querySelector<HTMLInputElement>("input[value=pass]")!.checked = true;
  }
  // The form of a repair is one page, which keeps what is typed: nothing has to be sent for it.
  if (section == null || !location.pathname.startsWith("/tech/repairs/")) return;
  event.preventDefault();
  section.dispatchEvent(new Event("input", { bubbles: true }));
  countAnswers();
  section.querySelector("summary")!.focus();
}

/** What is unsent would be gone: that is asked first. Then nothing of clients stays on the phone. */
async function askBeforeSigningOut(
  event: SubmitEvent,
  whose: string,
  shelf: Shelf,
  hasUnsent: () => Promise<boolean>,
) {
  const form = event.target as HTMLFormElement;
  if (form.getAttribute("action") !== "/sign-out") return;
  event.preventDefault();
  const isAsked = form.hasAttribute("data-throw-away");
  if (!isAsked && await hasUnsent()) {
    location.assign(`${SENDING}#sign-out`);
    return;
  }
  if (!navigator.onLine || await shelf.fact("no_signal_since") != null) return tell(NO_LEAVING);
  await shelf.forget(whose);
  await forgetTyped(whose).catch(() => {});
  await dropUnnamed(whose);
  await forgetPages();
  form.submit();
}
