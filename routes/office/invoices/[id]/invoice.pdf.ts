import { paperFacts, readInvoice } from "@/lib/billing/invoice.ts";
import { fileNameOf, invoicePdf } from "@/lib/billing/invoice_pdf.ts";
import { dayOf } from "@/lib/text/dates.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { keyOf } from "@/lib/web/key.ts";
import { pdfResponse } from "@/lib/web/pdf.ts";

/** The paper of an invoice, as the client gets it. */
export const handler = defineStaff.handlers({
  async GET(ctx) {
    const invoice = await readInvoice(ctx.state.session.rpc, keyOf(ctx.params));
    const facts = paperFacts(invoice, (at) => dayOf(at, ctx.state.company.time_zone));
    return pdfResponse(await invoicePdf(facts), fileNameOf(facts));
  },
});
