/** lite's query builder, within a transaction or not, as far as it is used here. */
export interface QueryBuilder {
  executeQuery(query: { sql: string; parameters: string[] }): Promise<unknown>;
  transaction(): { execute<T>(run: (transaction: QueryBuilder) => Promise<T>): Promise<T> };
}

/** Who asks, as lite has read it from a request's token. */
export interface Asker {
  auth?: { role?: string; uid?: unknown; jwt?: unknown } | null;
}

/** What a function of the database may know of the request that calls it. */
export interface CallFacts {
  method: string;
  path: string;
  readOnly?: boolean;
  requestHeaders?: Record<string, string>;
}

type Settings = Record<string, string>;

/** All that the transaction of a call knows when it begins. */
export function callSettings(
  asker: Asker,
  { method, path, requestHeaders = {} }: CallFacts,
): Settings {
  return {
    ...settingsOf(asker),
    "request.method": method,
    "request.path": path,
    "request.headers": JSON.stringify(requestHeaders),
    "response.status": "",
    "response.headers": "",
  };
}

/** With the rights of whoever asks, and as this person, the transaction goes on. */
export async function tellAsker(transaction: QueryBuilder, asker: Asker): Promise<void> {
  await set(transaction, settingsOf(asker));
}

/** The transaction in which a function is called: it knows what it is called by, and may say how it is answered. */
export async function withinCall<T>(
  builder: QueryBuilder,
  asker: Asker,
  facts: CallFacts,
  run: (transaction: QueryBuilder) => Promise<T>,
): Promise<T> {
  return await builder.transaction().execute(async (transaction) => {
    await set(transaction, {
      ...callSettings(asker, facts),
      "transaction_read_only": facts.readOnly ? "on" : "off",
    });
    return await run(transaction);
  });
}

function settingsOf({ auth }: Asker): Settings {
  const role = auth?.role || "anon";
  return {
    role,
    "request.jwt.claim.role": role,
    "request.jwt.claim.sub": String(auth?.uid ?? ""),
    "request.jwt.claims": auth?.jwt ? JSON.stringify(auth.jwt) : "",
  };
}

/** Until the transaction ends, all of them in one statement, as PostgREST does it: lite takes one for each. */
async function set(transaction: QueryBuilder, settings: Settings): Promise<void> {
  const calls = Object.keys(settings).map((name, i) => `set_config('${name}', $${i + 1}, true)`);
  const sql = `select ${calls.join(", ")}`;
  await transaction.executeQuery({ sql, parameters: Object.values(settings) });
}
