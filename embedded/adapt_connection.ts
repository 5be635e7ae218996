import type { PgliteConnection } from "@supabase/lite/pglite";
import type { PostgresConnection } from "@supabase/lite/postgres";

type LiteConnection = PgliteConnection | PostgresConnection;

/** The parts of a lite connection that are not public; the exact version of lite is pinned for them. */
interface Internals {
  rlsState: "unknown" | "active" | "inactive";
  normalizeDbError(error: unknown): unknown;
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
 */
export function adaptConnection<T extends LiteConnection>(connection: T): T {
  const internals = connection as unknown as Internals;
  internals.rlsState = "active";
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
  if (/^(40|53|54|55|57|P0)/.test(sqlstate)) return sqlstate.startsWith("53") ? 503 : 500;
  return undefined;
}
