import { addDays, dayOf } from "@/lib/text/dates.ts";
import { type Company, instantAt, workdayUntil } from "./company.ts";
import type { Diary } from "./diary.ts";
import { presenceFrom, reportOfRepair } from "./report.ts";
import { pay } from "./payments.ts";
import type { Stop } from "./stop.ts";
import type { Told } from "./story.ts";

/** A repair as it was quoted after a visit. */
interface Quote {
  id: string;
  amount: number;
}

/** Enters what the office did after a stop. */
export function followUp(
  company: Company,
  diary: Diary,
  stop: Stop,
  { then, outcome }: Told,
): void {
  const day = dayOf(stop.startsAt, company.zone);
  const onDay = (days: number, time: string, happen: () => Promise<unknown>) =>
    diary.enter(instantAt(company, addDays(day, days), time), async () => void await happen());
  if (outcome === "reversed") onDay(1, "09:05", () => reverse(company, stop));
  if (then === "billed anew") onDay(2, "10:20", () => billAnew(company, stop));
  if (then === "revoked") onDay(4, "11:00", () => revoke(company, stop));
  if (then === "declined") onDay(3, "13:30", () => decline(company, stop));
  if (then === "repaired") {
    onDay(1, "09:45", () => approve(company, stop));
    onDay(6, "08:30", () => schedule(company, diary, stop, workdayUntil(addDays(day, 13))));
  }
}

async function quoteAfter(company: Company, { taskId }: Stop): Promise<Quote> {
  const [quote] = await company.read<Quote>(
    `select w.id, private.order_total(w.id)::float8 as amount from public.work_orders w
     join public.maintenance_visits v on v.id = w.visit_id
     where v.task_id = $1 and w.kind = 'repair'`,
    [taskId],
  );
  return quote;
}

async function approve(company: Company, stop: Stop): Promise<void> {
  const { id, amount } = await quoteAfter(company, stop);
  await company.ask(company.office, "approve_repair", {
    work_order_id: id,
    said_by: stop.clientName,
    said_how: "phone",
    amount,
  }, "approved");
  await company.ask(company.office, "wait_for_parts", {
    work_order_id: id,
    what: "Limit switch kit HC-2210",
    expected_on: addDays(dayOf(stop.startsAt, company.zone), 6),
  }, "waiting_for_parts");
}

async function schedule(company: Company, diary: Diary, stop: Stop, day: string): Promise<void> {
  const { id } = await quoteAfter(company, stop);
  const startsAt = instantAt(company, day, "15:00");
  await company.ask(company.office, "parts_arrived", { work_order_id: id }, "approved");
  await company.ask(company.office, "schedule_repair", {
    work_order_id: id,
    technician_id: stop.technicianId,
    starts_at: startsAt.toISOString(),
    override: true,
  }, "scheduled");
  const presence = presenceFrom(startsAt, 50);
  diary.enter(presence.finishedAt, async () => {
    const found = { findings: "Replaced, adjusted and tested under load." };
    const report = await reportOfRepair(company, id, stop.clientName, found, presence);
    await company.ask(stop.technician, "complete_repair", { work_order_id: id, report }, "done");
    await pay(company, stop.technician, { workOrderId: id }, { method: "card", days: 0 });
  });
}

async function decline(company: Company, stop: Stop): Promise<void> {
  const { id } = await quoteAfter(company, stop);
  await company.ask(company.office, "decline_repair", {
    work_order_id: id,
    said_by: stop.clientName,
    said_how: "phone",
    note: "Uses the lower station only.",
  }, "declined");
}

/** The price was wrong: the invoice is taken back and the visit billed at what was agreed. */
async function billAnew(company: Company, { workOrderId, visits: [{ visitId }] }: Stop) {
  const [{ id }] = await company.read<{ id: string }>(
    "select id from public.invoices where work_order_id = $1 and state = 'issued'",
    [workOrderId],
  );
  const reason = "Billed at the list price instead of the agreed one.";
  await company.ask(company.office, "void_invoice", { invoice_id: id, reason }, "void");
  const { invoice_id } = await company.ask(company.office, "rebill_visit", {
    visit_id: visitId,
    fee: 169,
    reason: "The price that was agreed on the phone.",
  }, "drafted") as { invoice_id: string };
  await company.ask(company.office, "issue_invoice", { invoice_id }, "issued");
}

async function revoke(company: Company, { visits: [{ visitId }] }: Stop): Promise<void> {
  const [{ number }] = await company.read<{ number: string }>(
    "select number from public.inspection_certificates where visit_id = $1",
    [visitId],
  );
  await company.ask(company.admin, "revoke_certificate", {
    number,
    reason: "The serial plate of another lift was photographed for it.",
  }, "revoked");
}

async function reverse(company: Company, { visits: [{ visitId }] }: Stop): Promise<void> {
  await company.ask(company.admin, "reverse_visit", {
    visit_id: visitId,
    reason: "Recorded at the wrong client.",
  }, "reversed");
}
