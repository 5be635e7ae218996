import { page } from "fresh";
import { ClosePage, type CloseView } from "@/components/closures/ClosePage.tsx";
import { closeDay, readClosures, tryToClose } from "@/lib/closures/closures.ts";
import { askedOf, complaintOf, readQuestion } from "@/lib/closures/question.ts";
import { dayOf, isDay } from "@/lib/text/dates.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";

export const handler = defineStaff.handlers<CloseView>({
  /** The question is in the address; what would follow is tried, and taken back. */
  async GET(ctx) {
    const { session: { rpc }, company, now } = ctx.state;
    const question = readQuestion(ctx.url.searchParams);
    if (question.day === "") question.day = dayOf(now, company.time_zone);
    const asked = question.asked ? askedOf(question) : null;
    const answer = asked !== null && typeof asked !== "string"
      ? await tryToClose(rpc, asked)
      : null;
    const shown = await readClosures(rpc, isDay(question.day) ? question.day : null);
    const said = answer ?? (typeof asked === "string" ? asked : null);
    const complaint = said === null ? null : complaintOf(said);
    return page({ page: shown, question, answer, complaint, note: "" }, {
      status: complaint === null ? 200 : 422,
    });
  },
  async POST(ctx) {
    const { rpc } = ctx.state.session;
    const form = await readForm(ctx.req);
    const question = readQuestion(form);
    const note = textOf(form, "note");
    const asked = askedOf(question);
    const answer = typeof asked === "string"
      ? null
      : await closeDay(rpc, asked, { shown: textOf(form, "shown"), note });
    if (answer?.status === "closed") {
      return ctx.redirect(`/office/closure/${answer.closure_id}#done`, 303);
    }
    const shown = await readClosures(rpc, isDay(question.day) ? question.day : null);
    const complaint = complaintOf(answer ?? asked as "day" | "time");
    return page({ page: shown, question, answer, complaint, note }, { status: 422 });
  },
});

export default defineStaff.page<typeof handler>(function CloseADay({ data, state }) {
  return <ClosePage {...data} zone={state.company.time_zone} />;
});
