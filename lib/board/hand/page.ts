/** The board as the server draws it: fetched, and put in place of the one that is there. */

/** Tells readers of screens. */
export type Say = (text: string) => void;

export const board = (): HTMLElement => document.getElementById("board")!;

let turn = 0;

/** Asks for a page of the board, or sends a form to it, and shows the answer. Resolves to whether it came. */
export async function load(
  href: string,
  { body, isNew = true, focus = true, say }: {
    body?: URLSearchParams;
    /** Whether it gets an entry of its own in the browser's history. */
    isNew?: boolean;
    focus?: boolean;
    say: Say;
  },
): Promise<boolean> {
  const mine = ++turn;
  board().setAttribute("aria-busy", "true");
  try {
    const response = await fetch(href, body ? { method: "POST", body } : {});
    const page = parse(await response.text());
    if (mine !== turn && !body) return true;
    if (!page.getElementById("board")) {
      // Signed out meanwhile, or something went wrong: that page says so itself.
      location.assign(response.redirected ? response.url : href);
      return false;
    }
    show(page, focus);
    const { pathname, search } = new URL(response.url);
    if (body) history.replaceState(null, "", pathname + search);
    else if (isNew) history.pushState(null, "", pathname + search);
    return true;
  } catch {
    say("There is no connection just now. Nothing was changed.");
    return false;
  } finally {
    board().removeAttribute("aria-busy");
  }
}

/** A page of the board; its style element has this document's nonce, or reading it would break the policy. */
export function parse(text: string): Document {
  const mine = text.replace(/(<style id="board-places" nonce=")[^"]*/, `$1${nonceOfPage()}`);
  return new DOMParser().parseFromString(mine, "text/html");
}

const nonceOfPage = (): string =>
  document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce ?? "";

/** Puts the board of another page in place of this one's; what had the focus has it again. */
export function show(page: Document, focus: boolean) {
  const old = board();
  const fresh = page.getElementById("board")!;
  const had = focusOf(old);
  const scrolled = old.querySelector(".day-board, .wide")?.scrollLeft ?? 0;
  takeStyles(page, fresh);
  document.title = page.title;
  old.replaceWith(document.adoptNode(fresh));
  const surface = fresh.querySelector(".day-board, .wide");
  if (surface) surface.scrollLeft = scrolled;
  const first = focus ? fresh.querySelector<HTMLElement>("[data-focus]") : null;
  const again = (had ? fresh.querySelector<HTMLElement>(had) : null) ??
    (focus ? fresh.querySelector<HTMLElement>(".task.is-chosen > a") : null);
  if (first) {
    first.focus({ preventScroll: true });
    first.scrollIntoView({ block: "nearest" });
  } else again?.focus({ preventScroll: true });
}

/**
 * The places of the cards are rules of one style element, which this document lets be by its own nonce: the element
 * stays, and takes the rules of the other page.
 */
function takeStyles(page: Document, fresh: HTMLElement) {
  const theirs = page.getElementById("board-places");
  let ours = document.getElementById("board-places");
  if (ours === null && theirs !== null) {
    ours = document.createElement("style");
    ours.id = "board-places";
    ours.nonce = nonceOfPage();
  }
  if (ours === null) return;
  document.head.append(ours);
  if (theirs !== null) ours.textContent = theirs.textContent;
  fresh.querySelector("#board-places")?.remove();
}

/** How to find again what has the focus. */
function focusOf(root: HTMLElement): string | null {
  const active = document.activeElement;
  if (!(active instanceof HTMLElement) || !root.contains(active)) return null;
  const card = active.closest<HTMLElement>("[data-card]");
  if (card) return `#${CSS.escape(card.id)} > :is(a, button)`;
  if (active.id) return `#${CSS.escape(active.id)}`;
  // The day before and after lead elsewhere on each page.
  if (active.ariaLabel) return `[aria-label="${CSS.escape(active.ariaLabel)}"]`;
  const href = active.getAttribute("href");
  return href ? `a[href="${CSS.escape(href)}"]` : null;
}

/** The fields of a form by the name of who fills it in, as every form of this page has it. */
export function fieldsOf(fields: Record<string, string>): URLSearchParams {
  const mine = document.querySelector<HTMLInputElement>('input[name="filled_by"]');
  return new URLSearchParams({ ...fields, ...(mine && { filled_by: mine.value }) });
}

/** The address of this board with other words in its query; null takes one away. */
export function hereWith(words: Record<string, string | null>): string {
  const url = new URL(location.href);
  for (const passing of ["hold", "new", "with", "time", "only", "deed", "until"]) {
    url.searchParams.delete(passing);
  }
  for (const [name, value] of Object.entries(words)) {
    if (value === null) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  return url.pathname + url.search;
}
