import { z } from "zod";

/** Shown to people as one line. */
export class EnvError extends Error {
  override name = "EnvError";
}

const webUrl = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/$/, ""));
const smtpUrl = z.url({ protocol: /^smtps?$/ });
const word = z.string().min(1);

/** Keys by name, of which the one named "default" counts where there is one. */
const keyRing = z.preprocess(asJson, z.record(z.string(), word))
  .transform((keys): string | undefined => keys.default ?? Object.values(keys)[0]);

const onThisMachine = {
  /** Of the web application; the API, the mail page and Studio take the next ones where free. */
  PORT: z.coerce.number().int().min(1).max(65532).default(8000)
    .describe("a number from 1 to 65532"),
  /** The embedded database's folder; `memory` is thrown away. */
  DATA_DIR: word.default("data").describe("a folder or the word memory"),
  /** A bare PostgreSQL 15–17 instead of the embedded database. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional()
    .describe("an address like postgres://user@host:5432/database"),
};

const project = {
  /** A hosted Supabase project instead of a database on this machine. */
  SUPABASE_URL: webUrl.optional().describe("an address like https://project.supabase.co"),
};

const publishableKey = {
  SUPABASE_PUBLISHABLE_KEY: word.optional().describe("the project's publishable key"),
};

/**
 * Commands and functions need one of them; the web application only to tell Auth the address of whoever
 * signs in. The first that is set counts.
 */
const secretKeys = {
  /** Hosted functions have it. */
  SUPABASE_SECRET_KEYS: keyRing.optional()
    .describe('a JSON object of keys like {"default":"sb_secret_…"}'),
  /** One key by itself. */
  SUPABASE_SECRET_KEY: word.optional().describe("the project's secret key"),
  /** Its name before a project could have several. */
  SUPABASE_SERVICE_ROLE_KEY: word.optional().describe("the project's service role key"),
};

const proxy = {
  /** In which header a proxy in front tells the client's address; without it the socket's counts. */
  TRUSTED_ADDRESS_HEADER: z.string().regex(/^[A-Za-z0-9-]{1,60}$/).optional()
    .describe("the name of a header like x-forwarded-for"),
};

const jobSecret = {
  JOB_SECRET: word.optional().describe("the same text as job_secret in the vault"),
};

const importSecret = {
  IMPORT_SECRET: word.optional().describe("a long random text that the other system sends along"),
};

const delivery = {
  /** Where mail goes in `catch` mode. */
  MAIL_CATCHER_URL: smtpUrl.optional().describe("an address like smtp://127.0.0.1:2525"),
  /** Mail is live in the project that this names, and in no copy of it. */
  LIVE_DELIVERY_PROJECT: z.string().regex(/^[^\s/]+$/).optional()
    .describe("the host of SUPABASE_URL, like project.supabase.co"),
  RESEND_API_KEY: word.optional().describe("a key of Resend"),
  /** Another server that speaks Resend's API. */
  RESEND_URL: webUrl.optional().describe("an address like https://api.resend.com"),
  SMTP_URL: smtpUrl.optional().describe("an address like smtps://user:password@host"),
};

const geocoding = {
  /** A server that speaks Nominatim's search API; asked only where GEOCODER_CONTACT is set too. */
  GEOCODER_URL: webUrl.optional().describe("an address like https://nominatim.example.org"),
  GEOCODER_CONTACT: word.optional().describe("who asks, such as an e-mail address"),
};

type Read<Shape extends z.ZodRawShape> = z.infer<z.ZodObject<Shape>>;
type Variables = Record<string, string | undefined>;

/** What opens ways out for mail. */
export type DeliveryEnv = Read<typeof project & typeof delivery>;

/** What names a geocoding service. */
export type GeocodingEnv = Read<typeof geocoding>;

/** What the web application reads. */
export type SiteEnv = Read<typeof project & typeof publishableKey & typeof proxy> & {
  SUPABASE_SECRET_KEY?: string;
};

/** What commands read. */
export type Env = Read<typeof onThisMachine & typeof project & typeof publishableKey> & {
  SUPABASE_SECRET_KEY?: string;
};

