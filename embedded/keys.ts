import type { Queryable } from "./database.ts";

/** The secrets of one embedded project. */
export interface Keys {
  /** For browsers and the web app: requests run as `anon`, or as whoever is signed in. */
  publishable: string;
  /** For commands and jobs: requests run as `service_role`. */
  secret: string;
  /** Signs the sessions of staff. */
  jwt: string;
  /** What `x-job-secret` must hold when an Edge Function is asked to run a job. */
  job: string;
  /** What `x-import-secret` must hold when another system sends what it tells. */
  import: string;
}

const VAULT_NAMES: Record<keyof Keys, string> = {
  publishable: "embedded_publishable_key",
  secret: "embedded_secret_key",
  jwt: "embedded_jwt_secret",
  job: "job_secret",
  import: "import_secret",
};

/** New random keys. */
export function randomKeys(): Keys {
  return {
    publishable: `sb_publishable_${random()}`,
    secret: `sb_secret_${random()}`,
    jwt: random() + random(),
    job: random(),
    import: random(),
  };
}

/** The keys of this database; made and kept in its vault the first time, so sessions outlive restarts. */
export async function loadKeys(db: Queryable): Promise<Keys> {
  const keys = randomKeys();
  for (const [key, name] of Object.entries(VAULT_NAMES) as [keyof Keys, string][]) {
    const stored = await readFromVault(db, name);
    if (stored) keys[key] = stored;
    else await storeInVault(db, name, keys[key]);
  }
  return keys;
}

/** Keeps a named setting in the vault, where the database's jobs and other processes find it. */
export async function storeInVault(db: Queryable, name: string, value: string): Promise<void> {
  const [stored] = await db.query<{ id: string }>(
    "select id from vault.secrets where name = $1",
    [name],
  );
  if (stored) await db.query("select vault.update_secret($1, $2)", [stored.id, value]);
  else await db.query("select vault.create_secret($1, $2)", [value, name]);
}

/** What `storeInVault` kept under this name. */
export async function readFromVault(db: Queryable, name: string): Promise<string | undefined> {
  const [stored] = await db.query<{ secret: string }>(
    "select decrypted_secret as secret from vault.decrypted_secrets where name = $1",
    [name],
  );
  return stored?.secret;
}

function random(): string {
  return crypto.getRandomValues(new Uint8Array(24)).toHex();
}
