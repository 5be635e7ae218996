import { HttpError, page } from "fresh";
import type { VisitView } from "@/components/visits/view.ts";
import { VisitPage } from "@/components/visits/VisitPage.tsx";
import { keyOf } from "@/lib/web/key.ts";
import { act, didOf } from "@/lib/visits/office.ts";
import { officeHref } from "@/lib/visits/office_words.ts";
import { readVisitPage } from "@/lib/visits/page.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";

const TYPED = ["report_id", "why", "note", "reason", "number"];

export const handler = defineStaff.handlers<Omit<VisitView, "isAdmin" | "zone">>({
  async GET(ctx) {
    const visit = await readVisitPage(ctx.state.session.rpc, keyOf(ctx.params));
    const did = didOf(ctx.url.searchParams);
    return page({ page: visit, reportId: crypto.randomUUID(), did, typed: {} });
  },
  async POST(ctx) {
    const { rpc } = ctx.state.session;
    const visit = keyOf(ctx.params);
    const form = await readForm(ctx.req);
    const came = await act(rpc, visit, form);
    if (came === null) throw new HttpError(400);
    if (came.ok) return ctx.redirect(`${officeHref(visit)}?did=${came.deed}`, 303);
    const typed = Object.fromEntries(TYPED.map((name) => [name, textOf(form, name)]));
    const reportId = typed.report_id || crypto.randomUUID();
    const shown = await readVisitPage(rpc, visit);
    return page({ page: shown, reportId, refused: came, typed }, { status: 422 });
  },
});

export default defineStaff.page<typeof handler>(function OfficeVisit({ data, state }) {
  const isAdmin = state.staff.role === "admin";
  return <VisitPage {...data} isAdmin={isAdmin} zone={state.company.time_zone} />;
});
