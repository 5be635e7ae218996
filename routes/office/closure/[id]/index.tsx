import { page } from "fresh";
import { ClosurePage } from "@/components/closures/ClosurePage.tsx";
import { type ClosurePage as Shown, readClosure, undoClosure } from "@/lib/closures/closures.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { keyOf } from "@/lib/web/key.ts";

export const handler = defineStaff.handlers<{ page: Shown; isRefused: boolean }>({
  async GET(ctx) {
    const shown = await readClosure(ctx.state.session.rpc, keyOf(ctx.params));
    return page({ page: shown, isRefused: false });
  },
  /** The one form of the page opens the day again. */
  async POST(ctx) {
    const { rpc } = ctx.state.session;
    const id = keyOf(ctx.params);
    if (await undoClosure(rpc, id)) return ctx.redirect(`/office/closure/${id}#done`, 303);
    return page({ page: await readClosure(rpc, id), isRefused: true }, { status: 409 });
  },
});

export default defineStaff.page<typeof handler>(function ClosureRoute({ data, state }) {
  return <ClosurePage {...data} now={state.now} zone={state.company.time_zone} />;
});
