import { Fragment } from "preact";
import { Field } from "@/components/web/Field.tsx";
import type { InvoicePage } from "@/lib/billing/invoice.ts";
import { isNothing, numberText } from "@/lib/billing/words.ts";
import { mailText } from "@/lib/text/mails.ts";
import { moneyText } from "@/lib/text/money.ts";
import { instantText, shortDayText, unbroken } from "@/lib/text/dates.ts";
import type { InvoiceView } from "./view.ts";

/** Whom it goes to, when, and how it reached them. */
export function BilledTo({ invoice, refused, zone }: InvoiceView) {
  const { bill_to, client, customer_id, is_erased, issued_on, due_on, exported_at, mails } =
    invoice;
  const facts: [string, string | null][] = [
    ["Name", bill_to.name],
    ["Address", bill_to.address ?? "None is known"],
    ["Purchase order", bill_to.purchase_order],
    ["Issued", issued_on && shortDayText(issued_on)],
    ["Due", due_on && shortDayText(due_on)],
    ["Accountant", exported_at ? `Exported ${instantText(exported_at, zone)}` : "Not exported yet"],
  ];
  return (
    <section aria-labelledby="bill-to">
      <h2 id="bill-to">Bill to</h2>
      <dl class="facts">
        {facts.filter(([, value]) => value !== null).map(([label, value]) => (
          <Fragment key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
        <dt>Client</dt>
        <dd>
          <a href={`/office/clients/${customer_id}`}>
            {is_erased ? "Erased client" : client.name}
          </a>
          {is_erased && (
            <small>The law has us keep this invoice, and the name and address on it.</small>
          )}
        </dd>
        <dt>Mails</dt>
        <dd>
          {mails.length === 0
            ? "None yet"
            : mails.map(({ recipient, state, at }) => (
              <div key={recipient + at}>
                {recipient}: {mailText(state)}, {unbroken(instantText(at, zone))}
              </div>
            ))}
        </dd>
      </dl>
      {invoice.state === "issued" && !is_erased && (
        <form method="post" action={`/office/invoices/${invoice.id}#bill-to`}>
          {refused?.deed === "send" && <p class="complaint" role="alert">{refused.complaint}</p>}
          <button type="submit" class="second" name="do" value="send">Mail it again</button>
        </form>
      )}
    </section>
  );
}

/** While nobody paid and no accountant has it, it can be taken back. */
export function TakeBack({ invoice, refused, typed }: InvoiceView) {
  const isFixed = invoice.exported_at !== null ||
    invoice.payments.some(({ state }) => state !== "failed");
  return (
    <section aria-labelledby="take-back">
      <h2 id="take-back">Take it back</h2>
      {isFixed ? <Otherwise invoice={invoice} /> : (
        <form
          method="post"
          action={`/office/invoices/${invoice.id}#take-back`}
          class="plain-form"
        >
          <p>
            Its number stays in the books, marked as void. The visits can then be billed anew.
          </p>
          <Field
            name="reason"
            label="Why"
            complaint={refused?.deed === "void" && refused.field === "reason"
              ? refused.complaint
              : undefined}
            value={typed.reason}
            required
            maxLength={500}
          />
          <button type="submit" name="do" value="void" class="quiet">Make it void</button>
        </form>
      )}
    </section>
  );
}

/** What is left to do about an invoice that stays, as long as no credit note can be written here. */
function Otherwise({ invoice }: Pick<InvoiceView, "invoice">) {
  const { client, customer_id, is_erased, balance, exported_at } = invoice;
  return (
    <>
      <p>
        {exported_at ? "The accountant has it" : "Something of it is paid"}, so it cannot be made
        void. This programme writes no credit notes yet. If it is wrong:
      </p>
      <ul class="plain-list">
        <li>Ask your accountant to credit {numberText(invoice)} in their books.</li>
        {!isNothing(invoice.paid) && (
          <li>Give back what was paid too much, as you would without this programme.</li>
        )}
        {!is_erased && (
          <li>
            Write down what you agreed under{" "}
            <a href={`/office/clients/${customer_id}#remarks`}>Remarks of {client.name}</a>, so that
            your colleagues know.
          </li>
        )}
      </ul>
      {!isNothing(balance) && (
        <p>Its {moneyText(balance)} stays among what is to be paid until then.</p>
      )}
    </>
  );
}

/** A repair whose invoice is void is charged on a new draft, at what was agreed to. */
export function BillRepairAgain(
  { invoice, repair }: InvoiceView & { repair: NonNullable<InvoicePage["repair"]> },
) {
  return (
    <section aria-labelledby="again-repair">
      <h2 id="again-repair">Bill the repair anew</h2>
      <form method="post" action={`/office/invoices/${invoice.id}`} class="plain-form">
        <input type="hidden" name="work_order_id" value={repair.work_order_id} />
        <p>
          Nobody is charged for it now. The new draft says what was agreed to; look at it, then
          issue it.
        </p>
        <button type="submit" name="do" value="rebill">Put it on a draft</button>
      </form>
    </section>
  );
}

/** A visit whose invoice is void is charged on a new draft. */
export function BillAgain(
  { invoice, visit, refused, typed }: InvoiceView & { visit: InvoicePage["rebillable"][number] },
) {
  const isThis = typed.visit_id === visit.visit_id;
  const complaint = (field: string) =>
    isThis && refused?.deed === "rebill" && refused.field === field ? refused.complaint : undefined;
  const heading = `again-${visit.visit_id}`;
  return (
    <section aria-labelledby={heading}>
      <h2 id={heading}>Bill anew: {visit.description}</h2>
      <form method="post" action={`/office/invoices/${invoice.id}`} class="plain-form">
        <input type="hidden" name="visit_id" value={visit.visit_id} />
        <Field
          name="fee"
          id={`fee-${visit.visit_id}`}
          label="Fee before tax"
          complaint={complaint("fee")}
          value={isThis ? typed.fee : moneyText(visit.fee).replace(/[$,]/g, "")}
          required
          maxLength={14}
        />
        <Field
          name="price_reason"
          id={`price-reason-${visit.visit_id}`}
          label="Why it costs other than was told"
          hint="The client reads this on the invoice. Leave it empty where the fee stays."
          complaint={complaint("price_reason")}
          value={isThis ? typed.price_reason : ""}
          maxLength={500}
        />
        <button type="submit" name="do" value="rebill">Put it on a draft</button>
      </form>
    </section>
  );
}
