import { HttpError, page } from "fresh";
import { OrderPage } from "@/components/sales/OrderPage.tsx";
import type { OrderView } from "@/components/sales/view.ts";
import type { Rpc } from "@/lib/database/rpc.ts";
import { act } from "@/lib/sales/act.ts";
import { readOrder } from "@/lib/sales/page.ts";
import { orderOf, saveOrder, typedOf } from "@/lib/sales/typed.ts";
import { didText, orderHref } from "@/lib/sales/words.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";
import { keyOf } from "@/lib/web/key.ts";

type Shown = Omit<OrderView, "zone">;

async function show(rpc: Rpc, id: string): Promise<Shown> {
  const order = await readOrder(rpc, id);
  return { page: order, typed: typedOf(order) };
}

export const handler = defineStaff.handlers<Shown>({
  async GET(ctx) {
    const shown = await show(ctx.state.session.rpc, keyOf(ctx.params));
    return page({ ...shown, did: didText(ctx.url.searchParams) });
  },
  async POST(ctx) {
    const { session: { rpc }, company: { time_zone: zone } } = ctx.state;
    const id = keyOf(ctx.params);
    const form = await readForm(ctx.req);
    const wanted = textOf(form, "do");
    if (["more", "save", "sell"].includes(wanted) || wanted.startsWith("remove:")) {
      const shown = await show(rpc, id);
      const typed = { ...orderOf(form), order_id: id };
      if (wanted === "more" || wanted.startsWith("remove:")) {
        return page({ ...shown, typed, isChanging: true });
      }
      // A page without what it showed is no page of a draft: it would be taken for a new order.
      const fault = await saveOrder(
        rpc,
        { ...typed, shown: typed.shown || "none" },
        shown.page.products,
        zone,
      );
      if (fault !== null) return page({ ...shown, typed, fault }, { status: 422 });
      if (wanted === "save") return ctx.redirect(`${orderHref(id)}?did=save`, 303);
      form.delete("shown");
      form.set("do", "confirm");
    }
    const came = await act(rpc, id, form, zone);
    if (came === null) throw new HttpError(400);
    if (came.ok) return ctx.redirect(`${orderHref(id)}${came.query}`, 303);
    return page({ ...await show(rpc, id), refused: came, reason: textOf(form, "reason") }, {
      status: 422,
    });
  },
});

export default defineStaff.page<typeof handler>(function Order({ data, state }) {
  return <OrderPage {...data} zone={state.company.time_zone} />;
});
