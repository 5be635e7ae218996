import * as z from "zod";
import { Buffer } from "node:buffer";
import { invoiceFacts } from "@/lib/billing/invoice.ts";
import { fileNameOf, invoicePdf } from "@/lib/billing/invoice_pdf.ts";
import { certificateFacts } from "@/lib/certificates/facts.ts";
import { certificatePdf } from "@/lib/certificates/pdf.ts";
import type { Mail } from "./mail.ts";

const facts = z.object({
  invoice: invoiceFacts.nullish(),
  units: z.array(z.object({ certificate: certificateFacts.nullish() })).nullish(),
});

/**
 * The papers that go along with a mail of these facts, whatever kind it is: the certificates of its units and its
 * invoice, where it has them.
 */
export async function papersOf(told: unknown): Promise<Mail["attachments"]> {
  const { invoice, units } = facts.parse(told);
  const papers: Mail["attachments"] = [];
  for (const { certificate } of units ?? []) {
    if (certificate) {
      papers.push(paper(`${certificate.number}.pdf`, await certificatePdf(certificate)));
    }
  }
  if (invoice) papers.push(paper(fileNameOf(invoice), await invoicePdf(invoice)));
  return papers;
}

function paper(filename: string, pdf: Uint8Array): Mail["attachments"][number] {
  return {
    filename,
    contentType: "application/pdf",
    content: Buffer.from(pdf).toString("base64"),
    encoding: "base64",
  };
}
