import { Field } from "@/components/web/Field.tsx";
import { moneyText, sumOf } from "@/lib/text/money.ts";
import { type Outcome, PAYMENTS } from "@/lib/visits/outcome.ts";
import { visitHref } from "@/lib/visits/words.ts";
import { Choice } from "@/components/web/Choice.tsx";

/** What was typed of a payment that was not taken, and why not. */
export interface TypedPayment {
  /** By which two presses are one payment. */
  request: string;
  amount?: string;
  method?: string;
  complaint?: string;
}

/** What is to be paid, and how it is: leaving the page leaves the invoice open, and it goes out by mail. */
export function PaymentForm({ action, invoice, typed }: {
  /** The page that records it. */
  action: string;
  invoice: NonNullable<Outcome["invoice"]>;
  typed: TypedPayment;
}) {
  const { id, number, total, balance, in_cash } = invoice;
  const paid = sumOf([total, `-${balance}`]);
  return (
    <section class="flow" aria-labelledby="fee">
      <h2 id="fee">The fee</h2>
      <dl class="prices">
        <div>
          <dt>Invoice {number}</dt>
          <dd>{moneyText(total)}</dd>
        </div>
        {Number(paid) > 0 && (
          <div>
            <dt>Paid so far</dt>
            <dd>{moneyText(paid)}</dd>
          </div>
        )}
        <div class="sum">
          <dt>To be paid</dt>
          <dd>{moneyText(balance)}</dd>
        </div>
      </dl>
      {typed.complaint && (
        <p class="notice warn" role="alert">
          <a href="#amount">{typed.complaint}</a>
        </p>
      )}
      <form class="flow" method="post" action={action}>
        <input type="hidden" name="invoice_id" value={id} />
        <PaymentFields
          typed={typed}
          amount={String(balance)}
          inCash={Number(in_cash) !== Number(balance)
            ? `Cash is rounded to 5 cents: take ${moneyText(in_cash)}.`
            : undefined}
        />
      </form>
      <p class="soft">Not paid now? The invoice goes to the client by e-mail, and stays open.</p>
    </section>
  );
}

/**
 * The same on a phone without signal, which shows it once the visit is finished there: the invoice comes of the report
 * that is sent before it. Its request is the visit itself, so that whatever is pressed again is one payment.
 */
export function PaymentToSend({ visit, amount }: { visit: string; amount: string }) {
  return (
    <section class="flow" aria-labelledby="taken" data-pays hidden>
      <h2 id="taken">Was it paid?</h2>
      <p class="soft">
        It is saved on this phone, and sent after the visit. Not paid? Then leave this empty: the
        invoice goes to the client.
      </p>
      <form class="flow" method="post" action={visitHref(visit)}>
        <PaymentFields typed={{ request: visit }} amount={amount} />
      </form>
    </section>
  );
}

function PaymentFields(
  { typed, amount, inCash }: { typed: TypedPayment; amount: string; inCash?: string },
) {
  return (
    <>
      <input type="hidden" name="request_id" value={typed.request} />
      <fieldset>
        <legend>How is it paid?</legend>
        {PAYMENTS.map(({ method, label, then }) => (
          <Choice
            key={method}
            name="method"
            value={method}
            label={label}
            isChosen={typed.method === method}
            required
          >
            <p>{method === "cash" && inCash || then}</p>
          </Choice>
        ))}
      </fieldset>
      <Field
        name="amount"
        label="Amount received"
        inputMode="decimal"
        value={typed.amount ?? amount}
        required
      />
      <button type="submit" class="wide">Record the payment</button>
    </>
  );
}
