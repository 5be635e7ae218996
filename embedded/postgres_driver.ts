import postgres from "postgres";

/** What postgres.js knows about a server: address, login, types. */
export type DriverOptions = postgres.Sql["options"];

/** The rows of one statement with its `command` and `count`; a list of those for several statements. */
export type Answer = postgres.RowList<postgres.Row[]>;

/**
 * A driver for one connection. It has the types of `options`: reading them from the server once more
 * would be a round trip for each connection, and a loss in that moment would end the process.
 */
export function singleDriver(options: DriverOptions, onclose = () => {}): postgres.Sql {
  const single = { ...options, max: 1, fetch_types: false, max_lifetime: null, onclose };
  return postgres(single as unknown as postgres.Options<Record<string, postgres.PostgresType>>);
}

/** Whether an error is the server's own: then there is a server. */
export function isFromServer(error: unknown): boolean {
  return error instanceof postgres.PostgresError;
}

/** The driver's names for a lost connection, and the operating system's. */
export function isOfTheNetwork(error: { code?: string }): boolean {
  return /^(CONNECT|E[A-Z]+$)/.test(error.code ?? "");
}
