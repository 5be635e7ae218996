import { Field } from "@/components/web/Field.tsx";
import { Title } from "@/components/web/Title.tsx";
import { Told } from "@/components/web/Told.tsx";
import type { Category } from "@/lib/contracts/list.ts";
import type { Preview, Repriced, Wish } from "@/lib/contracts/reprice.ts";
import { contractHref } from "@/lib/contracts/words.ts";
import { dueText } from "@/lib/text/dates.ts";
import { moneyText } from "@/lib/text/money.ts";

export interface RepriceView {
  categories: Category[];
  wish: Wish;
  /** What it would change, or why it cannot be; null before anything was asked. */
  result: Repriced | null;
  /** How many fees were changed just now. */
  changed: number | null;
}

/** Other fees for contracts: what would change first, and then the button. */
export function RepriceForm({ categories, wish, result, changed }: RepriceView) {
  const refused = result?.ok === false ? result : null;
  const complaintOf = (name: string) => refused?.field === name ? refused.complaint : undefined;
  return (
    <div class="office reprice">
      <Title isError={refused !== null}>Change fees</Title>
      {changed !== null && <Told>{`${contractsText(changed)} will have another fee.`}</Told>}
      {refused?.field === "" && <p class="complaint" role="alert">{refused.complaint}</p>}
      <p>
        A price that a client was told stays, whatever is changed here. Whoever is told one from the
        chosen day on is told the new one.
      </p>
      <form action="/office/reprice" class="plain-form">
        {wish.contracts.map((id) => <input key={id} type="hidden" name="contract" value={id} />)}
        {wish.contracts.length > 0
          ? <p>{`For ${contractsText(wish.contracts.length)} that you chose.`}</p>
          : (
            <Kinds
              categories={categories}
              chosen={wish.category}
              complaint={complaintOf("category")}
            />
          )}
        <fieldset>
          <legend>How?</legend>
          <label class="check">
            <input type="radio" name="how" value="percent" checked={wish.how === "percent"} />
            <span>By so many per cent, more or less</span>
          </label>
          <label class="check">
            <input type="radio" name="how" value="fee" checked={wish.how === "fee"} />
            <span>All to one fee, before tax</span>
          </label>
        </fieldset>
        <Field
          name="amount"
          label="Per cent, or the fee"
          hint="Such as 3.5 or -5; or 199.00."
          value={wish.amount}
          complaint={complaintOf("amount")}
          maxLength={12}
          required
        />
        <Field
          name="from_on"
          label="From"
          type="date"
          value={wish.from_on}
          complaint={complaintOf("from_on")}
          required
        />
        <button type="submit" class="second" name="look" value="yes">
          Look at what would change
        </button>
      </form>
      {result?.ok && <Changes preview={result.preview} wish={wish} />}
    </div>
  );
}

const contractsText = (count: number) =>
  count === 1 ? "1 contract" : `${count.toLocaleString("en-CA")} contracts`;

function Kinds({ categories, chosen, complaint }: {
  categories: Category[];
  chosen: string;
  complaint: string | undefined;
}) {
  return (
    <div class="field">
      <label for="category">Kind of unit</label>
      {complaint && <p class="complaint" id="category-complaint">{complaint}</p>}
      <select
        id="category"
        name="category"
        required
        aria-invalid={complaint ? true : undefined}
        aria-describedby={complaint ? "category-complaint" : undefined}
      >
        <option value="">Please choose</option>
        {categories.map(({ code, name }) => (
          <option key={code} value={code} selected={code === chosen}>{name}</option>
        ))}
      </select>
    </div>
  );
}

/** The rows and their sum, and only then the button. */
function Changes({ preview, wish }: { preview: Preview; wish: Wish }) {
  const { contracts, told, before, after, from_on, rows, shown } = preview;
  if (contracts === 0) {
    return (
      <section aria-labelledby="changes">
        <h2 id="changes">Nothing would change</h2>
        <p>No contract of these goes on, or each has that fee already.</p>
      </section>
    );
  }
  return (
    <section aria-labelledby="changes">
      <h2 id="changes">{`${contractsText(contracts)} would change`}</h2>
      <p>
        {`Their fees come to ${moneyText(before)} now, and to ${moneyText(after)} from ${
          dueText(from_on)
        } on, before tax.`}
        {told > 0 &&
          ` Of ${
            contractsText(told)
          } the price of the visit that is due is told already, and stays.`}
      </p>
      <table class="list">
        <thead>
          <tr>
            <th scope="col">Client</th>
            <th scope="col">Unit</th>
            <th scope="col" class="number">Now</th>
            <th scope="col" class="number">New</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.contract_id}>
              <th scope="row">
                <a href={contractHref(row.contract_id)}>{row.customer}</a>
                {row.is_told && <small>this visit's price stays</small>}
              </th>
              <td>{row.product_name ?? row.kind}</td>
              <td class="number">{moneyText(row.fee)}</td>
              <td class="number">{moneyText(row.new_fee)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {contracts > rows.length && <p>{`And ${contractsText(contracts - rows.length)} more.`}</p>}
      <form method="post" action="/office/reprice">
        <input type="hidden" name="category" value={wish.category} />
        {wish.contracts.map((id) => <input key={id} type="hidden" name="contract" value={id} />)}
        <input type="hidden" name="how" value={wish.how} />
        <input type="hidden" name="amount" value={wish.amount} />
        <input type="hidden" name="from_on" value={wish.from_on} />
        <input type="hidden" name="shown" value={shown ?? ""} />
        <button type="submit">
          {`Change ${contracts === 1 ? "this fee" : `these ${contracts} fees`}`}
        </button>
      </form>
    </section>
  );
}
