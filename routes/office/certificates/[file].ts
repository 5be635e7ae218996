import { HttpError } from "fresh";
import { printCertificate } from "@/lib/certificates/office.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { pdfResponse } from "@/lib/web/pdf.ts";

/** `/office/certificates/MIR-2026-00412.pdf`: it names a client and an address, so only the office opens it here. */
export const handler = defineStaff.handlers({
  async GET(ctx) {
    const [, number] = /^(MIR-\d{4}-\d{5,9})\.pdf$/.exec(ctx.params.file) ?? [];
    if (number === undefined) throw new HttpError(404);
    return pdfResponse(await printCertificate(ctx.state.session.rpc, number), `${number}.pdf`);
  },
});
