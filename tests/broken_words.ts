import type { Page } from "@/tools/browser/mod.ts";

/** Words that go on in another line although they have neither a space nor a dash there: "Wednesd|ay". */
export async function brokenWords(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const broken: string[] = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
      if (text.parentElement!.closest(".code")) continue;
      // Addresses of pages and people are as long as they are.
      for (const { 0: word, index } of text.textContent!.matchAll(/[^ \n\u2010-\u2015-]+/g)) {
        if (/[@/]/.test(word)) continue;
        const range = document.createRange();
        range.setStart(text, index);
        range.setEnd(text, index + word.length);
        const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
        if (lines.size > 1) broken.push(word);
      }
    }
    return broken;
  });
}
