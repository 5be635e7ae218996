import { dueText } from "@/lib/text/dates.ts";
import { moneyText } from "@/lib/text/money.ts";
import { shortName } from "@/lib/text/units.ts";
import { lineText, taxesOf, totalOf } from "@/lib/text/price.ts";
import { capitalized } from "@/lib/text/names.ts";
import type { Stop } from "@/lib/visits/shapes.ts";

/** Of a unit that came to nothing nobody pays. */
const UNCHARGED = ["no_show", "not_completed", "reversed"];

const chargedOf = ({ units }: Stop) => units.filter(({ state }) => !UNCHARGED.includes(state));

/** What is to be paid of a stop, before its invoice. */
export const toPayOf = (stop: Stop) => totalOf(chargedOf(stop));

/**
 * What the stop costs, which is what its payment takes; apart from it what is open from before. A phone without signal
 * takes out by itself what came to nothing since (`lib/phone/to_pay.ts`).
 */
export function Money({ stop }: { stop: Stop }) {
  const { units, client } = stop;
  if (units.length === 0) return null;
  const charged = chargedOf(stop);
  const open = client?.open_invoices ?? [];
  return (
    <section class="flow" aria-labelledby="money">
      <h2 id="money">Money</h2>
      <dl class="prices">
        {units.map((unit) => (
          <div
            key={unit.visit_id}
            {...(charged.includes(unit) && {
              "data-charged": unit.visit_id,
              "data-fee": unit.fee,
              "data-tax": unit.tax,
              "data-tax-name": unit.tax_name,
            })}
          >
            <dt>{units.length === 1 ? "Maintenance visit" : capitalized(shortName(unit))}</dt>
            <dd>{charged.includes(unit) ? lineText(unit) : "nothing: it could not be done"}</dd>
          </div>
        ))}
        {taxesOf(charged).map(({ name, tax }) => (
          <div key={name} data-tax-of={name}>
            <dt>{name}</dt>
            <dd>{moneyText(tax)}</dd>
          </div>
        ))}
        <div class="sum">
          <dt>Please ask for</dt>
          <dd data-to-pay>{moneyText(toPayOf(stop))}</dd>
        </div>
      </dl>
      {open.length > 0 && (
        <>
          <h3>Open from before</h3>
          <dl class="prices">
            {open.map(({ invoice_id, number, issued_on, balance }) => (
              <div key={invoice_id}>
                <dt>
                  <span class="mark late">From {dueText(issued_on)} ({number})</span>
                </dt>
                <dd>{moneyText(balance)}</dd>
              </div>
            ))}
          </dl>
          <p class="soft">The office sees to that. It is not asked for today.</p>
        </>
      )}
    </section>
  );
}
