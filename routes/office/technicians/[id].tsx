import { HttpError, page } from "fresh";
import { TechnicianPage } from "@/components/technicians/TechnicianPage.tsx";
import type { TechnicianView } from "@/components/technicians/view.ts";
import { readTechnician } from "@/lib/technicians/page.ts";
import { act, leaveAsked, typedIn } from "@/lib/technicians/save.ts";
import { didOf } from "@/lib/technicians/words.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm } from "@/lib/web/forms.ts";
import { keyOf } from "@/lib/web/key.ts";

export const handler = defineStaff.handlers<Omit<TechnicianView, "isAdmin" | "now" | "zone">>({
  async GET(ctx) {
    const shown = await readTechnician(ctx.state.session.rpc, keyOf(ctx.params));
    const query = ctx.url.searchParams;
    return page({
      page: shown,
      did: didOf(query),
      back: countIn(query, "back"),
      waits: countIn(query, "waits"),
      asked: leaveAsked(query),
      typed: {},
    });
  },
  /** Each box is a form of its own; what would follow is shown before it is done. */
  async POST(ctx) {
    const { session: { rpc }, company } = ctx.state;
    const id = keyOf(ctx.params);
    const form = await readForm(ctx.req);
    const came = await act(rpc, id, form, company.time_zone);
    if (came === null) throw new HttpError(400);
    if (came.done) {
      const told = new URLSearchParams({ did: came.deed });
      if (came.back) told.set("back", String(came.back));
      if (came.waits) told.set("waits", String(came.waits));
      return ctx.redirect(`/office/technicians/${id}?${told}#done`, 303);
    }
    const shown = await readTechnician(rpc, id);
    const status = came.complaint ? 422 : 200;
    return page({ page: shown, came, typed: typedIn(form, came) }, { status });
  },
});

/** A number of an address; undefined for none. */
const countIn = (query: URLSearchParams, name: string) => Number(query.get(name)) || undefined;

export default defineStaff.page<typeof handler>(function Technician({ data, state }) {
  const { company, now, staff } = state;
  return (
    <TechnicianPage {...data} isAdmin={staff.role === "admin"} now={now} zone={company.time_zone} />
  );
});
