/** What a mail says, in order; HTML and text are written from the same blocks, so they never differ. */
export type Block =
  | { block: "text"; text: string }
  /** Things of one kind that each have a name and a line, such as units that are due or ways to pay. */
  | {
    block: "units";
    units: { name: string; line: string; link?: { label: string; href: string } }[];
  }
  /** Label and value, such as "When" and "Tuesday, May 12, 2026, 9:00 a.m." */
  | { block: "details"; rows: [label: string, value: string][] }
  /** What something costs, under one another as on a bill; the last is what it comes to. */
  | { block: "amounts"; rows: [what: string, amount: string][] }
  | { block: "button"; label: string; href: string }
  /** Over what belongs together, where a mail has several parts. */
  | { block: "title"; text: string }
  /** To be copied as it stands. */
  | { block: "code"; text: string }
  /** Set apart and smaller: who we are. */
  | { block: "note"; text: string }
  /** A way that is not the main one, after what it is for. */
  | { block: "link"; text: string; label: string; href: string };

export interface MailContent {
  subject: string;
  /** The line that mail programs show beside the subject. */
  preview: string;
  heading: string;
  blocks: Block[];
  /**
   * Of a mail to the company's own people: where it is switched off. Nobody unsubscribes from it or needs our
   * phone number.
   */
  switchedOff?: string;
  /** A calendar entry that goes along. */
  calendar?: CalendarEntry;
  /** Of a mail about several visits, those of the others: a calendar takes one visit at a time. */
  moreCalendars?: CalendarEntry[];
}

export interface CalendarEntry {
  method: "REQUEST" | "CANCEL";
  content: string;
}
