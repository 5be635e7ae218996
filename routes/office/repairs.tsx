import { page } from "fresh";
import { repairCells } from "@/components/repairs/repair_cells.tsx";
import { ListPage } from "@/components/web/List.tsx";
import { repairList, type RepairRow, sumText } from "@/lib/repairs/list.ts";
import { type ListView, openList, postList } from "@/lib/web/chosen.ts";
import { defineStaff } from "@/lib/web/define.ts";

export const handler = defineStaff.handlers<ListView<RepairRow>>({
  async GET(ctx) {
    return page(await openList(repairList, ctx));
  },
  async POST(ctx) {
    const answer = await postList(repairList, [], ctx);
    return answer instanceof Response ? answer : page(answer.view, answer.init);
  },
});

export default defineStaff.page<typeof handler>(function Repairs({ data, state }) {
  return (
    <ListPage
      {...data}
      title="Repairs"
      keyOf={({ work_order_id }) => work_order_id}
      cells={repairCells(state.company.time_zone)}
      nothing={
        <>
          <h2>No repairs</h2>
          <p>
            What fails at a visit is quoted by itself. Where a client calls, open one on the page of
            the unit: <a href="/office/search">find it</a>
          </p>
        </>
      }
    >
      {data.found.rows.length > 0 && !data.asked && !data.outcome && <p>{sumText(data.found)}</p>}
    </ListPage>
  );
});
