/**
 * The folder that holds an embedded database. One process may have it open; a folder written by
 * another version is refused; a first start that is killed leaves nothing half-made behind.
 *
 * ```
 * DIR/lock           held (by the operating system) while a process has the folder open; names its pid
 * DIR/version.json   what wrote the database
 * DIR/database       PGlite's files; built as database.new and renamed when whole
 * ```
 */

/** Shown to people as one line; nothing was changed. */
export class DataDirError extends Error {
  override name = "DataDirError";
}

/** Raise `format` when the layout of the folder changes. */
export const DATA_VERSION = { format: 1, postgres: 17, pglite: "0.4.5" };

export interface DataDir {
  /** PGlite's folder; it may not exist yet. */
  database: string;
  /** True until the first start is complete. */
  isNew: boolean;
  /** Where the first start builds; `promote` renames it to `database`. */
  building: string;
  /** Makes the finished first build the database. */
  promote(): Promise<void>;
  /** Lets other processes open the folder. */
  release(): void;
}

/**
 * Opens a data folder for this process alone, creating it where needed.
 * @throws {DataDirError} another process has it open, or another version wrote it.
 */
export async function openDataDir(path: string): Promise<DataDir> {
  await Deno.mkdir(path, { recursive: true });
  const lock = await takeLock(path);
  const database = `${path}/database`;
  const building = `${path}/database.new`;
  try {
    const isNew = !(await exists(database));
    if (!isNew) await checkVersion(path);
    await removeIfThere(building);
    return {
      database,
      building,
      isNew,
      async promote() {
        await Deno.writeTextFile(`${path}/version.json`, JSON.stringify(DATA_VERSION) + "\n");
        await Deno.rename(building, database);
      },
      release: () => lock.close(),
    };
  } catch (error) {
    lock.close();
    throw error;
  }
}

/** The kernel drops the lock with its process, so a killed one never leaves the folder locked. */
async function takeLock(path: string): Promise<Deno.FsFile> {
  const file = await Deno.open(`${path}/lock`, { read: true, write: true, create: true });
  if (await file.tryLock(true)) {
    await file.truncate();
    await file.write(new TextEncoder().encode(`${Deno.pid}\n`));
    return file;
  }
  file.close();
  const holder = (await Deno.readTextFile(`${path}/lock`)).trim();
  throw new DataDirError(
    `The data folder ${path} is in use by process ${holder}. Stop that process, or set DATA_DIR to another folder.`,
  );
}

async function checkVersion(path: string): Promise<void> {
  const text = await Deno.readTextFile(`${path}/version.json`).catch(() => "{}");
  const found = readVersion(text);
  if (found.format === DATA_VERSION.format && found.postgres === DATA_VERSION.postgres) return;
  throw new DataDirError(
    `The data folder ${path} was written by another version (format ${
      found.format ?? "unknown"
    }, ` +
      `PostgreSQL ${found.postgres ?? "unknown"}; this one reads format ${DATA_VERSION.format}, ` +
      `PostgreSQL ${DATA_VERSION.postgres}). Set DATA_DIR to another folder, or move this one away.`,
  );
}

function readVersion(text: string): Partial<typeof DATA_VERSION> {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

function exists(path: string): Promise<boolean> {
  return Deno.stat(path).then(() => true, () => false);
}

async function removeIfThere(path: string): Promise<void> {
  await Deno.remove(path, { recursive: true }).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
}
