import type { Rpc } from "@/lib/backfill/rpc.ts";
import type { Queryable } from "./database.ts";

/**
 * Calls functions straight in the database, as its owner; for setting up data before there is an API.
 * Arguments that are objects or arrays of objects become jsonb.
 */
export function databaseRpc(db: Queryable): Rpc {
  return async <T>(name: string, args: Record<string, unknown>) => {
    const names = Object.keys(args);
    const list = names.map((arg, i) => `${arg} => $${i + 1}`).join(", ");
    const [row] = await db.query<{ result: T }>(
      `select public.${name}(${list}) as result`,
      names.map((arg) => args[arg]),
    );
    return row.result;
  };
}
