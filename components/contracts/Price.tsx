import type { ContractPage } from "@/lib/contracts/page.ts";
import { dueText } from "@/lib/text/dates.ts";
import { moneyText } from "@/lib/text/money.ts";
import { totalOf } from "@/lib/text/price.ts";

/** What the visit of this cycle costs and why that is so, and what the next will. */
export function Price({ page: { price } }: { page: ContractPage }) {
  const { open, frozen_on } = price;
  return (
    <section class="box" aria-labelledby="price">
      <h2 id="price">Price</h2>
      {open && (
        <table class="money">
          <tbody>
            <tr>
              <th scope="row">
                Fee of this cycle
                <small class="soft">
                  {frozen_on
                    ? `told to the client on ${dueText(frozen_on)}, so it stays`
                    : "not told to the client yet"}
                  {open.no_charge_reason && `; ${open.no_charge_reason}`}
                </small>
              </th>
              <td class="number">{moneyText(open.fee)}</td>
            </tr>
            <tr>
              <th scope="row">{open.tax_name}</th>
              <td class="number">{moneyText(open.tax)}</td>
            </tr>
            <tr>
              <th scope="row">
                <strong>In all</strong>
              </th>
              <td class="number">
                <strong>{moneyText(totalOf([open]))}</strong>
              </td>
            </tr>
          </tbody>
        </table>
      )}
      <p class="soft">{[...whatElse(price)].join(" ")}</p>
    </section>
  );
}

function* whatElse(
  { contract_fee, coming, no_charge_until, no_charge_reason, tax_reason, payer }:
    ContractPage["price"],
) {
  yield `The contract's fee is ${moneyText(contract_fee)}.`;
  if (coming) {
    yield `From ${dueText(coming.from_on)} on it is ${moneyText(coming.fee)}.`;
  }
  if (no_charge_until) {
    yield `Visits due until ${dueText(no_charge_until)} cost nothing: ${no_charge_reason}.`;
  }
  if (tax_reason) yield `Taxed otherwise than its kind: ${tax_reason}.`;
  if (payer) yield `${payer} pays.`;
}
