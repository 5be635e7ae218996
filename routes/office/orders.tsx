import { page } from "fresh";
import { orderCells } from "@/components/sales/order_cells.tsx";
import { ListPage } from "@/components/web/List.tsx";
import { orderList, type OrderRow } from "@/lib/sales/list.ts";
import { type ListView, openList, postList } from "@/lib/web/chosen.ts";
import { defineStaff } from "@/lib/web/define.ts";

export const handler = defineStaff.handlers<ListView<OrderRow>>({
  async GET(ctx) {
    return page(await openList(orderList, ctx));
  },
  async POST(ctx) {
    const answer = await postList(orderList, [], ctx);
    return answer instanceof Response ? answer : page(answer.view, answer.init);
  },
});

export default defineStaff.page<typeof handler>(function Orders({ data }) {
  const { client } = data.step.values;
  return (
    <ListPage
      {...data}
      title="Orders"
      keyOf={({ order_id }) => order_id}
      cells={orderCells}
      actions={
        <a class="button" href={`/office/orders/new${client ? `?client=${client}` : ""}`}>
          New order
        </a>
      }
      nothing={
        <>
          <h2>No orders</h2>
          <p>
            What was sold comes from the company's other system, or is{" "}
            <a href="/office/orders/new">written down here</a>.
          </p>
        </>
      }
    />
  );
});