/** What every function reads: its project and a key to all of it. */
export interface FunctionEnv {
  SUPABASE_URL: string;
  SUPABASE_SECRET_KEY: string;
}

/**
 * What commands read. An empty variable counts as unset, for every reader.
 * @throws {EnvError} one line that names the variable and what it should be.
 */
export function readEnv(given: Variables = Deno.env.toObject()): Env {
  const shape = { ...onThisMachine, ...project, ...publishableKey, ...secretKeys };
  const env = withOneSecretKey(parse(shape, given));
  if (env.DATABASE_URL && env.SUPABASE_URL) {
    throw new EnvError("Set DATABASE_URL or SUPABASE_URL, not both.");
  }
  refuseUrlWithoutKey(env);
  return env;
}

/**
 * What the web application needs; how the database behind its API is reached is not its concern.
 * @throws {EnvError} as `readEnv`.
 */
export function readSiteEnv(given: Variables = Deno.env.toObject()): SiteEnv {
  const shape = { ...project, ...publishableKey, ...secretKeys, ...proxy };
  const env = withOneSecretKey(parse(shape, given));
  refuseUrlWithoutKey(env);
  return env;
}

/**
 * What every function needs. What only some need has readers of its own: a slip in the settings of one
 * must not stop the others.
 * @throws {EnvError} as `readEnv`, and where no project is named.
 */
export function readFunctionEnv(given: Variables = Deno.env.toObject()): FunctionEnv {
  const { SUPABASE_URL, SUPABASE_SECRET_KEY } = withOneSecretKey(
    parse({ ...project, ...secretKeys }, given),
  );
  if (!SUPABASE_URL || !SUPABASE_SECRET_KEY) {
    throw new EnvError("SUPABASE_URL and SUPABASE_SECRET_KEYS must be set.");
  }
  return { SUPABASE_URL, SUPABASE_SECRET_KEY };
}

/** What whoever sends mail needs. @throws {EnvError} as `readEnv`. */
export function readDeliveryEnv(given: Variables = Deno.env.toObject()): DeliveryEnv {
  return parse({ ...project, ...delivery }, given);
}

/** What whoever looks up addresses needs. @throws {EnvError} as `readEnv`. */
export function readGeocodingEnv(given: Variables = Deno.env.toObject()): GeocodingEnv {
  return parse(geocoding, given);
}

/** What whoever asks a function to run a job must know; undefined where nobody may ask. */
export function readJobSecret(given: Variables = Deno.env.toObject()): string | undefined {
  return parse(jobSecret, given).JOB_SECRET;
}

/** What another system must know to send imports; undefined where none may. */
export function readImportSecret(given: Variables = Deno.env.toObject()): string | undefined {
  return parse(importSecret, given).IMPORT_SECRET;
}

function parse<Shape extends z.ZodRawShape>(shape: Shape, given: Variables): Read<Shape> {
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ""));
  const parsed = z.object(shape).safeParse(set);
  if (parsed.success) return parsed.data;
  const name = String(parsed.error.issues[0].path[0]);
  const what = `${name} must be ${(shape[name] as z.ZodType).description}`;
  const isSecret = /KEY|SECRET/.test(name);
  throw new EnvError(isSecret ? `${what}.` : `${what}, not "${withoutPassword(set[name])}".`);
}

function withOneSecretKey<Keys extends Read<typeof secretKeys>>(
  { SUPABASE_SECRET_KEYS, SUPABASE_SECRET_KEY, SUPABASE_SERVICE_ROLE_KEY, ...rest }: Keys,
) {
  const key = SUPABASE_SECRET_KEYS ?? SUPABASE_SECRET_KEY ?? SUPABASE_SERVICE_ROLE_KEY;
  return { ...rest, SUPABASE_SECRET_KEY: key };
}

function refuseUrlWithoutKey(env: SiteEnv): void {
  if (env.SUPABASE_URL && !env.SUPABASE_PUBLISHABLE_KEY) {
    throw new EnvError("With SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY must be set too.");
  }
}

function withoutPassword(value = ""): string {
  return value.replace(/:\/\/([^:@/]*):.*@/, "://$1:…@");
}

function asJson(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return text;
  }
}
