import { HttpError, page } from "fresh";
import { TrailPage } from "@/components/custody/TrailPage.tsx";
import type { TrailView } from "@/components/custody/view.ts";
import { checkTrail, readTrail, trailFilter } from "@/lib/custody/trail.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";

export const handler = defineStaff.handlers<Omit<TrailView, "zone">>({
  async GET(ctx) {
    const filter = trailFilter(ctx.url.searchParams);
    return page({ trail: await readTrail(ctx.state.session.rpc, filter), filter });
  },
  /** Changes nothing: the seals are proved, and the page says what that came to. */
  async POST(ctx) {
    const { rpc } = ctx.state.session;
    const form = await readForm(ctx.req);
    const after = textOf(form, "after");
    if (textOf(form, "do") !== "check" || !/^\d{0,12}$/.test(after)) throw new HttpError(400);
    const check = await checkTrail(rpc, after === "" ? null : Number(after));
    const filter = trailFilter(ctx.url.searchParams);
    return page({ trail: await readTrail(rpc, filter), filter, check });
  },
});

export default defineStaff.page<typeof handler>(function AuditTrail({ data, state }) {
  return <TrailPage {...data} zone={state.company.time_zone} />;
});
