/** The guide for the office shows pictures that are there, small enough to look at, and none that nobody sees. */
import { expect } from "expect";

const FOLDER = new URL("../../docs/guide/", import.meta.url);
const PICTURES = new URL("pictures/", FOLDER);
const MOST_BYTES = 80_000;
const MOST_BYTES_IN_ALL = 2_500_000;

async function namesIn(folder: URL, ending: string): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(folder));
  return entries.map(({ name }) => name).filter((name) => name.endsWith(ending)).sort();
}

const pages = await namesIn(FOLDER, ".md");
const texts = new Map<string, string>();
for (const page of pages) texts.set(page, await Deno.readTextFile(new URL(page, FOLDER)));

/** What a pattern finds in all pages, as it is named there. */
const found = (pattern: RegExp) =>
  [...texts.values()].flatMap((text) => [...text.matchAll(pattern)].map(([, name]) => name));

Deno.test("each picture is shown, with words for who cannot see it", async () => {
  const shown = [...new Set(found(/!\[[^\]]{10,}\]\(pictures\/([\w-]+\.png)\)/g))].sort();
  expect(shown).toEqual(await namesIn(PICTURES, ".png"));
  expect(found(/(!\[[^\]]{0,9}\]\([^)]*\))/g)).toEqual([]);
});

Deno.test("pictures are small", async () => {
  let all = 0;
  for (const name of await namesIn(PICTURES, ".png")) {
    const { size } = await Deno.stat(new URL(name, PICTURES));
    expect([name, size < MOST_BYTES]).toEqual([name, true]);
    all += size;
  }
  expect(all).toBeLessThan(MOST_BYTES_IN_ALL);
});

Deno.test("one comes to every page from the first, and from each to the next", () => {
  const linked = (page: string) =>
    [...texts.get(page)!.matchAll(/\]\(([\w-]+\.md)\)/g)].map(([, name]) => name);
  expect(linked("README.md").sort()).toEqual(pages.filter((page) => page !== "README.md"));
  for (const page of pages) expect([page, linked(page).length > 0]).toEqual([page, true]);
  for (const page of pages) expect(pages).toEqual(expect.arrayContaining(linked(page)));
});

const PRINTED = new URL("../../ARCHITECTURE.md", import.meta.url);

/** With so many, set in nine points, it has two pages of Letter size. */
const MOST_WORDS = 1_480;

Deno.test("ARCHITECTURE.md is short enough for two printed pages", async () => {
  const words = (await Deno.readTextFile(PRINTED)).split(/\s+/).length;
  expect(words).toBeLessThanOrEqual(MOST_WORDS);
});
