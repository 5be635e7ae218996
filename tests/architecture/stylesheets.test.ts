/** A block that nobody closes takes all that follows into its layer, and no browser says so. */
import { expect } from "expect";

const FOLDER = new URL("../../static/css/", import.meta.url);

for await (const { name } of Deno.readDir(FOLDER)) {
  Deno.test(`every block of ${name} is closed, and layers stand in no other`, async () => {
    const css = (await Deno.readTextFile(new URL(name, FOLDER)))
      .replace(/\/\*[\s\S]*?\*\//g, "").replace(/"[^"\n]*"/g, "");
    let depth = 0;
    for (const [part] of css.matchAll(/@layer\b[^;{]*\{|[{}]/g)) {
      if (part === "}") depth--;
      else expect([part, part === "{" ? 0 : depth]).toEqual([part, 0]), depth++;
    }
    expect(depth).toBe(0);
  });
}
