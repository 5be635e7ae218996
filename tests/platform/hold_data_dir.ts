// Opens the data folder of its first argument and keeps it open until killed; data_dir.test.ts runs it.
// With a second argument it stops half-way through the first build instead.
import { openDataDirDatabase } from "@/embedded/database.ts";
import type { Snapshot } from "@/embedded/database.ts";
import { migratedSnapshot } from "@/embedded/snapshot.ts";

const [folder, stopHalfway] = Deno.args;

async function snapshot(): Promise<Snapshot> {
  if (stopHalfway) {
    await Deno.mkdir(`${folder}/database.new/base`, { recursive: true });
    await Deno.writeTextFile(`${folder}/database.new/PG_VERSION`, "17\n");
    console.log("building");
    await new Promise(() => setInterval(() => {}, 1000));
  }
  return await migratedSnapshot();
}

const db = await openDataDirDatabase(folder, snapshot);
await db.exec("create table kept (id integer primary key)");
await db.exec("insert into kept values (1)");
console.log("open");
setInterval(() => {}, 1000);
