import { HttpError, page } from "fresh";
import * as z from "zod";
import type { WorkView } from "@/components/worklist/view.ts";
import { WorkListPage } from "@/components/worklist/WorkListPage.tsx";
import { act } from "@/lib/worklist/act.ts";
import { activityHref, readWorkFilter, type WorkFilter, workHref } from "@/lib/worklist/filter.ts";
import { readActivity, readLogged, readWork } from "@/lib/worklist/work.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";
import { keyOf } from "@/lib/web/key.ts";

const TYPED = ["note", "again_on", "outcome", "reason", "due_on"];

/** An address with the word that tells what was logged just now. */
function saying(href: string, was: string): string {
  return `${href}${href.includes("?") ? "&" : "?"}was=${was}`;
}

/** Where to go on: the next activity with what was logged above it, or the list where nothing is left. */
function onward(form: FormData, filter: WorkFilter, was: string): string {
  const next = z.uuid().safeParse(textOf(form, "next")).data;
  return saying(next ? activityHref(next, filter) : workHref(filter), was);
}

export const handler = defineStaff.handlers<Omit<WorkView, "zone">>({
  async GET(ctx) {
    const { rpc } = ctx.state.session;
    const query = ctx.url.searchParams;
    const filter = readWorkFilter(query);
    const was = z.uuid().safeParse(query.get("was")).data;
    const [activity, work, logged] = await Promise.all([
      readActivity(rpc, keyOf(ctx.params)),
      readWork(rpc, filter),
      was ? readLogged(rpc, was) : undefined,
    ]);
    return page({ activity, work, filter, logged });
  },
  async POST(ctx) {
    const { rpc } = ctx.state.session;
    const id = keyOf(ctx.params);
    const filter = readWorkFilter(ctx.url.searchParams);
    const form = await readForm(ctx.req);
    const came = await act(rpc, id, form, ctx.state.company.time_zone);
    if (came === null) throw new HttpError(400);
    if (came.ok && came.event) {
      const { customer_id } = await readActivity(rpc, id);
      return ctx.redirect(`/office/clients/${customer_id}/changed?what=${came.event}`, 303);
    }
    if (came.ok) {
      const here = saying(activityHref(id, filter), id);
      return ctx.redirect(came.goes === "next" ? onward(form, filter, id) : here, 303);
    }
    const activity = await readActivity(rpc, id);
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
