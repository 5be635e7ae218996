import { addDays, dayOf } from "@/lib/text/dates.ts";
import { type Actor, type Company, instantAt } from "./company.ts";
import type { Diary } from "./diary.ts";
import type { Stop } from "./stop.ts";
import type { Payment } from "./story.ts";

/** Paid to the technician at the door, or to the office some days later. */
export function enterPayments(
  company: Company,
  diary: Diary,
  stop: Stop,
  payments: Payment[],
): void {
  for (const payment of payments) {
    const day = addDays(dayOf(stop.startsAt, company.zone), payment.days);
    if (day >= company.today) continue;
    if (payment.days > 0) {
      diary.enter(
        instantAt(company, day, "15:40"),
        () => pay(company, company.office, stop, payment),
      );
    } else {
      // Right after the report, which is the entry that enters this.
      diary.enterNext(() => pay(company, stop.technician, stop, payment));
    }
  }
}

/** All that is left of the invoice of a stop or a repair, or a share of it. */
export async function pay(
  company: Company,
  taker: Actor,
  { workOrderId }: Pick<Stop, "workOrderId">,
  { method, share = 1 }: Payment,
): Promise<void> {
  const [invoice] = await company.read<{ id: string; balance: string }>(
    `select s.invoice_id as id, s.balance from private.invoice_sums s
     join public.invoices i on i.id = s.invoice_id
     where i.work_order_id = $1 and s.state = 'issued'`,
    [workOrderId],
  );
  await company.ask(taker, "record_payment", {
    invoice_id: invoice.id,
    amount: Math.round(Number(invoice.balance) * share * 100) / 100,
    method,
    request_id: crypto.randomUUID(),
  }, "recorded");
}
