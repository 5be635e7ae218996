import type { Rpc } from "@/lib/enrolment/rpc.ts";
import type { Queryable } from "./database.ts";

/**
 * Calls functions straight in the database, as its owner: for filling one before there is an API, and
 * for tests that undo what they did. Arrays and objects become what the function's arguments are.
 */
export function databaseRpc(db: Queryable): Rpc {
  return async <T>(name: string, args: Record<string, unknown>) => {
    const names = Object.keys(args);
    const list = names.map((arg, i) => `${arg} => $${i + 1}`).join(", ");
    const [{ result }] = await db.query<{ result: T }>(
      `select public.${name}(${list}) as result`,
      names.map((arg) => args[arg]),
    );
    return result;
  };
}
