import { page } from "fresh";
import { Job } from "@/components/visits/Job.tsx";
import { Over } from "@/components/visits/Over.tsx";
import type { TypedPayment } from "@/components/visits/PaymentForm.tsx";
import { readDay } from "@/lib/visits/day.ts";
import type { Stop } from "@/lib/visits/shapes.ts";
import { keyOf } from "@/lib/web/key.ts";
import { type Outcome, payForVisit, readOutcome } from "@/lib/visits/outcome.ts";
import { readSheet, type Sheet } from "@/lib/visits/sheet.ts";
import { isOver, nextOf, visitHref } from "@/lib/visits/words.ts";
import { defineStaff, type StaffState } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";

interface Shown {
  sheet: Sheet;
  /** Of a visit that is over. */
  outcome: Outcome | null;
  next?: Stop;
  payment: TypedPayment;
  isNew: boolean;
}

async function show(
  { session, staff }: StaffState,
  visit: string,
  typed: Partial<TypedPayment> = {},
): Promise<Omit<Shown, "isNew">> {
  const sheet = await readSheet(session.rpc, visit);
  const payment = { request: crypto.randomUUID(), ...typed };
  if (!isOver(sheet.unit.state)) return { sheet, outcome: null, payment };
  const [outcome, day] = await Promise.all([
    readOutcome(session.rpc, visit),
    staff.role === "technician" ? readDay(session.rpc) : null,
  ]);
  return { sheet, outcome, next: day ? nextOf(day.stops) : undefined, payment };
}

export const handler = defineStaff.handlers<Shown>({
  async GET(ctx) {
    const shown = await show(ctx.state, keyOf(ctx.params));
    return page({ ...shown, isNew: ctx.url.searchParams.has("now") });
  },
  /** A payment at the door. */
  async POST(ctx) {
    const visit = keyOf(ctx.params);
    const form = await readForm(ctx.req);
    const request_id = textOf(form, "request_id");
    const invoice_id = textOf(form, "invoice_id");
    const typed = { amount: textOf(form, "amount"), method: textOf(form, "method") };
    const complaint = await payForVisit(ctx.state.session.rpc, visit, {
      ...typed,
      invoice_id,
      request_id,
    });
    if (complaint === null) return ctx.redirect(`${visitHref(visit)}?now`, 303);
    const shown = await show(ctx.state, visit, { ...typed, request: request_id, complaint });
    return page({ ...shown, isNew: true }, { status: 422 });
  },
});

export default defineStaff.page<typeof handler>(function VisitPage({ data, state }) {
  const { sheet, outcome, next, payment, isNew } = data;
  const zone = state.company.time_zone;
  if (outcome === null) {
    return <Job sheet={sheet} zone={zone} isNew={isNew} complaint={payment.complaint} />;
  }
  // A technician books after a visit of these days, the office after any.
  const mayBook = sheet.stop.is_near || state.staff.role !== "technician";
  return <Over {...{ sheet, outcome, next, payment, zone, isNew, mayBook }} />;
});
