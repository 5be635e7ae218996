import type { Rpc } from "@/lib/database/rpc.ts";
import { textOf } from "@/lib/web/forms.ts";
import type { PhoneTimes } from "@/lib/web/phone.ts";
import type { Complaints } from "./complaints.ts";
import { keepPhotos, removePhoto, withKept } from "./photos.ts";
import { findOwnRepair, type RepairSheet, saveRepairDraft } from "./repair.ts";
import { draftOf, finishRepair, repairOf, type RepairTyped } from "./repair_report.ts";
import { changedHref, techRepairHref } from "./words.ts";

/** Where it goes on, or the form again with what is to be corrected. */
export type RepairFinished =
  | { goTo: string }
  | { again: { sheet: RepairSheet; typed: RepairTyped; complaints: Complaints } };

/**
 * Keeps what the form says, its photos first, which its report takes along, and where it asks for that sends the report. Of a repair that is over, or somebody else's, by
 * now it is sent whatever was pressed: the office decides.
 *
 * @param phone by whose clock it was written down, where a phone kept it until there was a signal
 */
export async function actOnRepair(
  rpc: Rpc,
  id: string,
  form: FormData,
  now: Date,
  phone: PhoneTimes | null,
): Promise<RepairFinished> {
  const kept = await keepPhotos(rpc, { work_order_id: id }, form);
  const sheet = await findOwnRepair(rpc, id);
  const said = repairOf(form, sheet);
  const typed = { ...said, photos: withKept(said.photos, kept.photos) };
  const isOpen = sheet !== null && sheet.done === null;
  const saved = isOpen ? await saveRepairDraft(rpc, id, draftOf(typed), typed.report_id) : null;
  if (isOpen && kept.complaint !== null) {
    return { again: { sheet, typed, complaints: { photos: kept.complaint } } };
  }
  const dropped = isOpen && await removePhoto(rpc, typed.photos, textOf(form, "remove"));
  if (dropped) {
    const place = dropped.line === null ? "photos" : `line-${dropped.line}`;
    return { goTo: `${techRepairHref(id, "finish")}?now#${place}` };
  }
  if (isOpen && textOf(form, "action") !== "finish") {
    const pressed = textOf(form, "all_pass") ? "pass" : "parts";
    return { goTo: `${techRepairHref(id, "finish")}?now=${pressed}` };
  }
  const answer = await finishRepair(rpc, id, typed, saved?.draft?.begun_at ?? null, {
    // Of another time than the form is about nothing is known.
    started_at: sheet?.stop.task_id === typed.task_id ? sheet.stop.started_at : null,
    based_on: typed.based_on,
    // The database says when the technician arrived: it also says when they were done.
    now: saved ? new Date(saved.as_of) : now,
    arrived_at: textOf(form, "arrived_at"),
    phone,
  });
  // The report took along those that were waiting: there is room for what found none.
  if (!isOpen && kept.complaint !== null) await keepPhotos(rpc, { work_order_id: id }, form);
  if (answer.status === "changed") return { goTo: changedHref(answer.reason) };
  if (answer.status === "done") return { goTo: `${techRepairHref(id)}?now` };
  // Nobody can correct what is not theirs any more.
  if (sheet === null || sheet.done !== null) return { goTo: "/tech" };
  const { complaints, isDrawingRefused } = answer;
  // What is no drawing would be refused as often as it is sent.
  const shown = isDrawingRefused ? { ...typed, png: "" } : typed;
  return { again: { sheet, typed: shown, complaints } };
}
