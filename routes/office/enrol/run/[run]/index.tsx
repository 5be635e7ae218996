import { HttpError, page } from "fresh";
import { RunPage, type RunView } from "@/components/enrolment/RunPage.tsx";
import { type Counted, countedOf, readRun } from "@/lib/enrolment/wizard/backfill.ts";
import { enrolAWhile, stopRun, takeBack } from "@/lib/enrolment/wizard/deeds.ts";
import type { Rpc } from "@/lib/database/rpc.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";
import { keyOf } from "@/lib/web/key.ts";

/** @throws HttpError 404 for a run that is not there, or that is still counted */
async function counted(rpc: Rpc, run: string): Promise<Counted> {
  const found = countedOf(await readRun(rpc, run));
  if (found === null) throw new HttpError(404);
  return found;
}

export const handler = defineStaff.handlers<RunView>({
  async GET(ctx) {
    const found = await counted(ctx.state.session.rpc, keyOf(ctx.params, "run"));
    return page({ page: found, complaint: null });
  },
  async POST(ctx) {
    const { rpc } = ctx.state.session;
    const run = keyOf(ctx.params, "run");
    const form = await readForm(ctx.req);
    const path = `/office/enrol/run/${run}`;
    switch (textOf(form, "do")) {
      case "go":
        await enrolAWhile(rpc, run, true);
        return ctx.redirect(path, 303);
      case "next":
        await enrolAWhile(rpc, run, false);
        return ctx.redirect(path, 303);
      case "stop":
        await stopRun(rpc, run);
        return ctx.redirect(path, 303);
      case "take_back": {
        const complaint = await takeBack(rpc, run);
        if (complaint === null) return ctx.redirect(path, 303);
        return page({ page: await counted(rpc, run), complaint }, { status: 409 });
      }
      default:
        throw new HttpError(400);
    }
  },
});

export default defineStaff.page<typeof handler>(function Run({ data, state }) {
  return <RunPage {...data} zone={state.company.time_zone} />;
});
