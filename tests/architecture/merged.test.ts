/** Nothing that is read by people has both halves of a merge in it: no program trips over that, and no test. */
import { expect } from "expect";

const ROOT = new URL("../../", import.meta.url);

async function documents(folder: URL): Promise<URL[]> {
  const found: URL[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) found.push(...await documents(new URL(`${name}/`, folder)));
    else if (name.endsWith(".md")) found.push(new URL(name, folder));
  }
  return found;
}

Deno.test("no document has a mark of a merge in it", async () => {
  const top = (await Array.fromAsync(Deno.readDir(ROOT)))
    .filter(({ name }) => name.endsWith(".md")).map(({ name }) => new URL(name, ROOT));
  const all = [...top, ...await documents(new URL("docs/", ROOT))];
  const marked: string[] = [];
  for (const file of all) {
    const lines = (await Deno.readTextFile(file)).split("\n");
    marked.push(
      ...lines.filter((line) => /^(<{2,7}|={7}|>{2,7}=*)( |$)/.test(line))
        .map((line) => `${file.pathname.split("/").at(-1)}: ${line}`),
    );
  }
  expect(all.length).toBeGreaterThan(20);
  expect(marked).toEqual([]);
});
