import { HttpError, page } from "fresh";
import { CLIENT_CELLS } from "@/components/customers/client_cells.tsx";
import { ListPage, type ListView } from "@/components/web/List.tsx";
import { clientList, type ClientRow } from "@/lib/customers/list.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textsOf } from "@/lib/web/forms.ts";
import { columnsCookie, columnsOf, listHref, readList, readStep } from "@/lib/web/lists.ts";

export const handler = defineStaff.handlers<ListView<ClientRow>>({
  async GET(ctx) {
    const step = readStep(clientList, ctx.url.searchParams);
    const found = await readList(clientList, ctx.state.session.rpc, step);
    return page({ list: clientList, step, found, columns: columnsOf(clientList, ctx.req) });
  },
  async POST(ctx) {
    const form = await readForm(ctx.req);
    if (form.get("do") !== "columns") throw new HttpError(400);
    const step = readStep(clientList, ctx.url.searchParams);
    const answer = ctx.redirect(listHref(clientList, step), 303);
    answer.headers.append("Set-Cookie", columnsCookie(clientList, textsOf(form, "column")));
    return answer;
  },
});

export default defineStaff.page<typeof handler>(function Clients({ data }) {
  return (
    <ListPage
      {...data}
      title="Clients"
      keyOf={({ customer_id }) => customer_id}
      cells={CLIENT_CELLS}
      actions={<a class="button" href="/office/clients/new">New client</a>}
      nothing={
        <>
          <h2>Nobody is on file yet</h2>
          <p>
            <a href="/office/clients/new">Write down the first client</a>, or import your sales
            files.
          </p>
        </>
      }
    />
  );
});
