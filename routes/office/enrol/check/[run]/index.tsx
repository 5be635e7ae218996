import { HttpError, page } from "fresh";
import { CheckPage, type CheckView } from "@/components/enrolment/CheckPage.tsx";
import { CountingPage } from "@/components/enrolment/CountingPage.tsx";
import { type BackfillPage, countedOf, readRun } from "@/lib/enrolment/wizard/backfill.ts";
import { askPeople, countOn, nextBatch, setPace, startRun } from "@/lib/enrolment/wizard/deeds.ts";
import { readOutlook } from "@/lib/enrolment/wizard/outlook.ts";
import { checkTold } from "@/lib/enrolment/wizard/words.ts";
import type { Rpc } from "@/lib/database/rpc.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";
import { keyOf } from "@/lib/web/key.ts";

/** A run that was counted, or one that still is. */
type Data = CheckView | { counting: BackfillPage };

async function viewOf(rpc: Rpc, run: string, more: Partial<CheckView> = {}): Promise<Data> {
  const found = await readRun(rpc, run);
  const counted = countedOf(found);
  if (counted === null) return { counting: found };
  const outlook = await readOutlook(rpc, run);
  return { page: counted, outlook, complaint: null, told: null, ...more };
}

export const handler = defineStaff.handlers<Data>({
  async GET(ctx) {
    const run = keyOf(ctx.params, "run");
    const told = checkTold(ctx.url.searchParams);
    return page(await viewOf(ctx.state.session.rpc, run, { told }));
  },
  async POST(ctx) {
    const { rpc } = ctx.state.session;
    const run = keyOf(ctx.params, "run");
    const form = await readForm(ctx.req);
    const path = `/office/enrol/check/${run}`;
    const refused = async (more: Partial<CheckView>) =>
      page(await viewOf(rpc, run, more), { status: 422 });
    switch (textOf(form, "do")) {
      case "count":
        await countOn(rpc, run);
        return ctx.redirect(path, 303);
      case "again": {
        const { today } = await readRun(rpc, run);
        return ctx.redirect(`/office/enrol/check/${await startRun(rpc, today)}`, 303);
      }
      case "pace": {
        const typed = { weeks: textOf(form, "weeks"), first_day: textOf(form, "first_day") };
        const complaint = await setPace(rpc, run, typed);
        if (complaint !== null) return await refused({ complaint, typed });
        return ctx.redirect(`${path}#pace`, 303);
      }
      case "questions":
        return ctx.redirect(`${path}?asked=${await askPeople(rpc, run)}#done`, 303);
      case "enrol": {
        const { status } = await nextBatch(rpc, run);
        if (status !== "stale") return ctx.redirect(`/office/enrol/run/${run}`, 303);
        return await refused({
          complaint: "The day of the first mails of this count has passed: count again first.",
        });
      }
      default:
        throw new HttpError(400);
    }
  },
});

export default defineStaff.page<typeof handler>(function Check({ data, state }) {
  const zone = state.company.time_zone;
  if ("counting" in data) return <CountingPage page={data.counting} />;
  return <CheckPage {...data} zone={zone} />;
});
