import { HttpError, page } from "fresh";
import * as z from "zod";
import type { WorkView } from "@/components/worklist/view.ts";
import { WorkListPage } from "@/components/worklist/WorkListPage.tsx";
import { readWorkFilter, workHref } from "@/lib/worklist/filter.ts";
import { actOnMany } from "@/lib/worklist/bulk.ts";
import { readLogged, readWork } from "@/lib/worklist/work.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";

export const handler = defineStaff.handlers<Omit<WorkView, "zone">>({
  async GET(ctx) {
    const { rpc } = ctx.state.session;
    const query = ctx.url.searchParams;
    const filter = readWorkFilter(query);
    const was = z.uuid().safeParse(query.get("was")).data;
    const [work, logged] = await Promise.all([
      readWork(rpc, filter),
      was ? readLogged(rpc, was) : undefined,
    ]);
    return page({ work, filter, logged });
  },
  async POST(ctx) {
    const { rpc } = ctx.state.session;
    const filter = readWorkFilter(ctx.url.searchParams);
    const form = await readForm(ctx.req);
    const came = await actOnMany(rpc, form);
    if (came === null) throw new HttpError(400);
    if (came.ok) return ctx.redirect(workHref(filter), 303);
    const typed = { reason: textOf(form, "reason"), due_on: textOf(form, "due_on") };
    return page({ work: await readWork(rpc, filter), filter, refused: came, typed }, {
      status: 422,
    });
  },
});

export default defineStaff.page<typeof handler>(function WorkListRoute({ data, state }) {
  return <WorkListPage {...data} zone={state.company.time_zone} />;
});
