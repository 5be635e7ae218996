import { HttpError, page } from "fresh";
import { InvoiceSheet } from "@/components/billing/InvoiceSheet.tsx";
import { act, type Came } from "@/lib/billing/act.ts";
import { type InvoicePage, readInvoice } from "@/lib/billing/invoice.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";
import { keyOf } from "@/lib/web/key.ts";

interface Data {
  invoice: InvoicePage;
  /** Makes a payment that is sent twice one. */
  requestId: string;
  refused?: Extract<Came, { ok: false }>;
  /** What was typed into the form that was refused. */
  typed: Record<string, string>;
}

const TYPED = ["amount", "method", "note", "reason", "fee", "price_reason", "visit_id"];

export const handler = defineStaff.handlers<Data>({
  async GET(ctx) {
    const invoice = await readInvoice(ctx.state.session.rpc, keyOf(ctx.params));
    return page({ invoice, requestId: crypto.randomUUID(), typed: {} });
  },
  async POST(ctx) {
    const { rpc } = ctx.state.session;
    const form = await readForm(ctx.req);
    const came = await act(rpc, keyOf(ctx.params), form);
    if (came === null) throw new HttpError(400);
    if (came.ok) return ctx.redirect(`/office/invoices/${came.invoiceId}`, 303);
    const invoice = await readInvoice(rpc, keyOf(ctx.params));
    const typed = Object.fromEntries(TYPED.map((name) => [name, textOf(form, name)]));
    const requestId = textOf(form, "request_id") || crypto.randomUUID();
    return page({ invoice, requestId, refused: came, typed }, { status: 422 });
  },
});

export default defineStaff.page<typeof handler>(function Invoice({ data, state }) {
  return <InvoiceSheet {...data} zone={state.company.time_zone} />;
});
