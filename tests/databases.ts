/**
 * Databases for tests: a scratch PostgreSQL server with migrated templates that are cloned in
 * milliseconds, and PGlite from a snapshot.
 *
 * `deno task test` starts the servers once and names them in the environment; a test file that is run
 * by itself starts its own and stops it when its process ends.
 */
import { type Database, openDatabase } from "@/embedded/database.ts";
import { type DefaultPrivileges, migrate } from "@/embedded/migrate.ts";
import { openMemoryDatabase } from "@/embedded/snapshot.ts";
import { within } from "@/embedded/within.ts";
import { type Binaries, postgres15, postgres17 } from "@/tools/postgres/binaries.ts";
import { type ScratchServer, startScratchServer } from "@/tools/postgres/scratch_server.ts";
import { PGTAP_SQL } from "./pgtap.ts";

const PGTAP_ARCHIVE = new URL(
  "./pgtap.tar.gz",
  import.meta.resolve("@electric-sql/pglite"),
);

/** A template holds the migrated schema and pgTAP; nobody may stay connected to it. */
export function templateName(privileges: DefaultPrivileges): string {
  return `template_${privileges}`;
}

/** Starts a server of the given programs; pgTAP comes along. */
export function startTestServer(
  binaries: Binaries,
  settings: Record<string, string> = {},
): Promise<ScratchServer> {
  const extensionArchive = binaries.native ? PGTAP_ARCHIVE.pathname : undefined;
  return startScratchServer(binaries, { settings, extensionArchive });
}

/** Takes three seconds on an idle machine. */
const TEMPLATE_MILLISECONDS = 180_000;

/** Makes the migrated template database for one set of default privileges. */
export function makeTemplate(server: ScratchServer, privileges: DefaultPrivileges): Promise<void> {
  const name = templateName(privileges);
  return within(
    TEMPLATE_MILLISECONDS,
    `the database ${name}`,
    fillTemplate(server, privileges, name),
  );
}

async function fillTemplate(
  server: ScratchServer,
  privileges: DefaultPrivileges,
  name: string,
): Promise<void> {
  await administer(server.url("postgres"), `create database ${name}`);
  const db = await openDatabase({ url: server.url(name), maxConnections: 1 });
  try {
    await migrate(db, { defaultPrivileges: privileges });
    await db.exec(PGTAP_SQL);
  } finally {
    await db.close();
  }
}

export interface FreshDatabase {
  /** Superuser's URL, for a program under test or more connections. */
  url: string;
  db: Database;
  /** Closes `db` and drops the database, ending whoever is still connected. */
  drop(): Promise<void>;
}

export interface FreshOptions {
  /** Where to clone; by default the PostgreSQL 17 of this run. */
  serverUrl?: string;
  defaultPrivileges?: DefaultPrivileges;
  maxConnections?: number;
}

/** A new migrated database on the scratch server. */
export async function freshDatabase(options: FreshOptions = {}): Promise<FreshDatabase> {
  const base = new URL(options.serverUrl ?? await serverUrl());
  const name = `test_${crypto.randomUUID().replaceAll("-", "")}`;
  const template = templateName(options.defaultPrivileges ?? "new");
  await administer(base.href, `create database ${name} template ${template} strategy file_copy`);
  const url = new URL(`/${name}`, base).href;
  const db = await openDatabase({ url, maxConnections: options.maxConnections });
  return {
    url,
    db,
    async drop() {
      await db.close();
      await administer(base.href, `drop database ${name} with (force)`);
    },
  };
}

/** A new migrated PGlite in memory, with pgTAP. */
export function freshPglite(defaultPrivileges: DefaultPrivileges = "new"): Promise<Database> {
  return openMemoryDatabase({ defaultPrivileges, extraSql: PGTAP_SQL });
}

/** Runs statements that cannot run inside a transaction, on a connection of their own. */
async function administer(url: string, sql: string): Promise<void> {
  const db = await openDatabase({ url, maxConnections: 1 });
  try {
    await db.exec(sql);
  } finally {
    await db.close();
  }
}

let started: Promise<string> | undefined;

/** The scratch server of this run: `TEST_DATABASE_URL`, else one of this process's own. */
function serverUrl(): Promise<string> {
  const given = Deno.env.get("TEST_DATABASE_URL");
  if (given) return Promise.resolve(given);
  return started ??= startOwnServer();
}

async function startOwnServer(): Promise<string> {
  const binaries = await postgres17() ?? await postgres15();
  if (!binaries) throw new Error("no PostgreSQL programs for this machine");
  const server = await startTestServer(binaries);
  addEventListener("unload", () => server.stopNow());
  await makeTemplate(server, "new");
  return server.url("postgres");
}
