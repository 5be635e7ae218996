import { httpStatus } from "./adapt_connection.ts";
import { believedToken } from "./believed_token.ts";
import type { Queryable } from "./database.ts";
import type { Keys } from "./keys.ts";
import { type Asker, callSettings } from "./request_context.ts";

/** A function that answers with one JSON value: the type of each argument by name, and those that a call must give. */
interface Door {
  types: Map<string, string>;
  required: string[];
}

/** Answers a call of a function, whose arguments were read; undefined leaves it to lite. */
export type CallDoor = (
  request: Request,
  name: string,
  given: Record<string, unknown>,
) => Promise<Response | undefined>;

/** What an answer may be asked to be, besides what it is in any case. */
const PLAIN = new Set([null, "*/*", "application/json"]);

/** How PostgREST answers where `httpStatus` leaves it to lite; 400 for every other error of a rule. */
const STATUS: Record<string, number> = {
  "23503": 409,
  "23505": 409,
  "25006": 405,
  "42883": 404,
  "42P01": 404,
  "42P17": 500,
};

/**
 * Answers what pages ask all day, a function called with the key that everybody has, as PostgREST does: verify
 * the token, then one statement that takes its role and calls the function. lite takes seven, verifies twice, and
 * reads the answer only to write it again. Whatever is out of the ordinary (other keys, preferences, tokens that
 * are not good) is left to lite.
 */
export async function doorCalls(db: Queryable, keys: Keys): Promise<CallDoor> {
  const doors = await readDoors(db);
  return async (request, name, given) => {
    const door = doors.get(name);
    const asker = isPlain(request) ? askerOf(request.headers, keys) : undefined;
    if (!door || !asker) return undefined;
    const names = Object.keys(given);
    const isKnown = names.every((each) => door.types.has(each)) &&
      door.required.every((each) => Object.hasOwn(given, each));
    if (!isKnown) return undefined;
    const facts = {
      method: "POST",
      path: `/rpc/${name}`,
      requestHeaders: Object.fromEntries(request.headers),
    };
    const settings = JSON.stringify(callSettings(asker, facts));
    const call = [settings, statementFor(name, names, door.types), JSON.stringify(given)];
    try {
      const [told] = await db.query<Told>("select * from embedded.call($1, $2, $3)", call);
      return answerOf(told);
    } catch (error) {
      return refusalOf(error as DatabaseError, asker);
    }
  };
}

async function readDoors(db: Queryable): Promise<Map<string, Door>> {
  const [{ there }] = await db.query<{ there: boolean }>(
    "select to_regprocedure('embedded.call(text, text, text)') is not null as there",
  );
  if (!there) return new Map(); // a database that was not prepared here
  const rows = await db.query<{ name: string; arguments: [string, string][]; optional: number }>(
    `select p.proname::text as name, p.pronargdefaults::integer as optional,
       (select coalesce(jsonb_agg(jsonb_build_array(a.name, a.type::regtype) order by a.place), '[]')
        from unnest(p.proargnames, p.proargtypes::oid[]) with ordinality a (name, type, place)) as arguments
     from pg_proc p
     where p.pronamespace = 'public'::regnamespace and p.prokind = 'f' and not p.proretset
       and p.prorettype = 'jsonb'::regtype and p.provariadic = 0 and p.proallargtypes is null
       and (p.pronargs = 0 or not '' = any (p.proargnames))
       and not exists (
         select from pg_proc other
         where other.proname = p.proname and other.pronamespace = p.pronamespace and other.oid <> p.oid
       )`,
  );
  return new Map(rows.map(({ name, arguments: args, optional }) => [name, {
    types: new Map(args),
    required: args.slice(0, args.length - optional).map(([argument]) => argument),
  }]));
}

function isPlain({ url, headers }: Request): boolean {
  return !url.includes("?") && PLAIN.has(headers.get("Accept")) && !headers.has("Prefer") &&
    (headers.get("Content-Type") ?? "").startsWith("application/json") &&
    (headers.get("Content-Profile") ?? "public") === "public";
}

/** Who asks: everybody, or somebody whose token is good. */
function askerOf(headers: Headers, { publishable, jwt }: Keys): Asker | undefined {
  if (headers.get("apikey") !== publishable) return undefined;
  const authorization = headers.get("Authorization");
  if (authorization === null || authorization === `Bearer ${publishable}`) {
    return { auth: { role: "anon", jwt: { role: "anon" } } };
  }
  if (!authorization.startsWith("Bearer ")) return undefined;
  const claims = believedToken(authorization.slice(7), jwt, new Date());
  if (claims?.role !== "authenticated") return undefined;
  return { auth: { role: claims.role, uid: claims.sub, jwt: claims } };
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** The call with its arguments by name, read from one JSON object as PostgREST reads them. */
function statementFor(name: string, names: string[], types: Map<string, string>): string {
  if (names.length === 0) return `select public.${quoted(name)}()::text`;
  const given = names.map((each) => `${quoted(each)} => given.${quoted(each)}`);
  const columns = names.map((each) => `${quoted(each)} ${types.get(each)}`);
  return `select public.${quoted(name)}(${given.join(", ")})::text ` +
    `from json_to_record($1::json) as given (${columns.join(", ")})`;
}

/** What the call answers, and what it set for its answer. */
interface Told {
  answer: string | null;
  status: string | null;
  headers: string | null;
}

function answerOf({ answer, status, headers }: Told): Response {
  const kept = new Headers({
    "Content-Type": "application/json; charset=utf-8",
    "Content-Range": "0-0/*",
  });
  for (const header of headers ? JSON.parse(headers) as Record<string, string>[] : []) {
    for (const [name, value] of Object.entries(header)) kept.append(name, value);
  }
  return new Response(answer ?? "null", { status: Number(status || 200), headers: kept });
}

interface DatabaseError {
  code?: string;
  message: string;
  detail?: string;
  hint?: string;
}

/** As PostgREST refuses. @throws {Error} what the database did not raise. */
function refusalOf(error: DatabaseError, { auth }: Asker): Response {
  const { code, message, detail, hint } = error;
  if (!/^[0-9A-Z]{5}$/.test(code ?? "")) throw error;
  // Parameters and keys are personal data.
  console.error(`database error ${code}`);
  const chosen = /^PT([2-5]\d\d)$/.exec(code!)?.[1];
  const refused = code === "42501" ? (auth?.role === "anon" ? 401 : 403) : undefined;
  const status = Number(chosen ?? refused ?? httpStatus(code) ?? STATUS[code!] ?? 400);
  return Response.json({ code, message, details: detail ?? null, hint: hint ?? null }, { status });
}
