import { page } from "fresh";
import * as z from "zod";
import { AddUnit } from "@/components/visits/AddUnit.tsx";
import { addUnit } from "@/lib/visits/add_unit.ts";
import { keyOf } from "@/lib/web/key.ts";
import { readSheet, type Sheet } from "@/lib/visits/sheet.ts";
import { visitHref } from "@/lib/visits/words.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";

interface Shown {
  sheet: Sheet;
  /** What was chosen, and why it was not added. */
  chosen?: string;
  complaint?: string;
}

export const handler = defineStaff.handlers<Shown>({
  async GET(ctx) {
    return page({ sheet: await readSheet(ctx.state.session.rpc, keyOf(ctx.params)) });
  },
  async POST(ctx) {
    const { rpc } = ctx.state.session;
    const visit = keyOf(ctx.params);
    const form = await readForm(ctx.req);
    const chosen = z.uuid().safeParse(textOf(form, "contract_id")).data;
    const { stop } = await readSheet(rpc, visit);
    const complaint = chosen === undefined
      ? "Please choose one of them."
      : await addUnit(rpc, stop.task_id, chosen);
    if (complaint === null) return ctx.redirect(`${visitHref(visit)}?now`, 303);
    // Read again: what stood in the way stands beside the unit now.
    const sheet = await readSheet(rpc, visit);
    return page({ sheet, chosen, complaint }, { status: 422 });
  },
});

export default defineStaff.page<typeof handler>(function AddUnitPage({ data }) {
  return <AddUnit {...data} />;
});
