import { page } from "fresh";
import { RepairPaper } from "@/components/visits/RepairPaper.tsx";
import type { Complaints } from "@/lib/visits/complaints.ts";
import { keepPhotos, removePhoto, withKept } from "@/lib/visits/photos.ts";
import { readRepairSheet, type RepairSheet } from "@/lib/visits/repair.ts";
import {
  blankRepair,
  recordRepair,
  repairOf,
  type RepairTyped,
} from "@/lib/visits/repair_report.ts";
import { repairHref } from "@/lib/text/visits.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";
import { keyOf } from "@/lib/web/key.ts";

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
    if (sheet.done !== null) return ctx.redirect(repairHref(id), 303);
    const typed = blankRepair(sheet, ctx.state.company.time_zone);
    return page({ sheet, typed, complaints: null });
  },
  /**
   * Only "Record" writes; every other button gives the same sheet back, with more of it filled in or more room. Photos, which
   * no page gives back, are kept at once.
   */
  async POST(ctx) {
    const { session: { rpc }, company } = ctx.state;
    const id = keyOf(ctx.params);
    const form = await readForm(ctx.req);
    const sheet = await readRepairSheet(rpc, id);
    if (sheet.done !== null) return ctx.redirect(repairHref(id), 303);
    const said = repairOf(form, sheet);
    const kept = await keepPhotos(rpc, { work_order_id: id }, form);
    const typed = { ...said, photos: withKept(said.photos, kept.photos) };
    if (kept.complaint !== null) {
      return page({ sheet, typed, complaints: { photos: kept.complaint } }, { status: 422 });
    }
    const dropped = await removePhoto(rpc, typed.photos, textOf(form, "remove"));
    if (dropped) {
      const photos = typed.photos.filter((each) => each !== dropped);
      return page({ sheet, typed: { ...typed, photos }, complaints: null });
    }
    if (textOf(form, "action") !== "record") {
      const pressed = textOf(form, "all_pass") ? "pass" : "parts";
      return page({ sheet, typed, complaints: null, pressed });
    }
    const answer = await recordRepair(rpc, sheet, typed, company.time_zone);
    if (answer.status === "again") {
      return page({ sheet, typed, complaints: answer.complaints }, { status: 422 });
    }
    const did = answer.status === "done" ? "record" : "keep";
    return ctx.redirect(`${repairHref(id)}?did=${did}`, 303);
  },
});

export default defineStaff.page<typeof handler>(function RepairFromPaper({ data }) {
  return <RepairPaper {...data} />;
});
