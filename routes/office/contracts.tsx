import { HttpError, page } from "fresh";
import { contractCells } from "@/components/contracts/contract_cells.tsx";
import { ListPage, type ListView } from "@/components/web/List.tsx";
import {
  type Category,
  contractList,
  type ContractRow,
  listCategories,
} from "@/lib/contracts/list.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textsOf } from "@/lib/web/forms.ts";
import { columnsCookie, columnsOf, listHref, readList, readStep } from "@/lib/web/lists.ts";

interface Data extends ListView<ContractRow> {
  categories: Category[];
}

export const handler = defineStaff.handlers<Data>({
  async GET(ctx) {
    const { api, rpc } = ctx.state.session;
    const list = contractList;
    const step = readStep(list, ctx.url.searchParams);
    const [found, categories] = await Promise.all([
      readList(list, rpc, step),
      listCategories(api),
    ]);
    return page({ list, step, found, columns: columnsOf(list, ctx.req), categories });
  },
  async POST(ctx) {
    const form = await readForm(ctx.req);
    if (form.get("do") !== "columns") throw new HttpError(400);
    const step = readStep(contractList, ctx.url.searchParams);
    const answer = ctx.redirect(listHref(contractList, step), 303);
    answer.headers.append("Set-Cookie", columnsCookie(contractList, textsOf(form, "column")));
    return answer;
  },
});

export default defineStaff.page<typeof handler>(function Contracts({ data, state }) {
  const { categories, ...view } = data;
  return (
    <ListPage
      {...view}
      title="Contracts"
      keyOf={({ contract_id }) => contract_id}
      cells={contractCells(state.company.time_zone)}
      choices={{ category: categories.map(({ code, name }) => ({ value: code, label: name })) }}
      nothing={
        <>
          <h2>No units are enrolled yet</h2>
          <p>
            Import your sales files, or enrol a unit from its client's page:{" "}
            <a href="/office/clients">all clients</a>
          </p>
        </>
      }
    />
  );
});
