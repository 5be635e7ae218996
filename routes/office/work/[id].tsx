import { HttpError, page } from "fresh";
import * as z from "zod";
import type { WorkView } from "@/components/worklist/view.ts";
import { WorkListPage } from "@/components/worklist/WorkListPage.tsx";
import { act } from "@/lib/worklist/act.ts";
import { activityHref, readWorkFilter, type WorkFilter, workHref } from "@/lib/worklist/filter.ts";
import type { ActivityPage } from "@/lib/worklist/shapes.ts";
import { readActivity, readLogged, readWork } from "@/lib/worklist/work.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";

const TYPED = ["note", "again_on", "outcome", "reason", "due_on"];

function activityOf(params: Record<string, string>): string {
  const { success, data } = z.uuid().safeParse(params.id);
  if (!success) throw new HttpError(404);
  return data;
}

/** An address with the word that tells what was logged just now. */
function saying(href: string, was: string): string {
  return `${href}${href.includes("?") ? "&" : "?"}was=${was}`;
}

/** Where to go on: the next activity with what was logged above it, or the list where nothing is left. */
function onward(next: ActivityPage["next"], filter: WorkFilter, was: string): string {
  return saying(next ? activityHref(next.activity_id, filter) : workHref(filter), was);
}

export const handler = defineStaff.handlers<Omit<WorkView, "zone">>({
  async GET(ctx) {
    const { rpc } = ctx.state.session;
    const query = ctx.url.searchParams;
    const filter = readWorkFilter(query);
    const was = z.uuid().safeParse(query.get("was")).data;
    const [activity, work, logged] = await Promise.all([
      readActivity(rpc, activityOf(ctx.params)),
      readWork(rpc, filter),
      was ? readLogged(rpc, was) : undefined,
    ]);
    return page({ activity, work, filter, logged });
  },
  async POST(ctx) {
    const { rpc } = ctx.state.session;
    const id = activityOf(ctx.params);
    const filter = readWorkFilter(ctx.url.searchParams);
    const form = await readForm(ctx.req);
    const came = await act(rpc, id, form, ctx.state.company.time_zone);
    if (came === null) throw new HttpError(400);
    const activity = await readActivity(rpc, id);
    if (came.ok) {
      const what = textOf(form, "result");
      return ctx.redirect(
        came.goes === "changed"
          ? `/office/clients/${activity.customer_id}/changed?what=${what}`
          : came.goes === "next"
          ? onward(activity.next, filter, id)
          : saying(activityHref(id, filter), id),
        303,
      );
    }
    const typed = Object.fromEntries(
      TYPED.flatMap((name) => form.has(name) ? [[name, textOf(form, name)]] : []),
    );
    const work = await readWork(rpc, filter);
    return page({ activity, work, filter, refused: came, typed }, { status: 422 });
  },
});

export default defineStaff.page<typeof handler>(function ActivityRoute({ data, state }) {
  return <WorkListPage {...data} zone={state.company.time_zone} />;
});
