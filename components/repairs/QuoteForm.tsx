import MoreRows from "@/islands/MoreRows.tsx";
import { type TypedLine, withRoom } from "@/lib/repairs/quote.ts";
import { moneyText } from "@/lib/text/money.ts";
import type { RepairView } from "./view.ts";
import { repairHref } from "@/lib/text/visits.ts";

/** The lines of a quote that nobody answered yet: each can be changed, emptied or added to. Nothing counts before it is saved. */
export function QuoteForm({ page, quote, fault, isQuoting }: RepairView) {
  const { work_order_id, rates, products } = page;
  const lines = withRoom(quote.lines);
  return (
    <details class="fold" id="change" open={isQuoting || fault !== undefined}>
      <summary>Change the quote</summary>
      <form method="post" action={`${repairHref(work_order_id)}#change`}>
        {/* What the Enter key presses. */}
        <button
          type="submit"
          class="unseen"
          name="do"
          value="save"
          tabIndex={-1}
          aria-hidden="true"
        >
          Save
        </button>
        <input type="hidden" name="shown" value={quote.shown} />
        {fault && <p class="complaint" role="alert">{fault.complaint}</p>}
        <p class="soft">
          A line whose name is emptied goes. Labour is in hours. Anything else is a part, in a word
          of yours or as it is in the catalogue. Prices are before tax.
        </p>
        <datalist id="products">
          {products.map(({ product_id, name, list_price }) => (
            <option key={product_id} value={name}>
              {list_price === null ? "" : moneyText(list_price)}
            </option>
          ))}
        </datalist>
        {lines.map((line, index) => (
          <LineField
            key={index}
            line={line}
            number={index + 1}
            isWrong={fault?.line === index}
            isFocused={isQuoting && !fault && index === quote.lines.length}
          />
        ))}
        <p class="buttons">
          <button type="submit" class="second" name="do" value="save">Save the quote</button>
          <MoreRows look="quiet" name="do" value="more">More lines</MoreRows>
        </p>
        <fieldset class="rates">
          <legend>Take coming out and labour from the rate card</legend>
          <p class="buttons">
            {rates.map(({ equipment_class, label, call_out, hourly }) => (
              <button
                type="submit"
                class="second"
                name="do"
                value={`rate:${equipment_class}`}
                key={equipment_class}
              >
                {label}: {moneyText(call_out)}, {moneyText(hourly)} an hour
              </button>
            ))}
          </p>
        </fieldset>
      </form>
    </details>
  );
}

const KINDS = [["call_out", "Call-out"], ["labour", "Labour"], ["part", "Part"]] as const;

function LineField({ line, number, isWrong, isFocused }: {
  line: TypedLine;
  number: number;
  isWrong: boolean;
  isFocused: boolean;
}) {
  const { kind, description, quantity, unit_price } = line;
  const id = (field: string) => `line-${number}-${field}`;
  return (
    <fieldset class="quote-line">
      <legend>Line {number}</legend>
      <p class="field">
        <label for={id("kind")}>Kind</label>
        <select id={id("kind")} name="kind">
          {KINDS.map(([value, label]) => (
            <option key={value} value={value} selected={value === kind}>{label}</option>
          ))}
        </select>
      </p>
      <p class="field what">
        <label for={id("what")}>What</label>
        <input
          id={id("what")}
          name="what"
          value={description}
          maxLength={300}
          list="products"
          autocomplete="off"
          autofocus={isFocused || isWrong}
          aria-invalid={isWrong ? true : undefined}
        />
      </p>
      <p class="field">
        <label for={id("quantity")}>How many</label>
        <input
          id={id("quantity")}
          name="quantity"
          value={quantity}
          inputMode="decimal"
          maxLength={10}
          aria-invalid={isWrong ? true : undefined}
        />
      </p>
      <p class="field">
        <label for={id("price")}>Price of one</label>
        <input
          id={id("price")}
          name="price"
          value={unit_price}
          inputMode="decimal"
          maxLength={12}
          aria-invalid={isWrong ? true : undefined}
        />
      </p>
    </fieldset>
  );
}
