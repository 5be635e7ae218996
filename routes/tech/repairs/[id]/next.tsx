import { page } from "fresh";
import { RepairAgain } from "@/components/visits/RepairAgain.tsx";
import { chosenOf, type NotBooked, type Shown, shownIn } from "@/lib/visits/next.ts";
import { bookAgain, readAgain, type RepairAgain as Again } from "@/lib/visits/repair_again.ts";
import { techRepairHref } from "@/lib/visits/words.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";
import { keyOf } from "@/lib/web/key.ts";

interface Data {
  order: string;
  again: Again;
  shown: Shown;
  isNew: boolean;
  refused?: NotBooked;
}

export const handler = defineStaff.handlers<Data>({
  async GET(ctx) {
    const order = keyOf(ctx.params);
    const { searchParams } = ctx.url;
    const shown = shownIn(searchParams);
    const again = await readAgain(ctx.state.session.rpc, order, shown);
    return page({ order, again, shown, isNew: searchParams.has("now") });
  },
  async POST(ctx) {
    const { rpc } = ctx.state.session;
    const order = keyOf(ctx.params);
    const chosen = chosenOf(textOf(await readForm(ctx.req), "time"));
    const refused = chosen === null
      ? { complaint: "Please choose a time first.", near: [] }
      : await bookAgain(rpc, order, chosen);
    if (refused === null) return ctx.redirect(`${techRepairHref(order, "next")}?now`, 303);
    const shown = { week: null, day: null, change: false };
    const again = await readAgain(rpc, order, shown);
    return page({ order, again, shown, refused, isNew: false }, { status: 422 });
  },
});

export default defineStaff.page<typeof handler>(function RepairAgainPage({ data, state }) {
  const isOwn = state.staff.role === "technician";
  return <RepairAgain {...data} isOwn={isOwn} zone={state.company.time_zone} />;
});
