import { HttpError } from "fresh";
import * as z from "zod";
import { paperFacts, readInvoice } from "@/lib/billing/invoice.ts";
import { fileNameOf, invoicePdf } from "@/lib/billing/invoice_pdf.ts";
import { dayOf } from "@/lib/text/dates.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { pdfResponse } from "@/lib/web/pdf.ts";

/** The paper of an invoice, as the client gets it. */
export const handler = defineStaff.handlers({
  async GET(ctx) {
    const { success, data } = z.uuid().safeParse(ctx.params.id);
    if (!success) throw new HttpError(404);
    const invoice = await readInvoice(ctx.state.session.rpc, data);
    const facts = paperFacts(invoice, (at) => dayOf(at, ctx.state.company.time_zone));
    return pdfResponse(await invoicePdf(facts), fileNameOf(facts));
  },
});
