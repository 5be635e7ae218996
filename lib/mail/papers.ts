import * as z from "zod";
import { Buffer } from "node:buffer";
import { invoiceFacts } from "@/lib/billing/invoice.ts";
import { fileNameOf, invoicePdf } from "@/lib/billing/invoice_pdf.ts";
import type { Mail } from "./mail.ts";

const facts = z.object({ invoice: invoiceFacts.nullish() });

/** The papers that go along with a mail of these facts, whatever kind it is: its invoice, where it has one. */
export async function papersOf(told: unknown): Promise<Mail["attachments"]> {
  const { invoice } = facts.parse(told);
  if (!invoice) return [];
  return [{
    filename: fileNameOf(invoice),
    contentType: "application/pdf",
    content: Buffer.from(await invoicePdf(invoice)).toString("base64"),
    encoding: "base64",
  }];
}
