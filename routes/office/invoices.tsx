import { page } from "fresh";
import { INVOICE_CELLS } from "@/components/billing/invoice_cells.tsx";
import { ListPage } from "@/components/web/List.tsx";
import { invoiceList, type InvoiceRow } from "@/lib/billing/list.ts";
import { type ListView, openList, postList } from "@/lib/web/chosen.ts";
import { defineStaff } from "@/lib/web/define.ts";

export const handler = defineStaff.handlers<ListView<InvoiceRow>>({
  async GET(ctx) {
    return page(await openList(invoiceList, ctx));
  },
  async POST(ctx) {
    const answer = await postList(invoiceList, [], ctx);
    return answer instanceof Response ? answer : page(answer.view, answer.init);
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
