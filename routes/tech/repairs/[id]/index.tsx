import { page } from "fresh";
import type { TypedPayment } from "@/components/visits/PaymentForm.tsx";
import { RepairJob } from "@/components/visits/RepairJob.tsx";
import { RepairOver } from "@/components/visits/RepairOver.tsx";
import { readDay } from "@/lib/visits/day.ts";
import { pay } from "@/lib/visits/outcome.ts";
import { readRepairSheet, type RepairSheet } from "@/lib/visits/repair.ts";
import type { Stop } from "@/lib/visits/shapes.ts";
import { nextOf, techRepairHref } from "@/lib/visits/words.ts";
import { defineStaff, type StaffState } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";
import { keyOf } from "@/lib/web/key.ts";

interface Shown {
  sheet: RepairSheet;
  next?: Stop;
  payment: TypedPayment;
  isNew: boolean;
}

async function show(
  { session, staff }: StaffState,
  id: string,
  typed: Partial<TypedPayment> = {},
): Promise<Omit<Shown, "isNew">> {
  const sheet = await readRepairSheet(session.rpc, id);
  const payment = { request: crypto.randomUUID(), ...typed };
  if (sheet.done === null || staff.role !== "technician") return { sheet, payment };
  return { sheet, payment, next: nextOf((await readDay(session.rpc)).stops) };
}

export const handler = defineStaff.handlers<Shown>({
  async GET(ctx) {
    const shown = await show(ctx.state, keyOf(ctx.params));
    return page({ ...shown, isNew: ctx.url.searchParams.has("now") });
  },
  /** A payment at the door. */
  async POST(ctx) {
    const id = keyOf(ctx.params);
    const form = await readForm(ctx.req);
    const request_id = textOf(form, "request_id");
    const invoice_id = textOf(form, "invoice_id");
    const typed = { amount: textOf(form, "amount"), method: textOf(form, "method") };
    const complaint = await pay(ctx.state.session.rpc, { ...typed, invoice_id, request_id });
    if (complaint === null) return ctx.redirect(`${techRepairHref(id)}?now`, 303);
    const shown = await show(ctx.state, id, { ...typed, request: request_id, complaint });
    return page({ ...shown, isNew: true }, { status: 422 });
  },
});

export default defineStaff.page<typeof handler>(function TechRepair({ data, state }) {
  const { sheet } = data;
  const zone = state.company.time_zone;
  if (sheet.done === null) return <RepairJob sheet={sheet} zone={zone} isNew={data.isNew} />;
  return <RepairOver {...data} done={sheet.done} zone={zone} />;
});
