import { page } from "fresh";
import { PaperForm } from "@/components/visits/PaperForm.tsx";
import type { Complaints } from "@/lib/visits/complaints.ts";
import { readDraft } from "@/lib/visits/draft.ts";
import { keyOf } from "@/lib/web/key.ts";
import { officeHref } from "@/lib/visits/office_words.ts";
import { readVisitPage, type VisitPage } from "@/lib/visits/page.ts";
import {
  blankPaper,
  type Paper,
  paperOf,
  type Pressed,
  pressedOf,
  recordPaper,
} from "@/lib/visits/paper.ts";
import type { Photo } from "@/lib/database/photo.ts";
import { keepPhotos, removePhoto } from "@/lib/visits/photos.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";

interface Shown {
  visit: VisitPage;
  paper: Paper;
  complaints: Complaints | null;
  fromPhone: boolean;
  photos: Photo[];
  pressed?: Pressed;
}

export const handler = defineStaff.handlers<Shown>({
  async GET(ctx) {
    const { session: { rpc }, company } = ctx.state;
    const id = keyOf(ctx.params);
    const [visit, draft] = await Promise.all([readVisitPage(rpc, id), readDraft(rpc, id)]);
    if (!visit.is_expected) return ctx.redirect(officeHref(id), 303);
    const paper = blankPaper(visit, draft, company.time_zone);
    const { photos, saved_at } = draft;
    return page({ visit, paper, photos, complaints: null, fromPhone: saved_at !== null });
  },
  /**
   * Only "Record" writes; every other button gives the same sheet back, with more of it filled in or more room. Photos, which
   * no page gives back, are kept at once.
   */
  async POST(ctx) {
    const { session: { rpc }, company } = ctx.state;
    const id = keyOf(ctx.params);
    const form = await readForm(ctx.req);
    const visit = await readVisitPage(rpc, id);
    const paper = paperOf(form, visit);
    const { complaint } = await keepPhotos(rpc, { visit_id: id }, form);
    const { photos } = await readDraft(rpc, id);
    const again = { visit, paper, photos, complaints: null, fromPhone: false };
    if (complaint !== null && visit.is_expected) {
      return page({ ...again, complaints: { photos: complaint } }, { status: 422 });
    }
    const dropped = await removePhoto(rpc, photos, textOf(form, "remove"));
    if (dropped) return page({ ...again, photos: photos.filter((each) => each !== dropped) });
    if (textOf(form, "action") !== "record") return page({ ...again, pressed: pressedOf(form) });
    const answer = await recordPaper(rpc, id, paper, photos, company.time_zone);
    if (answer.status === "again") {
      return page({ ...again, complaints: answer.complaints }, { status: 422 });
    }
    if (answer.status === "done" && paper.isPaid && answer.invoice_id !== null) {
      return ctx.redirect(`/office/invoices/${answer.invoice_id}#pay`, 303);
    }
    return ctx.redirect(
      `${officeHref(id)}?did=${answer.status === "done" ? "record" : "keep"}`,
      303,
    );
  },
});

export default defineStaff.page<typeof handler>(function PaperPage({ data, state }) {
  const { visit, ...shown } = data;
  return <PaperForm page={visit} {...shown} zone={state.company.time_zone} />;
});
