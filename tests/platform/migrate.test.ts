import { expect } from "expect";
import { type Database, openDatabase } from "@/embedded/database.ts";
import { migrate, MigrateError } from "@/embedded/migrate.ts";
import { freshDatabase, startTestServer } from "@/tests/databases.ts";
import { postgres15 } from "@/tools/postgres/binaries.ts";
import { onEveryDatabase } from "./databases_under_test.ts";

/** A folder of migrations with these files, numbered above the product's. */
async function folderOf(...files: string[]): Promise<URL> {
  const path = await Deno.makeTempDir();
  for (const [i, sql] of files.entries()) {
    await Deno.writeTextFile(`${path}/9000000000000${i}_step_${i}.sql`, sql);
  }
  return new URL(`file://${path}/`);
}

async function versions(db: Database): Promise<string[]> {
  const rows = await db.query<{ version: string }>(
    "select version from supabase_migrations.schema_migrations where version like '9%' order by 1",
  );
  return rows.map(({ version }) => version);
}

onEveryDatabase("migrating again changes nothing", async (db) => {
  expect(await migrate(db)).toEqual([]);
});

onEveryDatabase(
  "files run in order, once, and are recorded as the CLI records them",
  async (db) => {
    const migrations = await folderOf("create table step (n int);", "insert into step values (1);");
    expect(await migrate(db, { migrations })).toEqual([
      "90000000000000_step_0",
      "90000000000001_step_1",
    ]);
    expect(await migrate(db, { migrations })).toEqual([]);
    expect(await db.query("select n from step")).toEqual([{ n: 1 }]);
    const [row] = await db.query(
      "select name, statements from supabase_migrations.schema_migrations where version = '90000000000001'",
    );
    expect(row).toEqual({ name: "step_1", statements: ["insert into step values (1);"] });
  },
);

onEveryDatabase(
  "a failing file leaves nothing, of those before it either, and names itself and the line",
  async (db) => {
    const migrations = await folderOf(
      "create table step (n int);",
      "insert into step values (1);\n\nselect wrong from step;",
    );
    const failed = migrate(db, { migrations });
    await expect(failed).rejects.toThrow(MigrateError);
    await expect(migrate(db, { migrations })).rejects.toThrow(
      /90000000000001_step_1 failed: column "wrong" does not exist, line 3/,
    );
    expect(await db.query("select to_regclass('step') as there")).toEqual([{ there: null }]);
    expect(await versions(db)).toEqual([]);
  },
);

onEveryDatabase("an applied file that was edited is refused", async (db) => {
  await migrate(db, { migrations: await folderOf("create table step (n int);") });
  const edited = await folderOf("create table step (n bigint);");
  await expect(migrate(db, { migrations: edited })).rejects.toThrow(/edited after it was applied/);
});

onEveryDatabase("a database that another version's migrations made is refused", async (db) => {
  await db.exec(`
    delete from supabase_migrations.local_state;
    insert into supabase_migrations.schema_migrations (version) values ('20250101000000');
  `);
  await expect(migrate(db)).rejects.toThrow(
    /holds migrations that are not here, 20250101000000 among them: another version made it/,
  );
});

onEveryDatabase(
  "a file that the CLI recorded statement by statement is the same file",
  async (db) => {
    const migrations = await folderOf("select 1;\n\nselect 2;\n");
    await migrate(db, { migrations });
    await db.exec(
      "update supabase_migrations.schema_migrations set statements = array['select 1', 'select 2'] where version like '9%'",
    );
    expect(await migrate(db, { migrations })).toEqual([]);
  },
);

onEveryDatabase("jobs are scheduled in the stand-in for pg_cron", async (db) => {
  const jobs = await db.query<{ jobname: string }>("select jobname from cron.job order by jobname");
  expect(jobs.map(({ jobname }) => jobname)).toContain("send-messages");
});

const debian = await postgres15();
Deno.test({
  name: "with the real pg_cron the migrations schedule the same jobs",
  ignore: !debian,
  async fn() {
    const server = await startTestServer(debian!, {
      shared_preload_libraries: "pg_cron",
      "cron.database_name": "real_cron",
      "cron.use_background_workers": "on",
    });
    try {
      const admin = await openDatabase({ url: server.url("postgres"), maxConnections: 1 });
      await admin.exec("create database real_cron");
      await admin.close();
      const db = await openDatabase({ url: server.url("real_cron"), maxConnections: 1 });
      await migrate(db);
      const jobs = await db.query<{ jobname: string }>("select jobname from cron.job");
      const stand = await freshDatabase();
      const expected = await stand.db.query("select jobname from cron.job order by jobname");
      await stand.drop();
      expect(jobs.toSorted((a, b) => a.jobname < b.jobname ? -1 : 1)).toEqual(expected);
      expect(await db.query("select extname from pg_extension where extname = 'pg_cron'"))
        .toHaveLength(1);
      await db.close();
    } finally {
      await server.stop();
    }
  },
});
