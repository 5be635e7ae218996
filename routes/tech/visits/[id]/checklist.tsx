import { page } from "fresh";
import { Checklist } from "@/components/visits/Checklist.tsx";
import {
  answered,
  answersOf,
  type Draft,
  findOwnDraft,
  passTheRest,
  readDraft,
  saveDraft,
} from "@/lib/visits/draft.ts";
import { keepPhotos, removePhoto, withKept } from "@/lib/visits/photos.ts";
import { keyOf } from "@/lib/web/key.ts";
import { firstGap } from "@/lib/visits/progress.ts";
import { findOwnSheet, linesOf, readSheet, type Section, type Sheet } from "@/lib/visits/sheet.ts";
import { sendAnswersAllTheSame } from "@/lib/visits/too_late.ts";
import { isOver, visitHref } from "@/lib/visits/words.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";
import { asksAsPhone } from "@/lib/web/phone.ts";

interface Shown {
  sheet: Sheet;
  checklist: Section[];
  draft: Draft;
  complaint?: string;
  isNew: boolean;
}

export const handler = defineStaff.handlers<Shown>({
  async GET(ctx) {
    const { rpc } = ctx.state.session;
    const visit = keyOf(ctx.params);
    const [sheet, draft] = await Promise.all([readSheet(rpc, visit), readDraft(rpc, visit)]);
    if (isOver(sheet.unit.state)) return ctx.redirect(visitHref(visit), 303);
    const checklist = answered(sheet.checklist, draft.typed);
    return page({ sheet, checklist, draft, isNew: ctx.url.searchParams.has("now") });
  },
  /** Keeps every answer of the form, whichever button sent it, and goes on to what it asks for. */
  async POST(ctx) {
    const { rpc } = ctx.state.session;
    const visit = keyOf(ctx.params);
    const form = await readForm(ctx.req);
    const [sheet, before] = await Promise.all([
      findOwnSheet(rpc, visit),
      findOwnDraft(rpc, visit),
    ]);
    const { photos, complaint } = await keepPhotos(rpc, { visit_id: visit }, form);
    if (sheet === null) {
      const late = { ...before, photos: withKept(before.photos, photos) };
      // What a phone sends once more has its name already.
      const report_id = asksAsPhone(ctx.req) ?? crypto.randomUUID();
      const goTo = await sendAnswersAllTheSame(rpc, visit, late, form, report_id);
      return ctx.redirect(goTo, 303);
    }
    const { checklist, unit } = sheet;
    const sections = answered(checklist, before.typed);
    const typed = answersOf(form, linesOf(sections));
    const passing = sections[Number(textOf(form, "all_pass")) - 1];
    const answers = passing ? passTheRest(typed, passing) : typed;
    const draft = await saveDraft(rpc, visit, { checklist: answers });
    const kept = answered(checklist, draft.typed);
    if (complaint !== null) {
      return page({ sheet, checklist: kept, draft, complaint, isNew: true }, { status: 422 });
    }
    const dropped = await removePhoto(rpc, draft.photos, textOf(form, "remove"));
    if (dropped) {
      return ctx.redirect(`${visitHref(visit, "checklist")}?now#line-${dropped.line ?? 1}`, 303);
    }
    if (textOf(form, "action") === "next") {
      return ctx.redirect(`${visitHref(visit, "finish")}?now`, 303);
    }
    const gap = firstGap(linesOf(kept), unit);
    const place = gap ? `#line-${gap.position}` : "";
    return ctx.redirect(`${visitHref(visit, "checklist")}?now${place}`, 303);
  },
});

export default defineStaff.page<typeof handler>(function ChecklistPage({ data, state }) {
  return <Checklist {...data} zone={state.company.time_zone} />;
});
