import { z } from "zod";

/** Shown to people as one line. */
export class EnvError extends Error {
  override name = "EnvError";
}

const port = z.coerce.number().int().min(1).max(65532);
const webUrl = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/$/, ""));

const schema = z.object({
  /** Of the web application; the API, the mail page and Studio take the next ones where free. */
  PORT: port.default(8000),
  /** The embedded database's folder; `memory` is thrown away. */
  DATA_DIR: z.string().min(1).default("data"),
  /** A bare PostgreSQL 15–17 instead of the embedded database. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** A hosted Supabase project instead of both. */
  SUPABASE_URL: webUrl.optional(),
  SUPABASE_PUBLISHABLE_KEY: z.string().min(1).optional(),
  /** Commands and jobs need it; the web application never does. */
  SUPABASE_SECRET_KEY: z.string().min(1).optional(),
  /** In which header a proxy in front tells the client's address; without it the socket's counts. */
  TRUSTED_ADDRESS_HEADER: z.string().regex(/^[A-Za-z0-9-]{1,60}$/).optional(),
});

const EXPLAINED: Record<keyof typeof schema.shape, string> = {
  PORT: "a number from 1 to 65532",
  DATA_DIR: "a folder or the word memory",
  DATABASE_URL: "an address like postgres://user@host:5432/database",
  SUPABASE_URL: "an address like https://project.supabase.co",
  SUPABASE_PUBLISHABLE_KEY: "the project's publishable key",
  SUPABASE_SECRET_KEY: "the project's secret key",
  TRUSTED_ADDRESS_HEADER: "the name of a header like x-forwarded-for",
};

export type Env = z.infer<typeof schema>;

/**
 * The settings that the environment gives, checked. An empty variable counts as unset.
 * @throws {EnvError} one line that names the variable and what it should be.
 */
export function parseEnv(variables: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const name = String(parsed.error.issues[0].path[0]) as keyof typeof EXPLAINED;
    throw new EnvError(
      `${name} must be ${EXPLAINED[name]}, not "${withoutPassword(given[name])}".`,
    );
  }
  const env = parsed.data;
  if (env.DATABASE_URL && env.SUPABASE_URL) {
    throw new EnvError("Set DATABASE_URL or SUPABASE_URL, not both.");
  }
  if (env.SUPABASE_URL && !env.SUPABASE_PUBLISHABLE_KEY) {
    throw new EnvError("With SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY must be set too.");
  }
  return env;
}

/** The process's own environment. */
export function readEnv(): Env {
  return parseEnv(Deno.env.toObject());
}

/** What the web application needs; how the database behind its API is reached is not its concern. */
export function readSiteEnv(): Env {
  const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY, TRUSTED_ADDRESS_HEADER } = Deno.env.toObject();
  return parseEnv({ SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY, TRUSTED_ADDRESS_HEADER });
}

function withoutPassword(value = ""): string {
  return value.replace(/:[^:@/]+@/, ":…@");
}
