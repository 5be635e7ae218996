/** Completes the page that tells what waits on this phone: it is about what the server does not know. */
import { payHref, SENDING, wishHref } from "./deeds.ts";
import { element } from "./element.ts";
import { isUnsent, type Kept, type Shelf } from "./kept.ts";
import {
  clockText,
  deedText,
  detailText,
  keptMark,
  othersText,
  PAYMENT,
  type Standing,
  WISH,
  wordsIn,
} from "./words.ts";
import { dropTyped } from "./written_down.ts";

const part = (name: string) => document.querySelector<HTMLElement>(`[data-sending="${name}"]`)!;

export function showSending(standing: Standing, shelf: Shelf) {
  // One that is to be corrected has its own page at this address.
  if (location.pathname !== SENDING || part("list") === null) return;
  const { kept, isSignedOut } = standing;
  const unsent = kept.filter(isUnsent);
  const waiting = kept.filter(({ state }) => state === "waiting");
  document.querySelector("h1")!.textContent = titleOf(standing);
  part("list").replaceChildren(
    ...[...kept].reverse().map((each) => itemOf(each, shelf)),
  );
  part("none").hidden = kept.length > 0;
  part("go-on").hidden = waiting.length === 0;
  part("try").hidden = waiting.length === 0 || isSignedOut;
  part("sign-in").hidden = !isSignedOut;
  part("others").hidden = standing.ofOthers === 0;
  part("others").textContent = othersText(standing.ofOthers);
  part("missing").hidden = !new URLSearchParams(location.search).has("missing");
  const tried = Math.max(...waiting.map(({ tried_at }) => tried_at ?? 0), 0);
  part("tried").textContent = tried > 0 ? `Tried last at ${clockText(tried)}` : "";
  const isLeaving = location.hash === "#sign-out" && unsent.length > 0;
  part("sign-out").hidden = !isLeaving;
  if (isLeaving) showLoss(unsent);
}

function titleOf({ kept, isSignedOut }: Standing): string {
  if (kept.some(({ state }) => state === "refused")) return "Something is to be corrected";
  if (kept.some(({ state }) => state === "office")) {
    return "This was changed while you were there";
  }
  const waiting = kept.filter(({ state }) => state === "waiting").length;
  if (isSignedOut && waiting > 0) return "Please sign in again";
  if (waiting > 0) return "Saved on this phone · will be sent";
  return kept.some(({ state }) => state === "typed") ? "Not finished yet" : "Everything is sent";
}

function itemOf(kept: Kept, shelf: Shelf): HTMLElement {
  const { saved_at, state } = kept;
  const { shape, text } = keptMark(kept);
  const detail = detailText(kept);
  return element(
    "li",
    {},
    element(
      "span",
      { class: state === "sent" ? "stop past" : "stop" },
      element("time", { datetime: new Date(saved_at).toISOString() }, whenText(saved_at)),
      element(
        "span",
        {},
        element("strong", {}, deedText(kept)),
        detail ? element("small", {}, detail) : null,
        element("span", { class: `mark ${shape}` }, text),
        ...stepsOf(kept, shelf),
      ),
    ),
  );
}

/** With its day, where that is not today. */
function whenText(at: number): string {
  const isToday = new Date(at).toDateString() === new Date().toDateString();
  const day = new Date(at).toLocaleDateString("en-CA", { weekday: "short" });
  return isToday ? clockText(at) : `${day} ${clockText(at)}`;
}

/** What can be done about one that needs somebody. */
function stepsOf(kept: Kept, shelf: Shelf): HTMLElement[] {
  const { state, order, status } = kept;
  if (state === "typed") {
    const drop = element("button", { type: "button", class: "quiet" }, "It is not needed");
    drop.addEventListener("click", () => {
      if (!confirm(`${deedText(kept)}. What was typed here will be gone. Is it not needed?`)) {
        return;
      }
      dropTyped(kept.whose, kept.path);
      dispatchEvent(new Event("kept"));
    });
    return [element("a", { class: "button second", href: kept.path }, "Go on with it"), drop];
  }
  if (state === "waiting") {
    const ways = [[payHref(kept), PAYMENT], [wishHref(kept), WISH]] as const;
    return ways.flatMap(([href, text]) =>
      href === null ? [] : [element("a", { class: "button second", href }, text)]
    );
  }
  if (!["refused", "office", "dead"].includes(state)) return [];
  const seen = element("button", { type: "button", class: "quiet" }, "I have read this");
  seen.addEventListener("click", async () => {
    await shelf.remove(order);
    dispatchEvent(new Event("kept"));
  });
  if (state === "office") {
    return [
      element(
        "span",
        {},
        "What you recorded has reached the office. You need not type it again. If you took money, keep it apart until you hear.",
      ),
      seen,
    ];
  }
  if (status === 422) {
    const href = `${SENDING}?again=${order}`;
    const drop = element("button", { type: "button", class: "quiet" }, "Throw it away");
    drop.addEventListener("click", async () => {
      if (!confirm(`${deedText(kept)}. It is not sent, and will be gone. Throw it away?`)) return;
      await shelf.remove(order);
      dispatchEvent(new Event("kept"));
    });
    return [element("a", { class: "button", href }, "Look and correct it"), drop];
  }
  const words = wordsIn(kept);
  return state === "refused" && words.length > 0
    ? [
      element(
        "details",
        {},
        element("summary", {}, "What you typed, to be read out to the office"),
        ...words.map((text) => element("p", {}, `“${text}”`)),
      ),
      seen,
    ]
    : [seen];
}

const countText = (count: number) =>
  count === 1 ? "One thing isn't sent yet" : `${count} things aren't sent yet`;

/** What would be lost, by name, before somebody signs out. */
function showLoss(unsent: Kept[]) {
  const place = part("sign-out");
  const count = unsent.length;
  place.querySelector("h2")!.textContent = countText(count);
  place.querySelector("ul")!.replaceChildren(
    ...unsent.map((kept) =>
      element(
        "li",
        {},
        [deedText(kept), whenText(kept.saved_at), detailText(kept)].filter(Boolean).join(", "),
      )
    ),
  );
  place.querySelector("button.danger")!.textContent = `Throw away ${count} and sign out`;
  place.querySelector(".check span")!.textContent = count === 1
    ? "I know that it is thrown away"
    : `I know that all ${count} are thrown away`;
}
