import { HttpError, page } from "fresh";
import { UnitPage } from "@/components/customers/UnitPage.tsx";
import {
  nameUnit,
  putUnit,
  SERIAL,
  type Unchanged,
  type Unopened,
} from "@/lib/customers/condition.ts";
import { openRepair, quoteAgain } from "@/lib/repairs/open.ts";
import { repairHref } from "@/lib/text/visits.ts";
import {
  type HistoryStep,
  readStep,
  readUnitHistory,
  type UnitHistory,
} from "@/lib/customers/history.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";
import { keyOf } from "@/lib/web/key.ts";

export const handler = defineStaff.handlers<
  { history: UnitHistory; step: HistoryStep; refused?: Unchanged; unopened?: Unopened }
>({
  async GET(ctx) {
    const step = readStep(ctx.url.searchParams);
    return page({
      history: await readUnitHistory(ctx.state.session.rpc, keyOf(ctx.params), step),
      step,
      unopened: ctx.url.searchParams.has("repair") ? { problem: "", isOut: false } : undefined,
    });
  },
  async POST(ctx) {
    const { session: { rpc }, company: { time_zone } } = ctx.state;
    const id = keyOf(ctx.params);
    const form = await readForm(ctx.req);
    if (textOf(form, "do") === "repair") {
      const opened = await openRepair(rpc, id, form);
      if (opened.status === "opened") {
        const did = opened.isNew ? "?did=open" : "";
        return ctx.redirect(`${repairHref(opened.work_order_id)}${did}`, 303);
      }
      // What a visit found unsafe is answered anew from there, so that the unit can be certified again.
      const again = opened.status === "visit" ? await quoteAgain(rpc, opened.visit_id) : null;
      if (again !== null) return ctx.redirect(`${repairHref(again)}?did=open`, 303);
      const complaint = opened.status === "again" ? opened.complaint : "Please try that again.";
      const unopened = {
        problem: textOf(form, "problem"),
        isOut: textOf(form, "out_of_service") === "yes",
        complaint,
      };
      const history = await readUnitHistory(rpc, id, {});
      return page({ history, step: {}, unopened }, { status: 422 });
    }
    const refused = textOf(form, "do") === SERIAL
      ? await nameUnit(rpc, id, form, time_zone)
      : await putUnit(rpc, id, form, time_zone);
    if (refused === undefined) throw new HttpError(400);
    if (refused === null) return ctx.redirect(`/office/units/${id}`, 303);
    const history = await readUnitHistory(rpc, id, {});
    return page({ history, step: {}, refused }, { status: 422 });
  },
});

export default defineStaff.page<typeof handler>(function Unit({ data, state: { company } }) {
  return <UnitPage {...data} company={company.name} zone={company.time_zone} />;
});
