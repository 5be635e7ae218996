import type { QuoteLine, RepairPage } from "@/lib/repairs/page.ts";
import { timesText } from "@/lib/repairs/quote.ts";
import { decisionText } from "@/lib/repairs/words.ts";
import { moneyText } from "@/lib/text/money.ts";

/** What was quoted, line by line, as the invoice will have it. */
export function QuoteSheet({ page }: { page: RepairPage }) {
  const { quote, decisions } = page;
  const said = decisions.at(-1);
  return (
    <section aria-labelledby="quote">
      <h2 id="quote">The quote</h2>
      {quote.lines.length === 0 ? <p>Nothing is quoted yet.</p> : (
        <table class="money">
          <caption class="unseen">The quote, line by line</caption>
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col" class="number">Amount</th>
            </tr>
          </thead>
          <tbody>
            {quote.lines.map((line, index) => <Line key={index} line={line} />)}
          </tbody>
          <tfoot>
            <Sum name="Before tax" amount={moneyText(quote.net)} />
            <Sum
              name={quote.tax_reason && Number(quote.tax) === 0
                ? `${quote.tax_name} (${quote.tax_reason})`
                : quote.tax_name}
              amount={moneyText(quote.tax)}
            />
            <Sum name="In all" amount={moneyText(quote.total)} />
          </tfoot>
        </table>
      )}
      {said && page.state !== "quoted" && <p>{decisionText(said)}.</p>}
      {said && page.state === "quoted" && (
        <p class="notice">
          {decisionText(said)}. That was another quote: this one needs a new yes.
        </p>
      )}
    </section>
  );
}

function Line({ line }: { line: QuoteLine }) {
  const times = timesText(line);
  return (
    <tr>
      <th scope="row">
        {line.description}
        {times && <small>{times}</small>}
      </th>
      <td class="number">{moneyText(line.amount)}</td>
    </tr>
  );
}

function Sum({ name, amount }: { name: string; amount: string }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td class="number">{amount}</td>
    </tr>
  );
}
