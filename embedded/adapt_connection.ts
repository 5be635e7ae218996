import type { PgliteConnection } from "@supabase/lite/pglite";
import type { PostgresConnection } from "@supabase/lite/postgres";
import {
  type Asker,
  type CallFacts,
  type QueryBuilder,
  tellAsker,
  withinCall,
} from "./request_context.ts";

type LiteConnection = PgliteConnection | PostgresConnection;

/** The parts of a lite connection that are not public; the exact version of lite is pinned for them. */
interface Internals {
  rlsState: "unknown" | "active" | "inactive";
  normalizeDbError(error: unknown): unknown;
  introspect(options?: unknown): Promise<Schema>;
  kysely: QueryBuilder;
  applyJwtSessionContext(transaction: QueryBuilder, asker: Asker): Promise<void>;
  withContext<T>(
    asker: Asker | undefined,
    run: (builder: QueryBuilder) => Promise<T>,
    options?: { rpc?: CallFacts },
  ): Promise<T>;
}

/** What is unique, among much else. */
interface Schema {
  functions?: unknown[];
  views?: { schema?: string; sql?: string }[];
  indexes?: { schema: string; table: string; name: string }[];
  unique_constraints?: { schema: string; table: string; name: string }[];
}

interface DatabaseError {
  code?: string;
  message?: string;
  detail?: string;
  hint?: string;
}

/**
 * Makes `@supabase/lite` answer like hosted Supabase, without telling personal data to the log:
 *
 * - On the first request lite would grant everything on every table to `anon`, undoing the REVOKEs of
 *   the migrations. A connection that is already "active" skips that.
 * - Errors raised by rules come back as 500. They get the HTTP status that PostgREST gives them, by
 *   lite's own way of letting SQL choose a status (code `PGRST`).
 * - A row's one partner is an object for lite wherever an index is unique, be it among some of the rows only.
 *   For PostgREST it is where a constraint says so; elsewhere there may be several: a list.
 * - Of the schemas of a database lite knows all, and looks through them, their views' texts included, with each
 *   request. PostgREST knows the one that it shows.
 * - A schema that could not be read is an empty one for lite, in which nothing is found (404). It is a
 *   failure of the connection.
 * - Who asks, and by what request, is told to the database in one statement: see `request_context.ts`.
 */
export function adaptConnection<T extends LiteConnection>(connection: T): T {
  const internals = connection as unknown as Internals;
  internals.rlsState = "active";
  internals.applyJwtSessionContext = tellAsker;
  const withContext = internals.withContext.bind(connection);
  internals.withContext = (asker, run, options) =>
    asker && options?.rpc
      ? withinCall(internals.kysely, asker, options.rpc, run)
      : withContext(asker, run, options);
  const introspect = internals.introspect.bind(connection);
  // lite asks for the schema it knows already, the same object, with each request.
  let known: { schema: Schema; adapted: Schema } | undefined;
  internals.introspect = async (options) => {
    const schema = await introspect(options);
    if (schema === known?.schema) return known.adapted;
    // Only the answer that stands for a failure lists no functions at all.
    if (schema.functions) {
      known = { schema, adapted: onlyShown(withoutBareIndexes(schema)) };
      return known.adapted;
    }
    throw Object.assign(new Error("the schema could not be read"), { code: "08006" });
  };
  const normalize = internals.normalizeDbError.bind(connection);
  internals.normalizeDbError = (raw) => {
    const error = normalize(raw) as DatabaseError;
    const status = httpStatus(error?.code);
    if (status === undefined) return quiet(error, error?.code);
    const { code, message, detail, hint } = error;
    return quiet({
      code: "PGRST",
      message: JSON.stringify({ code, message, details: detail ?? null, hint: hint ?? null }),
      detail: JSON.stringify({ status, headers: {} }),
    }, code);
  };
  return connection;
}

/** The schema without what is not in `public`, and without the texts of views, from which lite has read what it needs. */
function onlyShown(schema: Schema): Schema {
  const isShown = (item: { schema?: string }) => (item.schema ?? "public") === "public";
  const shown = Object.entries(schema).map((
    [name, items],
  ) => [name, Array.isArray(items) ? items.filter(isShown) : items]);
  const views = schema.views?.filter(isShown).map((view) => ({ ...view, sql: "" }));
  return { ...Object.fromEntries(shown), views };
}

/** The schema with the unique indexes that a constraint made, and no others. */
function withoutBareIndexes(schema: Schema): Schema {
  const nameOf = ({ schema, table, name }: { schema: string; table: string; name: string }) =>
    [schema, table, name].join(".");
  const constraints = new Set(schema.unique_constraints?.map(nameOf));
  return { ...schema, indexes: schema.indexes?.filter((index) => constraints.has(nameOf(index))) };
}

/** lite logs the error it answers with; its parameters and keys are personal data, so only the code shows. */
function quiet<T>(error: T, sqlstate: string | undefined): T {
  if (typeof error === "object" && error !== null && sqlstate !== undefined) {
    Object.defineProperty(error, Symbol.for("Deno.customInspect"), {
      value: () => `database error ${sqlstate}`,
      configurable: true,
    });
  }
  return error;
}

/** PostgREST's status for the SQLSTATEs that lite does not know; undefined where lite is right. */
export function httpStatus(sqlstate: string | undefined): number | undefined {
  if (sqlstate === undefined) return undefined;
  if (sqlstate === "P0001") return 400;
  if (sqlstate === "23503" || sqlstate === "23505") return undefined;
  if (sqlstate.startsWith("23")) return 400;
  if (/^(08|53|57P)/.test(sqlstate)) return 503;
  if (/^(40|54|55|57|P0)/.test(sqlstate)) return 500;
  return undefined;
}
