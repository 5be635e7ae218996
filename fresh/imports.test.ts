import { expect } from "expect";

const FOLDER = new URL("./", import.meta.url);

/** The files of this folder that each of them imports, types included. */
async function importsByFile(): Promise<Map<string, string[]>> {
  const imports = new Map<string, string[]>();
  for await (const { name } of Deno.readDir(FOLDER)) {
    if (!name.endsWith(".ts")) continue;
    const source = await Deno.readTextFile(new URL(name, FOLDER));
    imports.set(name, [...source.matchAll(/from "\.\/([^"]+)"/g)].map(([, file]) => file));
  }
  return imports;
}

/** Takes away, again and again, what imports nothing of the rest or is imported by nothing of it. */
function circlesIn(imports: Map<string, string[]>): string[] {
  let left = [...imports.keys()];
  for (let before = Infinity; left.length < before;) {
    before = left.length;
    const imported = new Set(left.flatMap((file) => imports.get(file)!));
    left = left.filter((file) =>
      imported.has(file) && imports.get(file)!.some((other) => left.includes(other))
    );
  }
  return left;
}

Deno.test("No file of fresh/ comes back to itself by its imports", async () => {
  expect(circlesIn(await importsByFile())).toEqual([]);
});
