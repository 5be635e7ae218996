import { page } from "fresh";
import { ClosePage, type CloseView } from "@/components/closures/ClosePage.tsx";
import { type CloseAnswer, closeDay, readClosures, tryToClose } from "@/lib/closures/closures.ts";
import { askedOf, complaintOf, type Question, readQuestion } from "@/lib/closures/question.ts";
import type { Rpc } from "@/lib/database/rpc.ts";
import { dayOf, isDay } from "@/lib/text/dates.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";

/** What the page shows of an answer; a word is why nothing was asked, null that nobody did. */
async function viewOf(
  rpc: Rpc,
  question: Question,
  answer: CloseAnswer | "day" | "time" | null,
  note: string,
): Promise<CloseView> {
  return {
    page: await readClosures(rpc, isDay(question.day) ? question.day : null),
    question,
    answer: typeof answer === "string" ? null : answer,
    complaint: answer === null ? null : complaintOf(answer),
    note,
  };
}

const shown = (view: CloseView) => page(view, { status: view.complaint === null ? 200 : 422 });

export const handler = defineStaff.handlers<CloseView>({
  /** The question is in the address; what would follow is tried, and taken back. */
  async GET(ctx) {
    const { session: { rpc }, company, now } = ctx.state;
    const question = readQuestion(ctx.url.searchParams);
    if (question.day === "") question.day = dayOf(now, company.time_zone);
    const asked = question.asked ? askedOf(question) : null;
    const isSound = asked !== null && typeof asked !== "string";
    return shown(await viewOf(rpc, question, isSound ? await tryToClose(rpc, asked) : asked, ""));
  },
  async POST(ctx) {
    const { rpc } = ctx.state.session;
    const form = await readForm(ctx.req);
    const question = readQuestion(form);
    const note = textOf(form, "note");
    const asked = askedOf(question);
    const answer = typeof asked === "string"
      ? asked
      : await closeDay(rpc, asked, { shown: textOf(form, "shown"), note });
    if (typeof answer !== "string" && answer.status === "closed") {
      return ctx.redirect(`/office/closure/${answer.closure_id}#done`, 303);
    }
    return shown(await viewOf(rpc, question, answer, note));
  },
});

export default defineStaff.page<typeof handler>(function CloseADay({ data, state }) {
  return <ClosePage {...data} zone={state.company.time_zone} />;
});
