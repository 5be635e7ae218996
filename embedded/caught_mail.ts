export interface CaughtAttachment {
  filename: string;
  contentType: string;
  /** As text for `text/*`, in base64 otherwise; `encoding` says which. */
  content: string;
  encoding: "text" | "base64";
}

/** One message, as `messages.json` lists it. */
export interface CaughtMail {
  id: string;
  /** When it arrived, ISO 8601. */
  at: string;
  from: string;
  /** Bare addresses, joined by a comma and a space. */
  to: string;
  subject: string;
  text: string;
  html: string;
  attachments: CaughtAttachment[];
  /** The same in other forms, without a file name: an invitation that mail programs show by themselves. */
  alternatives: CaughtAttachment[];
  /** By lower-case name; the last one wins where a header repeats. */
  headers: Record<string, string>;
}
