import type { SupabaseClient } from "@supabase/supabase-js";

/**
 * Calls a function of the database by name and resolves to what it returns.
 * @throws {RpcError} what the database raised, or that it could not be reached.
 */
export type Rpc = <T>(name: string, args: Record<string, unknown>) => Promise<T>;

/** What the database raised. */
export class RpcError extends Error {
  override name = "RpcError";
  constructor(message: string, readonly code: string | undefined) {
    super(message);
  }
}

/** Calls through the API, with the rights of the client's key. */
export function rpcOf(client: Pick<SupabaseClient, "rpc">): Rpc {
  return async <T>(name: string, args: Record<string, unknown>) => {
    const { data, error } = await client.rpc(name, args);
    if (error) throw new RpcError(`${name}: ${error.message}`, error.code);
    return data as T;
  };
}
