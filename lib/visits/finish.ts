import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { textOf } from "@/lib/web/forms.ts";
import type { PhoneTimes } from "@/lib/web/phone.ts";
import { type Complaints, complaintsOf, isDrawingRefused } from "./complaints.ts";
import {
  answered,
  answersOfAll,
  type Draft,
  draftShape,
  readDraft,
  saveDraft,
  saveOwnDraft,
} from "./draft.ts";
import { keepPhotos, removePhoto, withKept } from "./photos.ts";
import { dangersOf, gapsOf } from "./progress.ts";
import { type Answer, complete, finishOf, type Known, reportOf, type Signing } from "./report.ts";
import { checklistShape, type WorkUnit } from "./shapes.ts";
import { findOwnSheet, linesOf, readSheet, type Section, type Sheet } from "./sheet.ts";
import { sendAllTheSame } from "./too_late.ts";
import { changedHref, isOver, visitHref } from "./words.ts";

/** Another unit of the stop that has no outcome yet. */
interface Other {
  unit: WorkUnit;
  /** Its lines without an answer. */
  gaps: number[];
}

/** All that the last step of a visit shows. */
export interface Finish {
  sheet: Sheet;
  checklist: Section[];
  draft: Draft;
  others: Other[];
  complaints: Complaints;
  /** What was drawn, as base64 of a PNG. */
  png: string;
  /** Whether the client was told that the unit is out of service. */
  isTold: boolean;
  /** The stop as the technician saw it: a report about another time is a conflict. */
  based_on: number;
  /** What the report of this page will be known by: sent twice it is one, and that of another phone is another. */
  report_id: string;
  isNew: boolean;
}

/** A unit of the stop with its checklist and what was typed of it. */
interface Typed {
  unit: WorkUnit;
  checklist: Section[];
  draft: Draft;
}

const draftsShape = z.object({
  visits: z.array(
    z.object({ visit_id: z.string(), checklist: checklistShape, draft: draftShape }),
  ),
});

/** The other units of a stop that have no outcome yet, read at once. */
async function readOthers(rpc: Rpc, { stop, visit_id }: Sheet): Promise<Typed[]> {
  const others = stop.units.filter((unit) => unit.visit_id !== visit_id && !isOver(unit.state));
  if (others.length === 0) return [];
  const { visits } = draftsShape.parse(await rpc("stop_drafts", { task_id: stop.task_id }));
  return others.flatMap((unit) =>
    visits.filter((visit) => visit.visit_id === unit.visit_id)
      .map(({ checklist, draft }) => ({ unit, checklist, draft }))
  );
}

const otherOf = ({ unit, checklist, draft }: Typed): Other => ({
  unit,
  gaps: gapsOf(linesOf(answered(checklist, draft.typed)), unit).map(({ position }) => position),
});

/** The last step as it stands. */
export async function readFinish(rpc: Rpc, visit: string): Promise<Finish> {
  const [sheet, draft] = await Promise.all([readSheet(rpc, visit), readDraft(rpc, visit)]);
  return finishPage(sheet, draft, await readOthers(rpc, sheet));
}

function finishPage(
  sheet: Sheet,
  draft: Draft,
  others: Typed[],
  more: Partial<Finish> = {},
): Finish {
  return {
    sheet,
    draft,
    checklist: answered(sheet.checklist, draft.typed),
    others: others.map(otherOf),
    complaints: {},
    png: "",
    isTold: false,
    based_on: sheet.stop.revision,
    report_id: crypto.randomUUID(),
    isNew: false,
    ...more,
  };
}

/** Where it goes on, or the page again with what is to be corrected. */
export type FinishAnswer = { goTo: string } | { again: Finish };

/**
 * Keeps what the form says, and where it asks for that sends the report of every unit that waits for one.
 *
 * @param phone by whose clock it was written down, where a phone kept it until there was a signal
 */
