import { page } from "fresh";
import { Late } from "@/components/visits/Late.tsx";
import { keyOf } from "@/lib/web/key.ts";
import { type Lateness, runLate, whoIsLate } from "@/lib/visits/late.ts";
import { readSheet, type Sheet } from "@/lib/visits/sheet.ts";
import { visitHref } from "@/lib/visits/words.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";
import { numberIn } from "@/lib/web/query.ts";

interface Shown {
  sheet: Sheet;
  minutes: number;
  lateness: Lateness;
  isTold: boolean;
}

/** Minutes that may be named. */
const BOUNDS = { usual: 30, most: 480 };

export const handler = defineStaff.handlers<Shown>({
  async GET(ctx) {
    const { rpc } = ctx.state.session;
    const sheet = await readSheet(rpc, keyOf(ctx.params));
    const { searchParams } = ctx.url;
    const minutes = numberIn(searchParams, "minutes", BOUNDS);
    const lateness = await whoIsLate(rpc, sheet.stop.task_id, minutes);
    return page({ sheet, minutes, lateness, isTold: searchParams.has("now") });
  },
  async POST(ctx) {
    const { rpc } = ctx.state.session;
    const visit = keyOf(ctx.params);
    const typed = textOf(await readForm(ctx.req), "minutes");
    // Nobody is written to about a delay that nobody named.
    const minutes = /^\d{1,3}$/.test(typed) ? Number(typed) : 0;
    const sheet = await readSheet(rpc, visit);
    const lateness = await runLate(rpc, sheet.stop.task_id, minutes);
    if (lateness.status === "ok") {
      return ctx.redirect(`${visitHref(visit, "late")}?minutes=${minutes}&now`, 303);
    }
    return page({ sheet, minutes, lateness, isTold: true }, { status: 422 });
  },
});

export default defineStaff.page<typeof handler>(function LatePage({ data, state }) {
  return <Late {...data} company={state.company} zone={state.company.time_zone} />;
});
