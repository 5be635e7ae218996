import { page } from "fresh";
import { RepairGone } from "@/components/visits/RepairGone.tsx";
import { RepairFinish } from "@/components/visits/RepairFinish.tsx";
import type { Complaints } from "@/lib/visits/complaints.ts";
import { findOwnRepair, readRepairSheet, type RepairSheet } from "@/lib/visits/repair.ts";
import {
  blankRepair,
  finishRepair,
  repairOf,
  type RepairTyped,
  wordsOf,
} from "@/lib/visits/repair_report.ts";
import { repairHref } from "@/lib/visits/words.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";
import { keyOf } from "@/lib/web/key.ts";
import { phoneTimes } from "@/lib/web/phone.ts";

interface Form {
  sheet: RepairSheet;
  typed: RepairTyped;
  complaints: Complaints | null;
  pressed?: "pass" | "parts";
}

/** The form; or what was typed into one that came too late. */
type Shown = Form | { words: string[]; isRecorded: boolean };

export const handler = defineStaff.handlers<Shown>({
  async GET(ctx) {
    const id = keyOf(ctx.params);
    const sheet = await readRepairSheet(ctx.state.session.rpc, id);
    if (sheet.done !== null) return ctx.redirect(repairHref(id), 303);
    const typed = blankRepair(sheet, ctx.state.company.time_zone);
    return page({ sheet, typed, complaints: null });
  },
  /** Only "Finish" sends; every other button gives the form back with more of it filled in, or more room. */
  async POST(ctx) {
    const { session: { rpc }, now } = ctx.state;
    const id = keyOf(ctx.params);
    const form = await readForm(ctx.req);
    const sheet = await findOwnRepair(rpc, id);
    const tooLate = (isRecorded: boolean) =>
      page({ words: wordsOf(form), isRecorded }, { status: 409 });
    if (sheet === null) return tooLate(false);
    const typed = repairOf(form, sheet);
    const again = { sheet, typed, complaints: null };
    if (textOf(form, "action") !== "finish") {
      return page({ ...again, pressed: textOf(form, "all_pass") ? "pass" : "parts" });
    }
    // One that is done is asked as well: whether this report did it, only the database says.
    const answer = await finishRepair(rpc, sheet, typed, { now, phone: phoneTimes(ctx.req) });
    if (answer.status === "changed") return tooLate(sheet.done !== null);
    if (answer.status !== "again") return ctx.redirect(`${repairHref(id)}?now`, 303);
    const { complaints } = answer;
    // What is no drawing would be refused as often as it is sent.
    const kept = answer.isDrawingRefused ? { ...typed, png: "" } : typed;
    return page({ sheet, typed: kept, complaints }, { status: 422 });
  },
});

export default defineStaff.page<typeof handler>(function TechRepairFinish({ data, state }) {
  if ("words" in data) return <RepairGone {...data} company={state.company} />;
  return <RepairFinish {...data} />;
});
