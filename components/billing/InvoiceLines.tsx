import type { InvoicePage } from "@/lib/billing/invoice.ts";
import { isNothing, quantityText } from "@/lib/billing/words.ts";
import { moneyText } from "@/lib/text/money.ts";

/** What is charged, line by line, with its tax, and what it comes to. */
export function InvoiceLines({ invoice }: { invoice: InvoicePage }) {
  return (
    <section aria-labelledby="lines">
      <h2 id="lines">Lines</h2>
      <table class="money">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Tax</th>
            <th scope="col" class="number">Amount</th>
          </tr>
        </thead>
        <tbody>
          {invoice.lines.map((line, index) => (
            <tr key={index}>
              <th scope="row">
                {line.visit_id
                  ? <a href={`/office/visits/${line.visit_id}`}>{line.description}</a>
                  : line.description}
                {[
                  quantityText(line),
                  line.price_reason,
                  isNothing(line.tax_rate) && line.tax_reason,
                ]
                  .filter(Boolean).map((more) => <small key={String(more)}>{more}</small>)}
              </th>
              <td>{line.tax_name}</td>
              <td class="number">{moneyText(line.amount)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <Sum label="Before tax" amount={moneyText(invoice.net)} />
          {invoice.taxes.filter(({ rate }) => !isNothing(rate)).map(({ name, tax }) => (
            <Sum key={name} label={name} amount={moneyText(tax)} />
          ))}
          <Sum label="In all" amount={moneyText(invoice.total)} />
        </tfoot>
      </table>
    </section>
  );
}

function Sum({ label, amount }: { label: string; amount: string }) {
  return (
    <tr>
      <th scope="row" colSpan={2}>{label}</th>
      <td class="number">{amount}</td>
    </tr>
  );
}
