/** Where the parts of a page are, for whoever goes by landmarks: header and navigation, then the page itself. */
import { expect } from "expect";
import { CONTRACT, signIn } from "./staff_world.ts";
import { ask, BOOK, get, test } from "./world.ts";

/** What stands before a page's main part, and that part. */
function parts(text: string) {
  const at = text.indexOf("<main");
  return { before: text.slice(0, at), main: text.slice(at, text.indexOf("</main>")) };
}

/** The links of the staff's navigation, with what they say of the page that one is on. */
function ways(before: string): [string, string][] {
  const nav = before.match(/<nav.*?<\/nav>/s)?.[0] ?? "";
  return [...nav.matchAll(/<a ([^>]*)>/g)].map(([, given]) => [
    given.match(/href="([^"]*)"/)![1],
    given.match(/aria-current="([^"]*)"/)?.[1] ?? "none",
  ]);
}

test("the staff's navigation stands before the page, and marks where one is", async () => {
  const office = await signIn("office");
  const marked = async (path: string, headers = office) =>
    ways(parts((await ask(path, { headers })).text).before);
  const rooms = (await marked("/office")).map(([href]) => href);
  expect(rooms).toEqual(expect.arrayContaining(["/office", "/office/work", "/office/contracts"]));
  const here = async (path: string) =>
    (await marked(path)).filter(([, current]) => current !== "false");
  expect(await here("/office")).toEqual([["/office", "page"]]);
  expect(await here("/office/contracts?page=2")).toEqual([["/office/contracts", "page"]]);
  expect(await here(`/office/letter/${CONTRACT}`)).toEqual([]);
  expect(await here("/office/nope")).toEqual([]);
  // Also on the technicians' pages.
  expect(await here("/tech")).toEqual([]);
  const technician = await signIn("technician");
  const rest = [["tel:+19055550100", "false"], ["/tech/sending", "false"]];
  expect(await marked("/tech", technician))
    .toEqual([["/tech", "page"], ["/tech/week", "false"], ...rest]);
  expect(await marked("/tech/week", technician))
    .toEqual([["/tech", "false"], ["/tech/week", "page"], ...rest]);
  expect(await marked("/tech/nope", technician))
    .toEqual([["/tech", "false"], ["/tech/week", "false"], ...rest]);
});

test("whoever skips to the page lands behind header and navigation, on every kind of page", async () => {
  const office = await signIn("office");
  const paths: [string, HeadersInit][] = [
    ["/", {}],
    [BOOK, {}],
    ["/office", office],
    ["/office/contracts", office],
    [`/office/letter/${CONTRACT}`, office],
    ["/tech", office],
  ];
  for (const [path, headers] of paths) {
    const { before, main } = parts((await ask(path, { headers })).text);
    expect([path, before]).toEqual([path, expect.stringMatching(/<a class="skip" href="#page">/)]);
    expect([path, before.match(/<header/g)]).toEqual([path, ["<header"]]);
    expect(before).toMatch(/<\/(header|nav)>\s*$/);
    expect(main).toMatch(/^<main id="page"/);
    expect([path, main.includes("Sign out")]).toEqual([path, false]);
  }
});

test("whoever is not of the staff sees no navigation of theirs", async () => {
  for (const path of ["/", BOOK, "/nix"]) expect((await get(path)).text).not.toContain("sign-out");
});

test("one box that finds anything, and who is signed in, stand on every page of the office", async () => {
  const { text } = await ask("/office", { headers: await signIn("office") });
  expect(text).toContain('<form class="find" role="search" action="/office/search">');
  expect(text).toContain("Olga");
});
