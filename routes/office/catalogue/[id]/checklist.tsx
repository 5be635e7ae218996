import { HttpError, page } from "fresh";
import * as z from "zod";
import { ChecklistPage } from "@/components/settings/ChecklistPage.tsx";
import type { ChecklistView } from "@/components/settings/view.ts";
import { readChecklist, setChecklist } from "@/lib/settings/checklist.ts";
import { draftIn, moved } from "@/lib/settings/checklist_form.ts";
import { keyOf } from "@/lib/web/key.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";

const DEEDS = ["set", "unchanged"] as const;

export const handler = defineStaff.handlers<Omit<ChecklistView, "isAdmin" | "zone">>({
  async GET(ctx) {
    const id = keyOf(ctx.params);
    const checklist = await readChecklist(ctx.state.session.rpc, id);
    const did = DEEDS.find((each) => each === ctx.url.searchParams.get("did"));
    return page({ id, page: checklist, shown: checklist.versions[0]?.number ?? 0, did });
  },
  /** Buttons that move lines send the whole list, so that it works without a script; one of them saves it. */
  async POST(ctx) {
    const { session: { rpc }, company: { time_zone: zone } } = ctx.state;
    const id = keyOf(ctx.params);
    const form = await readForm(ctx.req);
    const shown = z.coerce.number().int().nonnegative().max(1e9).safeParse(form.get("shown")).data;
    if (shown === undefined) throw new HttpError(400);
    const checklist = await readChecklist(rpc, id);
    const draft = draftIn(form);
    if (textOf(form, "do") !== "save") {
      const now = moved(draft, textOf(form, "do"));
      if (now === null) throw new HttpError(400);
      return page({ id, page: checklist, shown, ...now });
    }
    const came = await setChecklist(rpc, checklist.code, draft, { shown, zone });
    if (came.ok) {
      const did = came.isNew ? "set" : "unchanged";
      return ctx.redirect(`/office/catalogue/${id}/checklist?did=${did}`, 303);
    }
    const { refused, latest } = came;
    // Who was told of a later version has seen it.
    const seen = latest ?? shown;
    return page({ id, page: checklist, shown: seen, draft, refused }, { status: 422 });
  },
});

export default defineStaff.page<typeof handler>(function ChecklistRoute({ data, state }) {
  const isAdmin = state.staff.role === "admin";
  return <ChecklistPage {...data} isAdmin={isAdmin} zone={state.company.time_zone} />;
});
