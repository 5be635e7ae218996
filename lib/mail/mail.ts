/**
 * A finished mail, as it is frozen in `messages.rendered`: every attempt sends exactly this. A type and
 * no interface, because only types are JSON to the compiler.
 */
export type Mail = {
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
  /** What is no text is written in base64. */
  attachments: { filename: string; contentType: string; content: string; encoding?: "base64" }[];
};
