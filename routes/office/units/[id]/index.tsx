import { HttpError, page } from "fresh";
import { UnitPage } from "@/components/customers/UnitPage.tsx";
import { nameUnit, putUnit, SERIAL, type Unchanged } from "@/lib/customers/condition.ts";
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
  { history: UnitHistory; step: HistoryStep; refused?: Unchanged }
>({
  async GET(ctx) {
    const step = readStep(ctx.url.searchParams);
    return page({
      history: await readUnitHistory(ctx.state.session.rpc, keyOf(ctx.params), step),
      step,
    });
  },
  async POST(ctx) {
    const { session: { rpc }, company: { time_zone } } = ctx.state;
    const id = keyOf(ctx.params);
    const form = await readForm(ctx.req);
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
