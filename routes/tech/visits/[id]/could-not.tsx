import { page } from "fresh";
import { CouldNot } from "@/components/visits/CouldNot.tsx";
import { fail, type Failure, REASONS } from "@/lib/visits/fail.ts";
import { keepPhotos } from "@/lib/visits/photos.ts";
import { keyOf } from "@/lib/web/key.ts";
import { readSheet, type Sheet } from "@/lib/visits/sheet.ts";
import { changedHref, isOver, visitHref } from "@/lib/visits/words.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";

interface Shown {
  sheet: Sheet;
  typed: Failure;
  complaint?: string;
}

export const handler = defineStaff.handlers<Shown>({
  async GET(ctx) {
    const visit = keyOf(ctx.params);
    const sheet = await readSheet(ctx.state.session.rpc, visit);
    if (isOver(sheet.unit.state)) return ctx.redirect(visitHref(visit), 303);
    const report_id = crypto.randomUUID();
    return page({
      sheet,
      typed: { reason: "", note: "", report_id, based_on: sheet.stop.revision },
    });
  },
  async POST(ctx) {
    const { rpc } = ctx.state.session;
    const visit = keyOf(ctx.params);
    const form = await readForm(ctx.req);
    const typed = {
      reason: textOf(form, "reason"),
      note: textOf(form, "note"),
      report_id: textOf(form, "report_id") || crypto.randomUUID(),
      based_on: Number(textOf(form, "based_on")) || 0,
    };
    const isKnown = REASONS.some(({ reason }) => reason === typed.reason);
    // Before the report, which takes them along.
    const { complaint: noPhoto } = await keepPhotos(rpc, { visit_id: visit }, form);
    if (noPhoto !== null) {
      return page({ sheet: await readSheet(rpc, visit), typed, complaint: noPhoto }, {
        status: 422,
      });
    }
    const answer = isKnown ? await fail(rpc, visit, typed) : null;
    if (answer?.status === "conflict") {
      return ctx.redirect(changedHref(answer.reason ?? ""), 303);
    }
    if (answer?.status === "recorded") {
      return ctx.redirect(`${visitHref(visit)}?now`, 303);
    }
    const complaint = answer === null
      ? "Please say which of these it was."
      : answer.reason === "too_early"
      ? "This visit is still to come. Its outcome can be recorded on its day."
      : answer.reason === "notes"
      ? "Please write less in the note: no more than 2,000 characters."
      : "This cannot be recorded now. Please look at the job again, or call the office.";
    const sheet = await readSheet(rpc, visit);
    return page({ sheet, typed, complaint }, { status: 422 });
  },
});

export default defineStaff.page<typeof handler>(function CouldNotPage({ data }) {
  return <CouldNot {...data} />;
});
