/**
 * Turns PostgreSQL's text forms into the values that PostgREST's JSON would give, so that code meets
 * the same values on PGlite, on a PostgreSQL server and on hosted Supabase: numbers for `bigint` and
 * `numeric`, ISO 8601 strings for instants, plain strings for dates and times.
 */

const BIGINT = 20;
const JSON_TEXT = 114;
const DATE = 1082;
const TIME = 1083;
const TIMESTAMP = 1114;
const TIMESTAMPTZ = 1184;
const NUMERIC = 1700;
const JSONB = 3802;

const asText = (text: string) => text;

function wholeNumber(text: string): number | bigint {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : BigInt(text);
}

/** `2026-05-12 13:00:00+00` → `2026-05-12T13:00:00+00:00`; `infinity` stays as it is. */
function instant(text: string): string {
  return text.replace(/^(\d{4,}-\d\d-\d\d) /, "$1T").replace(/([+-]\d\d)$/, "$1:00");
}

/** Callers may hand over JSON text or a value; text is sent as it is. */
function jsonText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Parsers by type OID, as PGlite takes them. */
export const pgliteParsers: Record<number, (text: string) => unknown> = {
  [BIGINT]: wholeNumber,
  [NUMERIC]: Number,
  [JSON_TEXT]: JSON.parse,
  [JSONB]: JSON.parse,
  [DATE]: asText,
  [TIME]: asText,
  [TIMESTAMP]: instant,
  [TIMESTAMPTZ]: instant,
};

/** The same as postgres.js takes it. */
export const postgresTypes = {
  bigint: { to: BIGINT, from: [BIGINT], serialize: String, parse: wholeNumber },
  numeric: { to: NUMERIC, from: [NUMERIC], serialize: String, parse: Number },
  json: { to: JSON_TEXT, from: [JSON_TEXT], serialize: jsonText, parse: JSON.parse },
  jsonb: { to: JSONB, from: [JSONB], serialize: jsonText, parse: JSON.parse },
  timestamp: { to: TIMESTAMP, from: [TIMESTAMP], serialize: String, parse: instant },
  timestamptz: { to: TIMESTAMPTZ, from: [TIMESTAMPTZ], serialize: String, parse: instant },
};
