import { page } from "fresh";
import { WishForm } from "@/components/visits/WishForm.tsx";
import { readDay } from "@/lib/visits/day.ts";
import { NO_WISH, noteWish, type Wish, wishIn } from "@/lib/visits/wish.ts";
import { techRepairHref } from "@/lib/visits/words.ts";
import { defineStaff, type StaffState } from "@/lib/web/define.ts";
import { readForm } from "@/lib/web/forms.ts";
import { keyOf } from "@/lib/web/key.ts";
import { asksAsPhone } from "@/lib/web/phone.ts";

interface Shown {
  order: string;
  client: string | null;
  wish: Wish;
  complaint?: string;
  isNoted: boolean;
}

/** Whose it is, as the day says: a repair that came to nothing has no page of its own any more. */
async function clientOf({ session }: StaffState, order: string): Promise<string | null> {
  const { stops } = await readDay(session.rpc);
  return stops.find(({ work_order_id }) => work_order_id === order)?.client_name ?? null;
}

export const handler = defineStaff.handlers<Shown>({
  async GET(ctx) {
    const order = keyOf(ctx.params);
    const client = await clientOf(ctx.state, order);
    const isNoted = ctx.url.searchParams.has("now");
    return page({ order, client, wish: NO_WISH, isNoted });
  },
  async POST(ctx) {
    const order = keyOf(ctx.params);
    const wish = wishIn(await readForm(ctx.req));
    // What a phone sends once more has its name already.
    const request = asksAsPhone(ctx.req) ?? crypto.randomUUID();
    const refused = await noteWish(ctx.state.session.rpc, { work_order_id: order }, wish, request);
    if (refused === null) return ctx.redirect(`${techRepairHref(order, "wish")}?now`, 303);
    if ("is" in refused) return ctx.redirect(techRepairHref(order, "next"), 303);
    const client = await clientOf(ctx.state, order);
    return page({ order, client, wish, isNoted: false, ...refused }, { status: 422 });
  },
});

export default defineStaff.page<typeof handler>(function RepairWishPage({ data }) {
  const { order, ...shown } = data;
  return (
    <WishForm
      {...shown}
      action={techRepairHref(order, "wish")}
      back={{ href: "/tech", to: "Today" }}
    />
  );
});
