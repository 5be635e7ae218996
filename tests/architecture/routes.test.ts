/** What routes leave to others. */
import { expect } from "expect";

const ROUTES = new URL("../../routes/", import.meta.url);

async function filesBelow(folder: URL): Promise<URL[]> {
  const found: URL[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) {
      found.push(...await filesBelow(new URL(`${encodeURIComponent(name)}/`, folder)));
    } else found.push(new URL(encodeURIComponent(name), folder));
  }
  return found;
}

Deno.test("no route catches what fails: errors become answers in one place", async () => {
  const files = await filesBelow(ROUTES);
  expect(files.length).toBeGreaterThan(15);
  const catching: string[] = [];
  for (const file of files) {
    if (/\btry\s*\{|\.catch\(/.test(await Deno.readTextFile(file))) catching.push(file.pathname);
  }
  expect(catching).toEqual([]);
});
