import { Title } from "@/components/web/Title.tsx";
import type { InvoicePage } from "@/lib/billing/invoice.ts";
import { isNothing, numberText } from "@/lib/billing/words.ts";
import { moneyText, plainAmount } from "@/lib/text/money.ts";
import { shortDayText, unbroken } from "@/lib/text/dates.ts";
import { repairHref, repairNumber } from "@/lib/text/visits.ts";
import { InvoiceLines } from "./InvoiceLines.tsx";
import { PaymentForm, Payments } from "./Payments.tsx";
import { BillAgain, BilledTo, BillRepairAgain, TakeBack } from "./TakeBack.tsx";
import type { InvoiceView } from "./view.ts";

/** An invoice as the office sees it: its state and the next step first, then what it says. */
export function InvoiceSheet(view: InvoiceView) {
  const { invoice, refused, zone } = view;
  return (
    <div class="office invoice">
      <Title>{numberText(invoice)}</Title>
      <p class="situation">{unbroken(stateText(invoice))}</p>
      {refused && refused.field === "" && <p class="complaint" role="alert">{refused.complaint}</p>}
      <NextStep invoice={invoice} />
      <p>
        <a href={`/office/invoices/${invoice.id}/invoice.pdf`}>Open the paper (PDF)</a>
      </p>
      {invoice.repair && (
        <p>
          For the repair{" "}
          <a href={repairHref(invoice.repair.work_order_id)}>
            {repairNumber(invoice.repair.number)}
          </a>
        </p>
      )}
      <InvoiceLines invoice={invoice} />
      {invoice.state !== "draft" && <Payments invoice={invoice} zone={zone} />}
      {invoice.state === "issued" && !isNothing(invoice.payable) && <PaymentForm {...view} />}
      <BilledTo {...view} />
      {invoice.state === "issued" && <TakeBack {...view} />}
      {invoice.repair?.can_rebill && <BillRepairAgain {...view} repair={invoice.repair} />}
      {invoice.rebillable.map((visit) => (
        <BillAgain
          key={visit.visit_id}
          visit={visit}
          {...view}
        />
      ))}
    </div>
  );
}

/** "To pay by Sat, Dec 26, 2026: $213.57" */
function stateText(invoice: InvoicePage): string {
  const { state, total, balance, payable, due_on, void_reason, waiting_visits } = invoice;
  if (state === "void") return `Void${void_reason ? `: ${void_reason}` : ", it was never issued"}`;
  if (state === "draft") {
    return waiting_visits > 0 ? "A draft: the stop is not over yet" : "A draft, ready to be issued";
  }
  if (isNothing(balance)) return isNothing(total) ? "Issued, nothing to pay" : "Paid in full";
  const open = `${moneyText(balance)} to pay by ${shortDayText(due_on!)}`;
  return payable === balance ? open : `${open}; a payment is uncertain`;
}

function NextStep({ invoice }: { invoice: InvoicePage }) {
  if (invoice.state === "issued" && !isNothing(invoice.payable)) {
    return (
      <p>
        <a class="button" href="#pay">Record a payment</a>
      </p>
    );
  }
  if (invoice.state !== "draft" || invoice.waiting_visits > 0) return null;
  return (
    <form method="post" action={`/office/invoices/${invoice.id}`}>
      <input type="hidden" name="shown" value={plainAmount(invoice.total)} />
      <button type="submit" name="do" value="issue">Issue and mail it</button>
    </form>
  );
}
