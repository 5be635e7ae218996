import type { Came, DONE } from "@/lib/repairs/act.ts";
import type { RepairPage, RepairTimes } from "@/lib/repairs/page.ts";
import type { QuoteFault, TypedQuote } from "@/lib/repairs/quote.ts";

/** What the page of a repair shows, a form that was refused included. */
export interface RepairView extends RepairTimes {
  page: RepairPage;
  /** From which day on they were looked for; empty for as soon as can be. */
  from: string;
  quote: TypedQuote;
  /** Why what was typed of the quote was not saved. */
  fault?: QuoteFault;
  /** Whether the form of the quote gave itself back, with more in it. */
  isQuoting: boolean;
  /** Makes an outcome that is sent twice one. */
  reportId: string;
  did?: keyof typeof DONE;
  refused?: Extract<Came, { ok: false }>;
  /** What was typed into the form that was refused. */
  typed: Record<string, string>;
  zone: string;
}

/** What is to be corrected in a field of one of the forms. */
export function complaintOf({ refused }: RepairView, deed: string, field: string) {
  return refused?.deed === deed && refused.field === field ? refused.complaint : undefined;
}

/** What stands in a field of the form that was refused; nothing in those of others. */
export function typedIn({ refused, typed }: RepairView, deed: string, name: string): string {
  return refused?.deed === deed ? typed[name] ?? "" : "";
}
