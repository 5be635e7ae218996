import { page } from "fresh";
import { CLIENT_CELLS } from "@/components/customers/client_cells.tsx";
import { ListPage } from "@/components/web/List.tsx";
import { clientList, type ClientRow } from "@/lib/customers/list.ts";
import { type ListView, openList, postList } from "@/lib/web/chosen.ts";
import { defineStaff } from "@/lib/web/define.ts";

export const handler = defineStaff.handlers<ListView<ClientRow>>({
  async GET(ctx) {
    return page(await openList(clientList, ctx));
  },
  async POST(ctx) {
    const answer = await postList(clientList, [], ctx);
    return answer instanceof Response ? answer : page(answer.view, answer.init);
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
