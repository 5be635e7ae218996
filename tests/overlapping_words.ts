import type { Page } from "@/tools/browser/mod.ts";

/** Words within an element that lie on other words, or on a bar of a chart: "137 told × 274 told". */
export async function overlappingWords(page: Page, within: string): Promise<string[]> {
  return await page.evaluate((within) => {
    const isSeen = (element: Element) =>
      element.checkVisibility() &&
      (element.closest("details:not([open])") === null || element.closest("summary") !== null);
    /** Kept for those who listen: cut down to nothing. */
    const isCut = (element: Element | null): boolean =>
      element !== null &&
      (getComputedStyle(element).clipPath !== "none" || isCut(element.parentElement));
    const all: { text: string; box: DOMRect }[] = [];
    for (const element of document.querySelectorAll(`${within} *`)) {
      if (!isSeen(element) || isCut(element)) continue;
      if (element.matches(".drawn > svg")) {
        all.push({ text: "a bar", box: element.getBoundingClientRect() });
      }
      for (const text of element.childNodes) {
        if (text.nodeType !== Node.TEXT_NODE || text.textContent!.trim() === "") continue;
        const range = document.createRange();
        range.selectNodeContents(text);
        for (const box of range.getClientRects()) all.push({ text: text.textContent!, box });
      }
    }
    const shared = (fromOne: number, toOne: number, fromOther: number, toOther: number) =>
      Math.min(toOne, toOther) - Math.max(fromOne, fromOther);
    return all.flatMap(({ text, box }, place) =>
      all.slice(place + 1)
        // Lines are set closer than their letters are tall: a quarter of them is air.
        .filter((other) =>
          shared(box.left, box.right, other.box.left, other.box.right) > 1 &&
          shared(box.top, box.bottom, other.box.top, other.box.bottom) >
            Math.min(box.height, other.box.height) / 4
        )
        .map((other) => `${text} × ${other.text}`)
    );
  }, within);
}
