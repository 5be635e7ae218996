import { page } from "fresh";
import { ConflictPage, type ConflictView } from "@/components/customers/ConflictPage.tsx";
import { backIn, decide, lookedAt, readConflict, undoDecision } from "@/lib/customers/conflicts.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";
import { keyOf } from "@/lib/web/key.ts";

export const handler = defineStaff.handlers<ConflictView>({
  /** With an answer in the address its consequences are told; nothing is done. */
  async GET(ctx) {
    const { rpc } = ctx.state.session;
    const conflict_id = keyOf(ctx.params);
    const query = ctx.url.searchParams;
    const conflict = await readConflict(rpc, conflict_id);
    const decision = lookedAt(query, conflict);
    const came = decision === null
      ? null
      : await decide(rpc, { conflict_id, decision }, ctx.state.company.time_zone);
    return page({ conflict, came, back: backIn(query.get("back")) }, {
      status: came?.complaint ? 422 : 200,
    });
  },
  async POST(ctx) {
    const { rpc } = ctx.state.session;
    const conflict_id = keyOf(ctx.params);
    const form = await readForm(ctx.req);
    const decision = textOf(form, "decision");
    const back = backIn(textOf(form, "back"));
    if (decision === "undo" && await undoDecision(rpc, conflict_id)) {
      return ctx.redirect(`${back.split("#")[0]}#q-${conflict_id}`, 303);
    }
    const answer = { conflict_id, decision, shown: textOf(form, "shown") };
    const came = await decide(rpc, answer, ctx.state.company.time_zone);
    const next = new URLSearchParams({ back });
    if (came.done) {
      return ctx.redirect(`${back}${back.includes("?") ? "&" : "?"}of=${conflict_id}`, 303);
    } else if (!came.complaint) {
      return ctx.redirect(`/office/conflicts/${conflict_id}?look=${decision}&${next}`, 303);
    }
    const conflict = await readConflict(rpc, conflict_id);
    return page({ conflict, came, back }, { status: 422 });
  },
});

export default defineStaff.page<typeof handler>(function ConflictRoute({ data, state }) {
  const isAdmin = state.staff.role === "admin";
  return <ConflictPage {...data} zone={state.company.time_zone} isAdmin={isAdmin} />;
});
