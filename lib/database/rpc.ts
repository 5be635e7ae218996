import type { SupabaseClient } from "@supabase/supabase-js";
import type { Database } from "./database.types.ts";

/** The project's API with one key: tables under that key's rights, and the functions of the database. */
export type Api = SupabaseClient<Database>;

type Functions = Database["public"]["Functions"];
export type FunctionName = keyof Functions;

/** The arguments of a function by name; one that is left out or `undefined` has its default. */
export type Arguments<Name extends FunctionName> = Functions[Name]["Args"];

/**
 * Calls a function of the database by name and resolves to what it answers, which the caller reads with
 * a shape of its own.
 * @throws {DatabaseError} what the database raised, or that it could not be reached.
 */
export type Rpc = <Name extends FunctionName>(
  name: Name,
  args: Arguments<Name>,
) => Promise<unknown>;

/** A refusal of the database or its API. */
export class DatabaseError extends Error {
  override name = "DatabaseError";
  constructor(
    message: string,
    /** SQLSTATE, or a code of PostgREST. */
    readonly code: string | undefined,
    /** Of the HTTP answer; 0 when there was none. */
    readonly status: number,
  ) {
    super(message);
  }
}

/** Calls through the API, with the rights of the client's key. */
export function rpcOf(api: Pick<Api, "rpc">): Rpc {
  return async (name, args) => {
    const { data, error, status } = await api.rpc(name, args);
    if (error) throw new DatabaseError(`${name}: ${error.message}`, error.code, status);
    return data;
  };
}
