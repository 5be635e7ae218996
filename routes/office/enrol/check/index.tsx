import { page } from "fresh";
import { CountPage } from "@/components/enrolment/CountPage.tsx";
import { type BackfillPage, readRuns } from "@/lib/enrolment/wizard/backfill.ts";
import { startRun } from "@/lib/enrolment/wizard/deeds.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm } from "@/lib/web/forms.ts";

export const handler = defineStaff.handlers<BackfillPage>({
  async GET(ctx) {
    return page(await readRuns(ctx.state.session.rpc));
  },
  async POST(ctx) {
    const { rpc } = ctx.state.session;
    await readForm(ctx.req);
    const { today } = await readRuns(rpc);
    return ctx.redirect(`/office/enrol/check/${await startRun(rpc, today)}`, 303);
  },
});

export default defineStaff.page<typeof handler>(function Count({ data, state }) {
  return <CountPage page={data} zone={state.company.time_zone} />;
});
