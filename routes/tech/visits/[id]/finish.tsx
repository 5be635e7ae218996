import { page } from "fresh";
import { FinishForm } from "@/components/visits/FinishForm.tsx";
import { actOnFinish, type Finish, readFinish } from "@/lib/visits/finish.ts";
import { keyOf } from "@/lib/web/key.ts";
import { isOver, visitHref } from "@/lib/visits/words.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm } from "@/lib/web/forms.ts";
import { phoneTimes } from "@/lib/web/phone.ts";

export const handler = defineStaff.handlers<{ finish: Finish }>({
  async GET(ctx) {
    const visit = keyOf(ctx.params);
    const finish = await readFinish(ctx.state.session.rpc, visit);
    if (isOver(finish.sheet.unit.state)) return ctx.redirect(visitHref(visit), 303);
    return page({ finish: { ...finish, isNew: ctx.url.searchParams.has("now") } });
  },
  async POST(ctx) {
    const form = await readForm(ctx.req);
    const { session } = ctx.state;
    const times = phoneTimes(ctx.req);
    const answer = await actOnFinish(session.rpc, keyOf(ctx.params), form, times);
    if ("goTo" in answer) return ctx.redirect(answer.goTo, 303);
    // Answered at once rather than asked for anew: a drawn signature is kept nowhere but in this page.
    return page({ finish: answer.again }, { status: 422 });
  },
});

export default defineStaff.page<typeof handler>(function FinishPage({ data, state }) {
  return <FinishForm finish={data.finish} zone={state.company.time_zone} />;
});
