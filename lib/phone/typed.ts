/**
 * What is typed on a page and not sent off yet. A phone drops pages that nobody looks at, and people lean on the way
 * back: it is there again when they return. Written at once, which only this storage does.
 */
import { deedOf, filesIn, textsIn } from "./deeds.ts";
import { element } from "./element.ts";
import type { Kept } from "./kept.ts";

/** The forms that take more than a press: of a checklist, of the last step, of what stopped somebody. */
const FORMS = ".tech form:is(#checklist, #finish, #stopped)";

/** As long as the page itself is shown without signal. */
const OLDEST = 4 * 24 * 3_600_000;

interface Typed {
  typed: Kept["typed"];
  /** How many photos were taken with it, which are too much to keep here. */
  photos?: number;
  at: number;
}

const beginOf = (whose: string) => `typed ${whose} `;

/** Their own, each with the path of its page; what is too old to be of use goes. */
export function allTyped(whose: string): (Typed & { path: string })[] {
  const begin = beginOf(whose);
  return Object.keys(localStorage).filter((key) => key.startsWith(begin)).flatMap((key) => {
    const kept: Typed = JSON.parse(localStorage.getItem(key)!);
    if (Date.now() - kept.at < OLDEST) return [{ ...kept, path: key.slice(begin.length) }];
    localStorage.removeItem(key);
    return [];
  });
}

export function forgetTyped(whose: string) {
  for (const { path } of allTyped(whose)) dropTyped(whose, path);
}

/** Somebody needs it no more. */
export const dropTyped = (whose: string, path: string) =>
  localStorage.removeItem(beginOf(whose) + path);

/** As the line shows what was made on this phone: it is unsent, and nobody pressed the button yet. */
export function typedAsKept(whose: string, names: Record<string, string>): Kept[] {
  return allTyped(whose).flatMap(({ path, typed, at }) => {
    const deed = deedOf(path, [...typed, ["action", "finish"]]);
    if (deed === null) return [];
    const { did, group } = deed;
    return [{
      ...{ order: 0, id: path, whose, path, did, group, about: names[group] ?? "" },
      ...{ type: "", body: null, files: [], typed, saved_at: at, tried_at: null },
      ...{ settled_at: null, state: "typed" as const, worth_until: null, status: null },
    }];
  });
}

/**
 * Keeps what is typed into the form of this page from here on.
 *
 * @param fill puts what was typed before into the form
 * @param tell is called when there is something of it, or none any more
 * @returns what keeps it once more, where the button was pressed in vain
 */
export function keepTyped(whose: string, fill: (typed: Kept["typed"]) => void, tell: () => void) {
  const form = document.querySelector<HTMLFormElement>(FORMS);
  if (form === null) return () => {};
  // Not that of the page: what is corrected later stands at another. Its buttons are named "action" as well.
  const at = new URL(form.getAttribute("action")!, location.href).pathname;
  const key = beginOf(whose) + at;
  const before = allTyped(whose).find(({ path }) => path === at);
  if (before) {
    fill(before.typed);
    if (before.photos) askForPhotos(form, before.photos);
  }
  const keep = () => {
    const filled = new FormData(form);
    // A signature is nobody's but the page's: it is drawn again.
    filled.delete("png");
    const photos = filesIn(filled).length;
    const kept: Typed = { typed: textsIn(filled), photos, at: Date.now() };
    try {
      localStorage.setItem(key, JSON.stringify(kept));
    } catch {
      // No room: it stays on the page, as without all this.
    }
    tell();
  };
  form.addEventListener("input", keep);
  addEventListener("pagehide", () => localStorage.getItem(key) !== null && keep());
  form.addEventListener("submit", ({ defaultPrevented }) => {
    if (!defaultPrevented) localStorage.removeItem(key);
  });
  return keep;
}

function askForPhotos(form: HTMLFormElement, count: number) {
  const were = count === 1 ? "One photo was" : `${count} photos were`;
  const text = `${were} taken here and not saved. Please take ${
    count === 1 ? "it" : "them"
  } again: what you typed is kept.`;
  form.prepend(element("p", { class: "notice warn", role: "status" }, text));
}