export async function actOnFinish(
  rpc: Rpc,
  visit: string,
  form: FormData,
  phone: PhoneTimes | null,
): Promise<FinishAnswer> {
  const kept = await keepPhotos(rpc, { visit_id: visit }, form);
  const report_id = z.uuid().safeParse(textOf(form, "report_id")).data;
  const action = textOf(form, "action");
  const saved = await draftOf(rpc, visit, form, action === "finish" ? report_id : undefined);
  const draft = { ...saved, photos: withKept(saved.photos, kept.photos) };
  // Its report was sent already, by a page that did not name it.
  if (draft.report_id === null) return { goTo: visitHref(visit) };
  const typed = {
    png: textOf(form, "png"),
    isTold: textOf(form, "told") === "yes",
    based_on: Number(textOf(form, "based_on")) || 0,
    report_id: report_id ?? draft.report_id,
  };
  const known = {
    based_on: typed.based_on,
    // The database says when the technician arrived: it also says when they were done.
    now: draft.saved_at === null ? new Date() : new Date(draft.saved_at),
    arrived_at: textOf(form, "arrived_at"),
    phone,
  };
  const signing = { png: typed.png, signer: draft.typed.signer };
  const sheet = await findOwnSheet(rpc, visit);
  const sendLate = async () => {
    const goTo = await sendAllTheSame(rpc, visit, draft, signing, known);
    // The report took along those that were waiting: there is room for what found none.
    if (kept.complaint !== null) await keepPhotos(rpc, { visit_id: visit }, form);
    return goTo;
  };
  if (sheet === null) return { goTo: await sendLate() };

  const own = { unit: sheet.unit, checklist: sheet.checklist, draft };
  const others = await readOthers(rpc, sheet);
  if (isOver(sheet.unit.state)) {
    const goTo = await sendLate();
    // The answer of a report that was sent before may have been lost on its way, and so the others with it.
    if (goTo !== visitHref(visit) || action !== "finish") return { goTo };
  }
  const again = (complaints: Complaints, isRefused = false) => {
    // What is no drawing would be refused as often as it is sent.
    const png = isRefused ? "" : typed.png;
    return { again: finishPage(sheet, draft, others, { ...typed, png, complaints, isNew: true }) };
  };
  if (kept.complaint !== null) return again({ photos: kept.complaint });
  if (await removePhoto(rpc, draft.photos, textOf(form, "remove"))) {
    return { goTo: `${visitHref(visit, "finish")}?now#photos` };
  }
  const waiting = others.find((other) => otherOf(other).gaps.length > 0);
  if (action === "keep" && waiting) {
    return { goTo: `${visitHref(waiting.unit.visit_id, "checklist")}?now` };
  }
  if (action !== "finish") return { goTo: `${visitHref(visit, "finish")}?now` };

  const isDangerous = dangersOf(answered(sheet.checklist, draft.typed)).length > 0;
  if (isDangerous && !typed.isTold) return again({ told: TELL_THEM });
  const unsent = isOver(sheet.unit.state) ? others : [own, ...others];
  for (const each of unsent) {
    const answer = await send(rpc, each, signing, { ...known, started_at: sheet.stop.started_at });
    if (answer.status === "done") continue;
    if (answer.status === "conflict") return { goTo: changedHref(answer.reason) };
    if (each === own) return again(complaintsOf(answer), isDrawingRefused(answer));
    return { goTo: `${visitHref(each.unit.visit_id, "finish")}?now` };
  }
  return { goTo: `${visitHref(visit)}?now` };
}

/**
 * What was typed so far, with what the form says; of a visit that is over, or somebody else's, the form alone, under
 * the name that it gives its report.
 */
async function draftOf(
  rpc: Rpc,
  visit: string,
  form: FormData,
  report_id: string | undefined,
): Promise<Draft> {
  const said = { ...finishOf(form), checklist: answersOfAll(form) };
  const draft = await saveOwnDraft(rpc, visit, said, report_id);
  if (draft.report_id !== null) return draft;
  return { ...draft, report_id: report_id ?? null, typed: said };
}

async function send(
  rpc: Rpc,
  { unit: { visit_id }, draft }: Typed,
  signing: Signing,
  known: Known,
): Promise<Answer> {
  // Of a unit without checklist nothing may have been typed yet: its report needs a name as well.
  const kept = draft.report_id === null ? await saveDraft(rpc, visit_id, {}) : draft;
  return await complete(rpc, visit_id, reportOf(kept, signing, known));
}

const TELL_THEM = "Please tell the client, and tag the unit, before you finish.";
