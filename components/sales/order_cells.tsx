import type { ComponentChildren } from "preact";
import { StateMark } from "@/components/web/StateMark.tsx";
import type { OrderRow } from "@/lib/sales/list.ts";
import { orderHref, orderMark } from "@/lib/sales/words.ts";
import { shortDayText, unbroken } from "@/lib/text/dates.ts";
import { moneyText } from "@/lib/text/money.ts";

/** What stands in each column of the list of orders. */
export const orderCells: Record<string, (row: OrderRow) => ComponentChildren> = {
  order: ({ order_id, order_number, order_date }) => (
    <>
      <a class="whole" href={orderHref(order_id)}>{order_number}</a>
      {order_date && <small>{unbroken(shortDayText(order_date))}</small>}
    </>
  ),
  state: ({ state }) => <StateMark mark={orderMark(state)} />,
  client: ({ customer_id, customer, city }) => (
    <>
      <a href={`/office/clients/${customer_id}`}>{customer}</a>
      <small>{city}</small>
    </>
  ),
  what: ({ what }) => what,
  delivered: ({ delivered_on }) => delivered_on && unbroken(shortDayText(delivered_on)),
  contracts: ({ contracts }) => contracts > 0 ? contracts : "",
  net: ({ net }) => moneyText(net),
};
