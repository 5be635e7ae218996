import { page } from "fresh";
import type { DeskView } from "@/components/booking/desk_view.ts";
import { DeskPage } from "@/components/booking/DeskPage.tsx";
import { act } from "@/lib/booking/desk_act.ts";
import { readDesk } from "@/lib/booking/desk_read.ts";
import { wishOf } from "@/lib/booking/desk_wish.ts";
import { deskHref } from "@/lib/booking/desk_words.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";
import { keyOf } from "@/lib/web/key.ts";

export const handler = defineStaff.handlers<Omit<DeskView, "zone">>({
  async GET(ctx) {
    const shown = await readDesk(
      ctx.state.session.rpc,
      keyOf(ctx.params),
      ctx.url.searchParams,
    );
    return page(shown);
  },
  async POST(ctx) {
    const { session: { rpc }, company } = ctx.state;
    const contract = keyOf(ctx.params);
    const form = await readForm(ctx.req);
    const wish = wishOf(form, company.time_zone);
    const came = await act(rpc, contract, textOf(form, "do"), wish, company.time_zone);
    if (came?.ok) return ctx.redirect(`${deskHref(contract)}?did=${came.deed}`, 303);
    const shown = await readDesk(rpc, contract, wish);
    const status = came === null || came.isAgain ? 200 : 422;
    return page({ ...shown, refused: came ?? undefined }, { status });
  },
});

export default defineStaff.page<typeof handler>(function BookOnThePhone({ data, state }) {
  return <DeskPage {...data} zone={state.company.time_zone} />;
});
