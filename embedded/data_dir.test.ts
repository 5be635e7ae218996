import { expect } from "expect";
import { DATA_VERSION, DataDirError, openDataDir } from "./data_dir.ts";

/** A data folder with a database that says it was written by this version. */
async function folderOf(version: unknown): Promise<string> {
  const folder = await Deno.makeTempDir();
  await Deno.mkdir(`${folder}/database`);
  if (version !== undefined) {
    const text = typeof version === "string" ? version : JSON.stringify(version);
    await Deno.writeTextFile(`${folder}/version.json`, text);
  }
  return folder;
}

Deno.test("a folder of this layout and this PostgreSQL is opened, whatever else is noted", async () => {
  const folder = await folderOf({ ...DATA_VERSION, pglite: "0.0.1" });
  const opened = await openDataDir(folder);
  expect(opened.isNew).toBe(false);
  opened.release();
});

Deno.test("another layout, another PostgreSQL and a folder that does not say are refused, and free again", async () => {
  const { format, postgres } = DATA_VERSION;
  const others = [
    { format: format + 1, postgres },
    { format, postgres: postgres - 1 },
    { format },
    "half a li",
    undefined,
  ];
  for (const version of others) {
    const folder = await folderOf(version);
    await expect(openDataDir(folder)).rejects.toThrow(DataDirError);
    await Deno.writeTextFile(`${folder}/version.json`, JSON.stringify(DATA_VERSION));
    (await openDataDir(folder)).release();
  }
});

Deno.test("what a killed first start left behind is gone before the next one builds", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.mkdir(`${folder}/database.new/base`, { recursive: true });
  const opened = await openDataDir(folder);
  expect(opened.isNew).toBe(true);
  await expect(Deno.stat(opened.building)).rejects.toThrow(Deno.errors.NotFound);

  await Deno.mkdir(opened.building);
  await opened.promote();
  opened.release();
  const again = await openDataDir(folder);
  expect(again.isNew).toBe(false);
  again.release();
});
