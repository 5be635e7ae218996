import { filesIn, textsIn } from "./deeds.ts";
import { element } from "./element.ts";
import type { Kept } from "./kept.ts";
import { countHeld } from "./pictures.ts";
import { allTyped, beginOf, leftToSign, pathOf, SIGNATURE, type Typed } from "./typed.ts";
import { dropSentOff, handOver, writeDown } from "./written_down.ts";

/** The forms that take more than a press: of a checklist, of the last step, of what stopped somebody, of a wish. */
const FORMS = ".tech form:is(#checklist, #finish, #stopped, #suits)";

/**
 * Sees to what a browser that was killed had not written to its disk.
 *
 * @param back the paths of what was put back
 * @param kept the line of that person
 * @returns whether this page has to be shown anew, because what it found when it was made is not all there is
 */
export async function recover(whose: string, back: Promise<string[]>, kept: Kept[]) {
  const paths = await back;
  dropSentOff(whose, kept);
  const form = document.querySelector<HTMLFormElement>(FORMS);
  // What was refused is on its page already, and would be sent once more.
  const [came] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  if (came?.responseStatus >= 400) return false;
  return form !== null && paths.includes(pathOf(form)) &&
    allTyped(whose).some(({ path }) => path === pathOf(form));
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
  const at = pathOf(form);
  const key = beginOf(whose) + at;
  const before = allTyped(whose).find(({ path }) => path === at);
  if (before) {
    fill(before.typed);
    void askForLost(form, before);
  }
  let isSentOff = false;
  const keep = () => {
    isSentOff = false;
    const filled = new FormData(form);
    filled.delete(SIGNATURE);
    const toCome = before?.pictures.filter(({ field }) => !hasFound(form, field)) ?? [];
    const kept: Typed = {
      typed: textsIn(filled),
      photos: filesIn(filled).length + photosOf(toCome).length,
      pictures: [...picturesOn(form), ...toCome],
      at: Date.now(),
    };
    void writeDown(key, kept);
    try {
      localStorage.setItem(key, JSON.stringify(kept));
    } catch {
      // No room: it stays on the page, as without all this.
    }
    tell();
  };
  form.addEventListener("input", keep);
  // What was sent off is not typed any more.
  addEventListener("pagehide", () => {
    if (!isSentOff && localStorage.getItem(key) !== null) keep();
  });
  form.addEventListener("submit", ({ defaultPrevented, submitter }) => {
    const kept: Typed | null = JSON.parse(localStorage.getItem(key) ?? "null");
    if (defaultPrevented || kept === null) return;
    isSentOff = true;
    const isTheReport = (submitter as HTMLButtonElement | null)?.value === "finish";
    handOver(whose, at, isTheReport ? null : leftToSign(kept));
  });
  // Taken before this was ready.
  if (picturesOn(form).length > 0) keep();
  return keep;
}

/** What is kept of it beside the words, as its fields say. */
const picturesOn = (form: HTMLFormElement) =>
  [...form.querySelectorAll<HTMLInputElement>("[data-picture]")]
    .map(({ name, dataset }) => ({ id: dataset.picture!, field: name }));

/** Whether what a field had before is in it again. */
const hasFound = (form: HTMLFormElement, field: string) =>
  form.querySelector(`[data-found="${CSS.escape(field)}"]`) !== null;

const photosOf = (pictures: Typed["pictures"]) =>
  pictures.filter(({ field }) => field !== SIGNATURE);

/** Photos for which there was no room, or that went when somebody else used this phone. */
async function askForLost(form: HTMLFormElement, { photos, pictures }: Typed) {
  const ids = photosOf(pictures).map(({ id }) => id);
  const lost = photos - await countHeld(ids);
  if (lost > 0) askForPhotos(form, lost);
}

function askForPhotos(form: HTMLFormElement, count: number) {
  const were = count === 1 ? "One photo was" : `${count} photos were`;
  const text = `${were} taken here and not saved. Please take ${
    count === 1 ? "it" : "them"
  } again: what you typed is kept.`;
  form.prepend(element("p", { class: "notice warn", role: "status" }, text));
}
