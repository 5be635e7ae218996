import { Field } from "@/components/web/Field.tsx";
import type { InvoicePage } from "@/lib/billing/invoice.ts";
import { handedOverText, METHOD_CHOICES, methodText } from "@/lib/billing/words.ts";
import { moneyText } from "@/lib/text/money.ts";
import { instantText } from "@/lib/text/dates.ts";
import { capitalized } from "@/lib/text/names.ts";
import type { InvoiceView } from "./view.ts";

const STATES = {
  succeeded: "paid",
  pending: "under way",
  failed: "failed",
  uncertain: "uncertain",
} as const;

/** What was paid, how, when and to whom. */
export function Payments({ invoice, zone }: { invoice: InvoicePage; zone: string }) {
  return (
    <section aria-labelledby="payments">
      <h2 id="payments">Payments</h2>
      {invoice.payments.length === 0 ? <p>Nothing is paid yet.</p> : (
        <table class="money">
          <thead>
            <tr>
              <th scope="col">How</th>
              <th scope="col">State</th>
              <th scope="col" class="number">Amount</th>
            </tr>
          </thead>
          <tbody>
            {invoice.payments.map((paid) => (
              <tr key={paid.payment_id}>
                <th scope="row">
                  {capitalized(methodText(paid.method))}
                  <small>
                    {instantText(paid.at, zone)},{" "}
                    {paid.taken_at === "door" ? "at the door" : "in the office"}
                    {paid.taken_by && `, by ${paid.taken_by}`}
                  </small>
                  {[handedOverText(paid), paid.note].filter(Boolean).map((more) => (
                    <small key={more}>{more}</small>
                  ))}
                </th>
                <td>{STATES[paid.state]}</td>
                <td class="number">{moneyText(paid.amount)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" colSpan={2}>Still to pay</th>
              <td class="number">{moneyText(invoice.balance)}</td>
            </tr>
          </tfoot>
        </table>
      )}
    </section>
  );
}

/** What was paid just now is written down here. */
export function PaymentForm({ invoice, requestId, refused, typed }: InvoiceView) {
  const complaint = (field: string) =>
    refused?.deed === "pay" && refused.field === field ? refused.complaint : undefined;
  return (
    <section aria-labelledby="pay">
      <h2 id="pay">Record a payment</h2>
      <form method="post" action={`/office/invoices/${invoice.id}#pay`} class="plain-form">
        <input type="hidden" name="request_id" value={requestId} />
        <fieldset>
          <legend>How</legend>
          {complaint("method") && <p class="complaint" role="alert">{complaint("method")}</p>}
          {METHOD_CHOICES.map(([method, label]) => (
            <label key={method} class="check">
              <input
                type="radio"
                name="method"
                value={method}
                required
                checked={typed.method === method}
              />
              <span>{capitalized(label)}</span>
            </label>
          ))}
        </fieldset>
        <Field
          name="amount"
          label="Amount"
          hint={`${
            moneyText(invoice.payable)
          } is left to pay. All of it in cash is rounded to five cents.`}
          complaint={complaint("amount")}
          value={typed.amount || moneyText(invoice.payable).replace(/[$,]/g, "")}
          required
          maxLength={14}
        />
        <Field
          name="note"
          label="Note, such as the number of a cheque"
          complaint={complaint("note")}
          value={typed.note}
          maxLength={500}
        />
        <button type="submit" name="do" value="pay">Record the payment</button>
      </form>
    </section>
  );
}
