import { page } from "fresh";
import * as z from "zod";
import { RepairCouldNot } from "@/components/visits/RepairCouldNot.tsx";
import { REASONS } from "@/lib/visits/fail.ts";
import { keepPhotos } from "@/lib/visits/photos.ts";
import {
  failRepair,
  findOwnRepair,
  readRepairSheet,
  type RepairFailure,
  type RepairSheet,
} from "@/lib/visits/repair.ts";
import { IS_THERE } from "@/lib/visits/repair_again.ts";
import { changedHref, techRepairHref } from "@/lib/visits/words.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";
import { keyOf } from "@/lib/web/key.ts";

interface Shown {
  sheet: RepairSheet;
  typed: RepairFailure;
  complaint?: string;
}

export const handler = defineStaff.handlers<Shown>({
  async GET(ctx) {
    const id = keyOf(ctx.params);
    const sheet = await readRepairSheet(ctx.state.session.rpc, id);
    if (sheet.done !== null) return ctx.redirect(techRepairHref(id), 303);
    const { task_id, revision: based_on } = sheet.stop;
    const report_id = crypto.randomUUID();
    return page({ sheet, typed: { reason: "", note: "", report_id, task_id, based_on } });
  },
  async POST(ctx) {
    const { rpc } = ctx.state.session;
    const id = keyOf(ctx.params);
    const form = await readForm(ctx.req);
    const typed = {
      reason: textOf(form, "reason"),
      note: textOf(form, "note"),
      report_id: textOf(form, "report_id") || crypto.randomUUID(),
      task_id: z.uuid().safeParse(textOf(form, "task_id")).data,
      based_on: Number(textOf(form, "based_on")) || 0,
    };
    const isKnown = REASONS.some(({ reason }) => reason === typed.reason);
    // Before the report, which takes them along.
    const { complaint: noPhoto } = await keepPhotos(rpc, { work_order_id: id }, form);
    const sheet = noPhoto === null ? null : await findOwnRepair(rpc, id);
    if (noPhoto !== null && sheet !== null) {
      return page({ sheet, typed, complaint: noPhoto }, { status: 422 });
    }
    const answer = isKnown ? await failRepair(rpc, id, typed) : null;
    if (answer?.status === "conflict") {
      return ctx.redirect(changedHref(answer.reason ?? ""), 303);
    }
    // It is nobody's from here on: its page would say that it has no time. Whoever is there can be asked for another one.
    if (answer?.status === "recorded") {
      const isAsked = IS_THERE.includes(typed.reason);
      return ctx.redirect(isAsked ? `${techRepairHref(id, "next")}?now` : "/tech", 303);
    }
    const complaint = answer === null
      ? "Please say which of these it was."
      : answer.reason === "too_early"
      ? "This repair is still to come. What became of it can be recorded on its day."
      : answer.reason === "notes"
      ? "Please write less in the note: no more than 2,000 characters."
      : "This cannot be recorded now. Please look at the job again, or call the office.";
    return page({ sheet: await readRepairSheet(rpc, id), typed, complaint }, { status: 422 });
  },
});

export default defineStaff.page<typeof handler>(function TechRepairCouldNot({ data }) {
  return <RepairCouldNot {...data} />;
});
