import { page } from "fresh";
import { StaffPage } from "@/components/staff/StaffPage.tsx";
import { invite, type Invited, readStaff, type StaffList } from "@/lib/staff/staff.ts";
import { refusalText } from "@/lib/staff/words.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";

interface Data {
  list: StaffList;
  typed: Invited;
  complaint?: { field: string; text: string };
}

const BLANK: Invited = { name: "", email: "", role: "", technician: "" };

export const handler = defineStaff.handlers<Data>({
  async GET(ctx) {
    return page({ list: await readStaff(ctx.state.session.rpc), typed: BLANK });
  },
  async POST(ctx) {
    const { rpc } = ctx.state.session;
    const form = await readForm(ctx.req);
    const typed: Invited = {
      name: textOf(form, "name"),
      email: textOf(form, "email"),
      role: textOf(form, "role"),
      technician: textOf(form, "technician"),
    };
    const answer = await invite(rpc, typed);
    if (answer.status === "invited") {
      return ctx.redirect(`/office/staff/${answer.staff_id}?did=invited`, 303);
    }
    const field = answer.reason === "known" ? "email" : answer.reason ?? "name";
    const complaint = { field, text: refusalText(answer, ctx.state.company.time_zone) };
    return page({ list: await readStaff(rpc), typed, complaint }, { status: 422 });
  },
});

export default defineStaff.page<typeof handler>(function Staff({ data, state }) {
  return <StaffPage {...data} zone={state.company.time_zone} />;
});
