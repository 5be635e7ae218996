import type { Mail } from "../mail.ts";

/** What became of one attempt. */
export type Outcome =
  | { outcome: "sent"; providerId?: string }
  /** Not taken this time; the same again later cannot double it. */
  | { outcome: "failed"; error: string; retryAfterSeconds?: number }
  /** Not taken, and never will be. */
  | { outcome: "refused"; error: string }
  /** It may have been taken. */
  | { outcome: "uncertain"; error: string };

/** A way out for mail. */
export interface Transport {
  /** Kept on the message: an answer may only be asked for again of the one who got it. */
  provider: string;
  /** Whether the provider drops a repeat of the same message. */
  deduplicates: boolean;
  /** Sends once. Errors become outcomes. */
  send(id: string, mail: Mail): Promise<Outcome>;
}

/** A mail's headers by name. The database keeps no order of them, and every attempt sends the same bytes. */
export function orderedHeaders({ headers }: Mail): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).sort(([a], [b]) => a < b ? -1 : 1));
}
