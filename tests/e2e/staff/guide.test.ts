/** All that the guide for the office shows can still be done, step by step: else `deno task guide` would fail one day. */
import { expect } from "expect";
import { makeGuide } from "@/commands/guide/make.ts";
import { browserTest } from "@/tools/browser/mod.ts";

const PICTURES = new URL("../../../docs/guide/pictures/", import.meta.url);

await browserTest(
  "each step of the guide finds what it shows, and no picture is of anything else",
  async (browser) => {
    const taken: string[] = [];
    await makeGuide(browser, (name) => {
      taken.push(`${name}.png`);
      return Promise.resolve();
    });
    const kept = (await Array.fromAsync(Deno.readDir(PICTURES))).map(({ name }) => name);
    expect(taken.sort()).toEqual(kept.sort());
  },
);
