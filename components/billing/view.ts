import type { Came } from "@/lib/billing/act.ts";
import type { InvoicePage } from "@/lib/billing/invoice.ts";

/** What the page of an invoice shows, a form that was refused included. */
export interface InvoiceView {
  invoice: InvoicePage;
  requestId: string;
  refused?: Extract<Came, { ok: false }>;
  typed: Record<string, string>;
  zone: string;
}
