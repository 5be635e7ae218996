import type { Handler } from "./handler.ts";
import type { Queryable } from "./database.ts";
import { type CallDoor, doorCalls } from "./door_calls.ts";
import type { Keys } from "./keys.ts";
import { FilterError, withRepeatedFilters } from "./repeated_filters.ts";

/** What PostgREST answers to; of any other method, TRACE for one, no request could be made to hand on. */
const METHODS = new Set(["GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS"]);

/** Brackets of an address: lite follows them inwards, thousands would overflow the stack. Ours have a few. */
const MOST_BRACKETS = 100;

/** The type of each argument of a function, by name. */
type ArgumentTypes = Map<string, string>;

/**
 * Answers requests below `/rest/v1/` by lite, where it differs from PostgREST as PostgREST would. Functions
 * are known as they are now: a call must cost no further question to a database that may be gone.
 */
export async function restHandler(lite: Handler, db: Queryable, keys: Keys): Promise<Handler> {
  const types = await argumentTypes(db);
  const callDoor = await doorCalls(db, keys);
  return async (request) => {
    const url = new URL(request.url);
    // Some drivers take it for the end of what they send; no text of PostgreSQL holds it.
    if (/%00/.test(url.pathname + url.search)) {
      return refusal("22021", 'invalid byte sequence for encoding "UTF8": 0x00');
    }
    if (!METHODS.has(request.method)) return refusal("PGRST117", "Unsupported HTTP method", 405);
    // No table or function has such a name; a function would be called past what is read below.
    if (url.pathname.includes("%")) return refusal("PGRST125", "Invalid path", 404);
    if ((url.search.match(/\(|%28/g) ?? []).length > MOST_BRACKETS) {
      return refusal("PGRST100", "too many brackets");
    }
    const [, name] = /^\/rest\/v1\/rpc\/(\w+)$/.exec(url.pathname) ?? [];
    if (name !== undefined && request.method === "POST") {
      return await call(lite, callDoor, request, name, types.get(name) ?? new Map());
    }
    try {
      url.search = withRepeatedFilters(url.searchParams).toString();
    } catch (error) {
      if (!(error instanceof FilterError)) throw error;
      return refusal("PGRST100", "the embedded API cannot apply these filters together");
    }
    return await lite(new Request(url, request));
  };
}

/**
 * lite hands values to the driver in whatever type JSON has, and each driver fails in a way of its own
 * where that is not the argument's. PostgREST hands over their text, and PostgreSQL says what is wrong.
 */
async function call(
  lite: Handler,
  callDoor: CallDoor,
  request: Request,
  name: string,
  types: ArgumentTypes,
): Promise<Response> {
  const { url, method, headers, signal } = request;
  const sent = await request.text();
  const forward = (body: string) => lite(new Request(url, { method, headers, signal, body }));
  const given = readJson(sent);
  // Arguments are the names of one object; lite would take those of a list by their order.
  if (Array.isArray(given)) return refusal("PGRST102", "Empty or invalid json");
  if (typeof given !== "object" || given === null) return await forward(sent);
  for (const [argument, value] of Object.entries(given)) {
    const type = types.get(argument) ?? "";
    if (type.endsWith("[]") && isObject(value)) return refusal("22P02", "expected JSON array");
    given[argument] = asArgument(value, type);
    if (type === "boolean" && typeof given[argument] === "string") {
      return refusal("22P02", `invalid input syntax for type boolean: "${given[argument]}"`);
    }
  }
  return await callDoor(request, name, given) ?? await forward(JSON.stringify(given));
}

const isObject = (value: unknown) =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function asArgument(value: unknown, type: string): unknown {
  if (value === null || ["", "json", "jsonb"].includes(type)) return value;
  if (Array.isArray(value) && type.endsWith("[]")) {
    // A list within a list is handed over as one value: to follow lists as deep as they go would overflow the stack.
    return value.map((each) => asArgument(each, type.slice(0, -2)));
  }
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return type === "boolean" ? asBoolean(text) : text;
}

/** What PostgreSQL reads as true and false, which the drivers do not; any other text as it is. */
function asBoolean(text: string): boolean | string {
  const word = text.trim().toLowerCase();
  if (/^(t|tr|tru|true|y|ye|yes|on|1)$/.test(word)) return true;
  return /^(f|fa|fal|fals|false|n|no|of|off|0)$/.test(word) ? false : text;
}

// deno-lint-ignore no-explicit-any -- whatever was sent
function readJson(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function argumentTypes(db: Queryable): Promise<Map<string, ArgumentTypes>> {
  const rows = await db.query<{ name: string; argument: string; type: string }>(
    `select p.proname::text as name, a.name as argument, a.type::regtype::text as type
     from pg_proc p cross join lateral unnest(p.proargnames, p.proargtypes::oid[]) a (name, type)
     where p.pronamespace = 'public'::regnamespace and a.type is not null`,
  );
  const types = new Map<string, ArgumentTypes>();
  for (const { name, argument, type } of rows) {
    if (!types.has(name)) types.set(name, new Map());
    types.get(name)!.set(argument, type);
  }
  return types;
}

function refusal(code: string, message: string, status = 400): Response {
  return Response.json({ code, message, details: null, hint: null }, { status });
}
