import { page } from "fresh";
import { RepairFinish } from "@/components/visits/RepairFinish.tsx";
import type { Complaints } from "@/lib/visits/complaints.ts";
import { readRepairSheet, type RepairSheet } from "@/lib/visits/repair.ts";
import { actOnRepair } from "@/lib/visits/repair_finish.ts";
import { type RepairTyped, resumed } from "@/lib/visits/repair_report.ts";
import { techRepairHref } from "@/lib/visits/words.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm } from "@/lib/web/forms.ts";
import { keyOf } from "@/lib/web/key.ts";
import { phoneTimes } from "@/lib/web/phone.ts";

interface Shown {
  sheet: RepairSheet;
  typed: RepairTyped;
  complaints: Complaints | null;
  pressed?: "pass" | "parts";
}

export const handler = defineStaff.handlers<Shown>({
  async GET(ctx) {
    const id = keyOf(ctx.params);
    const sheet = await readRepairSheet(ctx.state.session.rpc, id);
    if (sheet.done !== null) return ctx.redirect(techRepairHref(id), 303);
    const typed = resumed(sheet, sheet.draft, ctx.state.company.time_zone);
    const now = ctx.url.searchParams.get("now");
    const pressed = now === "pass" || now === "parts" ? now : undefined;
    return page({ sheet, typed, complaints: null, pressed });
  },
  async POST(ctx) {
    const { session: { rpc }, now } = ctx.state;
    const form = await readForm(ctx.req);
    const answer = await actOnRepair(rpc, keyOf(ctx.params), form, now, phoneTimes(ctx.req));
    if ("goTo" in answer) return ctx.redirect(answer.goTo, 303);
    // Answered at once rather than asked for anew: a drawn signature is kept nowhere but in this page.
    return page(answer.again, { status: 422 });
  },
});

export default defineStaff.page<typeof handler>(function TechRepairFinish({ data }) {
  return <RepairFinish {...data} />;
});
