/** A transaction of lite's query builder, as far as it is used here. */
export interface Transaction {
  executeQuery(query: { sql: string; parameters: string[] }): Promise<unknown>;
}

/** Who asks, as lite has read it from a request's token. */
export interface Asker {
  auth?: { role?: string; uid?: unknown; jwt?: unknown } | null;
}

/** What functions of the database may know of a request. */
export interface RequestFacts {
  method: string;
  path: string;
  requestHeaders?: Record<string, string>;
}

/**
 * What PostgREST tells a transaction before its statement, as it does: in one statement. lite takes one for each
 * setting, a dozen round trips for a call.
 */
const TELL_ASKER = setting(
  "role",
  "request.jwt.claim.role",
  "request.jwt.claim.sub",
  "request.jwt.claims",
);

const TELL_REQUEST = setting(
  "response.status",
  "response.headers",
  "request.method",
  "request.path",
  "request.headers",
);

/** A statement that gives each of these settings its value until the transaction ends. */
function setting(...names: string[]): string {
  return `select ${names.map((name, i) => `set_config('${name}', $${i + 1}, true)`).join(", ")}`;
}

/** With these rights, and as this person, the transaction goes on. */
export async function tellAsker(transaction: Transaction, { auth }: Asker): Promise<void> {
  const role = auth?.role || "anon";
  const claims = auth?.jwt ? JSON.stringify(auth.jwt) : "";
  const parameters = [role, role, String(auth?.uid ?? ""), claims];
  await transaction.executeQuery({ sql: TELL_ASKER, parameters });
}

/** What a function was called by; it may say how it is answered. */
export async function tellRequest(transaction: Transaction, facts: RequestFacts): Promise<void> {
  const headers = JSON.stringify(facts.requestHeaders ?? {});
  const parameters = ["", "", facts.method, facts.path, headers];
  await transaction.executeQuery({ sql: TELL_REQUEST, parameters });
}
