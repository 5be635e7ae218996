import MoreRows from "@/islands/MoreRows.tsx";
import type { SoldProduct } from "@/lib/sales/page.ts";
import {
  type OrderFault,
  productText,
  type TypedLine,
  type TypedOrder,
  withRoom,
} from "@/lib/sales/typed.ts";
import { Field } from "@/components/web/Field.tsx";
import { moneyText } from "@/lib/text/money.ts";

/** An order that can still be written: whose it is, its days, its lines. Nothing counts before it is saved. */
export function OrderForm({ action, products, typed, fault, isChanging }: {
  action: string;
  products: SoldProduct[];
  typed: TypedOrder;
  fault?: OrderFault;
  isChanging?: boolean;
}) {
  const complaint = (name: string) =>
    fault?.line === undefined && fault?.field === name ? fault.complaint : undefined;
  return (
    <form method="post" action={action} class="order-form">
      {/* What the Enter key presses. */}
      <button type="submit" class="unseen" name="do" value="save" tabIndex={-1} aria-hidden="true">
        Save
      </button>
      <input type="hidden" name="order_id" value={typed.order_id} />
      <input type="hidden" name="customer_id" value={typed.customer_id} />
      <input type="hidden" name="shown" value={typed.shown} />
      {fault && (fault.line !== undefined || fault.field === "") && (
        <p class="complaint" role="alert">{fault.complaint}</p>
      )}
      <div class="order-days">
        <Field
          name="number"
          label="Order number"
          hint="Empty: the next of ours."
          value={typed.number}
          complaint={complaint("number")}
          maxLength={60}
          autocomplete="off"
        />
        <Field
          name="ordered"
          label="Ordered on"
          hint="Today, or before."
          value={typed.ordered}
          complaint={complaint("ordered")}
          type="date"
        />
        <Field
          name="promised"
          label="Promised for"
          hint="It can stay empty."
          value={typed.promised}
          complaint={complaint("promised")}
          type="date"
        />
      </div>
      <p class="soft">
        Due dates count from the delivery, else from the day it was promised for, else from the
        order. A line whose name is emptied goes. Prices are before tax.
      </p>
      <datalist id="products">
        {products.map((product) => (
          <option key={product.product_id} value={productText(product)}>
            {product.list_price === null ? "" : moneyText(product.list_price)}
          </option>
        ))}
      </datalist>
      {withRoom(typed.lines).map((line, index) => (
        <LineField
          key={index}
          line={line}
          number={index + 1}
          wrong={fault?.line === index ? fault.field : undefined}
          isFocused={isChanging === true && fault === undefined && index === typed.lines.length}
        />
      ))}
      <p class="buttons">
        <MoreRows look="quiet" name="do" value="more">One more line</MoreRows>
      </p>
      <p class="buttons">
        <button type="submit" name="do" value="sell">Save and confirm the sale</button>
        <button type="submit" class="second" name="do" value="save">Save as a draft</button>
      </p>
      <p class="soft">
        Confirming puts each unit that is maintained under contract, at once. Nobody is written to
        on that day.
      </p>
    </form>
  );
}

function LineField({ line, number, wrong, isFocused }: {
  line: TypedLine;
  number: number;
  /** Which of its fields is to be corrected. */
  wrong?: string;
  isFocused: boolean;
}) {
  const field = (name: keyof TypedLine) => ({
    id: `line-${number}-${name}`,
    name,
    value: line[name],
    "aria-invalid": wrong === name ? true : undefined,
    autofocus: wrong === name || (isFocused && name === "what"),
  });
  const label = (name: keyof TypedLine, text: string) => (
    <label for={`line-${number}-${name}`}>{text}</label>
  );
  return (
    <fieldset class="quote-line order-line">
      <legend>Line {number}</legend>
      <input type="hidden" name="line_id" value={line.line_id} />
      <p class="field what">
        {label("what", "Product")}
        <input {...field("what")} maxLength={300} list="products" autocomplete="off" />
      </p>
      <p class="field">
        {label("quantity", "How many")}
        <input {...field("quantity")} inputMode="numeric" maxLength={6} />
      </p>
      <p class="field">
        {label("price", "Price of one")}
        <input {...field("price")} inputMode="decimal" maxLength={12} />
      </p>
      <p class="field">
        {label("delivered", "Delivered on")}
        <input {...field("delivered")} type="date" />
      </p>
      <p class="field what">
        {label("serials", "Serial numbers, with commas between")}
        <input {...field("serials")} maxLength={2000} autocomplete="off" />
      </p>
      <p class="field note">
        {label("note", "Remark")}
        <input {...field("note")} maxLength={500} autocomplete="off" />
      </p>
      <p class="field">
        <button type="submit" class="quiet" name="do" value={`remove:${number}`}>
          Remove<span class="unseen">line {number}</span>
        </button>
      </p>
    </fieldset>
  );
}
