import { page } from "fresh";
import * as z from "zod";
import { ChooseBuyer, type FoundBuyer } from "@/components/sales/ChooseBuyer.tsx";
import { NewOrderPage } from "@/components/sales/NewOrderPage.tsx";
import type { NewOrderView } from "@/components/sales/view.ts";
import { act } from "@/lib/sales/act.ts";
import { findBuyers } from "@/lib/sales/buyers.ts";
import { readNewOrder } from "@/lib/sales/page.ts";
import { blankOrder, orderOf, saveOrder } from "@/lib/sales/typed.ts";
import { orderHref } from "@/lib/sales/words.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";

type Shown = { choose: { typed: string; found: FoundBuyer[] } } | NewOrderView;

export const handler = defineStaff.handlers<Shown>({
  async GET(ctx) {
    const { rpc } = ctx.state.session;
    const { searchParams } = ctx.url;
    const client = z.uuid().safeParse(searchParams.get("client")).data;
    if (client === undefined) {
      const typed = (searchParams.get("q") ?? "").trim().slice(0, 100);
      return page({ choose: { typed, found: typed === "" ? [] : await findBuyers(rpc, typed) } });
    }
    const shown = await readNewOrder(rpc, client);
    return page({ page: shown, typed: blankOrder(shown.client.customer_id, shown.today) });
  },
  async POST(ctx) {
    const { session: { rpc }, company: { time_zone: zone } } = ctx.state;
    const form = await readForm(ctx.req);
    const typed = orderOf(form);
    if (!z.uuid().safeParse(typed.order_id).success) typed.order_id = crypto.randomUUID();
    const shown = await readNewOrder(
      rpc,
      z.uuid().safeParse(typed.customer_id).data ?? typed.order_id,
    );
    const wanted = textOf(form, "do");
    if (wanted === "more" || wanted.startsWith("remove:")) {
      return page({ page: shown, typed, isChanging: true });
    }
    const fault = await saveOrder(rpc, typed, shown.products, zone);
    if (fault !== null) return page({ page: shown, typed, fault }, { status: 422 });
    if (wanted === "sell") {
      form.set("do", "confirm");
      form.delete("shown");
      const came = await act(rpc, typed.order_id, form, zone);
      if (came?.ok) return ctx.redirect(`${orderHref(typed.order_id)}${came.query}`, 303);
    }
    return ctx.redirect(`${orderHref(typed.order_id)}?did=save`, 303);
  },
});

export default defineStaff.page<typeof handler>(function New({ data }) {
  return "choose" in data ? <ChooseBuyer {...data.choose} /> : <NewOrderPage {...data} />;
});
