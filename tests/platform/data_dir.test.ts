import { expect } from "expect";
import { DataDirError } from "@/embedded/data_dir.ts";
import { openDataDirDatabase } from "@/embedded/database.ts";
import { migratedSnapshot } from "@/embedded/snapshot.ts";
import { type StartedProgram, startProgram } from "@/tests/started_program.ts";

const HOLDER = new URL("./hold_data_dir.ts", import.meta.url);

async function withFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Starts another process that opens the folder, and waits for the line it prints. */
function holdElsewhere(folder: string, line: "open" | "building"): Promise<StartedProgram> {
  const args = ["run", "-A", "--no-check", HOLDER.pathname, folder];
  if (line === "building") args.push("halfway");
  return startProgram(args, new RegExp(`^${line}$`));
}

Deno.test("a folder keeps its data over a restart and is new only once", () =>
  withFolder(async (folder) => {
    const first = await openDataDirDatabase(folder, migratedSnapshot);
    expect(first.isNew).toBe(true);
    await first.exec("create table kept (id integer); insert into kept values (7)");
    await first.close();
    const second = await openDataDirDatabase(folder, migratedSnapshot);
    expect(second.isNew).toBe(false);
    expect(await second.query("select id from kept")).toEqual([{ id: 7 }]);
    await second.close();
  }));

Deno.test("a second process is refused in one line, until the first is killed", () =>
  withFolder(async (folder) => {
    const child = await holdElsewhere(folder, "open");
    try {
      const refused = openDataDirDatabase(folder, migratedSnapshot);
      await expect(refused).rejects.toThrow(DataDirError);
      await expect(openDataDirDatabase(folder, migratedSnapshot))
        .rejects.toThrow(`in use by process ${child.pid}.`);
    } finally {
      await child.stop("SIGKILL");
    }
    const db = await openDataDirDatabase(folder, migratedSnapshot);
    expect(await db.query("select id from kept")).toEqual([{ id: 1 }]);
    await db.close();
  }));

Deno.test("killing the first start loses that start and nothing else", () =>
  withFolder(async (folder) => {
    await (await holdElsewhere(folder, "building")).stop("SIGKILL");
    const names = [...Deno.readDirSync(folder)].map(({ name }) => name);
    expect(names).not.toContain("database");
    const db = await openDataDirDatabase(folder, migratedSnapshot);
    expect(db.isNew).toBe(true);
    const [settings] = await db.query<{ rows: number }>(
      "select count(*) as rows from public.company_settings",
    );
    expect(settings.rows).toBe(1);
    await db.close();
  }));

Deno.test("a folder of another version is refused and left alone", () =>
  withFolder(async (folder) => {
    await (await openDataDirDatabase(folder, migratedSnapshot)).close();
    const marker = `${folder}/version.json`;
    await Deno.writeTextFile(marker, JSON.stringify({ format: 0, postgres: 16 }));
    await expect(openDataDirDatabase(folder, migratedSnapshot)).rejects
      .toThrow(/written by another version \(format 0, PostgreSQL 16;.*\)\. Set DATA_DIR/);
    expect(await Deno.readTextFile(marker)).toBe('{"format":0,"postgres":16}');
  }));
