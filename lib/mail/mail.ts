/** A finished mail, as it is frozen in `messages.rendered`: every attempt sends exactly this. */
export interface Mail {
  from: { name: string; address: string };
  to: string;
  subject: string;
  html: string;
  text: string;
  /** When it was made, ISO 8601. */
  date: string;
  /** Becomes the Message-ID, the same on every attempt. */
  messageId: string;
  headers: Record<string, string>;
  attachments: { filename: string; contentType: string; content: string }[];
}

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
