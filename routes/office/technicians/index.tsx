import { page } from "fresh";
import { TechnicianList } from "@/components/technicians/TechnicianList.tsx";
import { readTechnicians, type TechnicianList as Shown } from "@/lib/technicians/page.ts";
import { addTechnician, type Came, type Typed, typedIn } from "@/lib/technicians/save.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm } from "@/lib/web/forms.ts";

export const handler = defineStaff.handlers<{ list: Shown; came?: Came; typed: Typed }>({
  async GET(ctx) {
    return page({ list: await readTechnicians(ctx.state.session.rpc), typed: {} });
  },
  async POST(ctx) {
    const { rpc } = ctx.state.session;
    const form = await readForm(ctx.req);
    const came = await addTechnician(rpc, form);
    if (typeof came === "string") {
      return ctx.redirect(`/office/technicians/${came}?did=added`, 303);
    }
    return page({ list: await readTechnicians(rpc), came, typed: typedIn(form, came) }, {
      status: 422,
    });
  },
});

export default defineStaff.page<typeof handler>(function Technicians({ data, state }) {
  const { company, now, staff } = state;
  return (
    <TechnicianList {...data} isAdmin={staff.role === "admin"} now={now} zone={company.time_zone} />
  );
});
