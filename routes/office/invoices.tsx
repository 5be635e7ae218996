import { HttpError, page } from "fresh";
import { INVOICE_CELLS } from "@/components/billing/invoice_cells.tsx";
import { ListPage, type ListView } from "@/components/web/List.tsx";
import { invoiceList, type InvoiceRow } from "@/lib/billing/list.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textsOf } from "@/lib/web/forms.ts";
import { columnsCookie, columnsOf, listHref, readList, readStep } from "@/lib/web/lists.ts";

export const handler = defineStaff.handlers<ListView<InvoiceRow>>({
  async GET(ctx) {
    const list = invoiceList;
    const step = readStep(list, ctx.url.searchParams);
    const found = await readList(list, ctx.state.session.rpc, step);
    return page({ list, step, found, columns: columnsOf(list, ctx.req) });
  },
  async POST(ctx) {
    const form = await readForm(ctx.req);
    if (form.get("do") !== "columns") throw new HttpError(400);
    const step = readStep(invoiceList, ctx.url.searchParams);
    const answer = ctx.redirect(listHref(invoiceList, step), 303);
    answer.headers.append("Set-Cookie", columnsCookie(invoiceList, textsOf(form, "column")));
    return answer;
  },
});

export default defineStaff.page<typeof handler>(function Invoices({ data }) {
  return (
    <ListPage
      {...data}
      title="Invoices"
      keyOf={({ invoice_id }) => invoice_id}
      cells={INVOICE_CELLS}
      nothing={
        <>
          <h2>No invoices yet</h2>
          <p>
            A visit that is done and costs something brings its own:{" "}
            <a href="/office/visits?state=done">visits that were done</a>
          </p>
        </>
      }
    />
  );
});
