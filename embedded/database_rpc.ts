import type { Rpc } from "@/lib/database/rpc.ts";
import type { Queryable } from "./database.ts";

/**
 * Calls functions straight in the database, as its owner: for filling one before there is an API, and
 * for tests that undo what they did. Arrays and objects become what the function's arguments are.
 */
export function databaseRpc(db: Queryable): Rpc {
  return async (name, args) => {
    const given = Object.entries(args).filter(([, value]) => value !== undefined);
    const list = given.map(([arg], i) => `${arg} => $${i + 1}`).join(", ");
    const [{ result }] = await db.query<{ result: unknown }>(
      `select public.${name}(${list}) as result`,
      given.map(([, value]) => value),
    );
    return result;
  };
}
