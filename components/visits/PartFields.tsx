import MoreRows from "@/islands/MoreRows.tsx";
import type { TypedPart } from "@/lib/visits/draft.ts";
import { SPARE_PARTS } from "@/lib/visits/report.ts";

const EMPTY: TypedPart = { description: "", quantity: "", unit_price: "", charge: "included" };

/** The parts that were used, or that a repair needs: one after the other, with room for more. */
export function PartFields({ parts, complaint, isFocused }: {
  parts: TypedPart[];
  complaint?: string;
  /** Where its own button led here: the keyboard goes on at the first one that is empty. */
  isFocused?: boolean;
}) {
  const rows = [...parts, ...Array<TypedPart>(SPARE_PARTS).fill(EMPTY)];
  return (
    <details
      class="fold"
      id="parts"
      open={parts.length > 0 || isFocused || complaint !== undefined}
    >
      <summary>
        <span>Parts</span>
        <span class="mark todo">{parts.length === 0 ? "none" : String(parts.length)}</span>
      </summary>
      {complaint && <p class="complaint">{complaint}</p>}
      <div class="flow">
        {rows.map((part, index) => (
          <PartField
            key={index}
            part={part}
            number={index + 1}
            isFocused={isFocused && index === parts.length}
          />
        ))}
      </div>
      <p>
        <MoreRows look="second wide" name="action" value="save">Room for more parts</MoreRows>
      </p>
    </details>
  );
}

function PartField(
  { part, number, isFocused }: { part: TypedPart; number: number; isFocused?: boolean },
) {
  const { description, quantity, unit_price, charge } = part;
  const id = (field: string) => `part-${number}-${field}`;
  return (
    <fieldset class="part">
      <legend>Part {number}</legend>
      <p class="field">
        <label for={id("name")}>What</label>
        <input
          id={id("name")}
          name="part"
          value={description}
          maxLength={300}
          autocomplete="off"
          autofocus={isFocused}
        />
      </p>
      <div class="numbers">
        <p class="field">
          <label for={id("quantity")}>How many</label>
          <input id={id("quantity")} name="part_quantity" value={quantity} inputMode="decimal" />
        </p>
        <p class="field">
          <label for={id("price")}>Price of one</label>
          <input id={id("price")} name="part_price" value={unit_price} inputMode="decimal" />
        </p>
        <p class="field">
          <label for={id("charge")}>Charge</label>
          <select id={id("charge")} name="part_charge">
            <option value="included" selected={charge === "included"}>Included</option>
            <option value="billed" selected={charge === "billed"}>Billed today</option>
            <option value="quote" selected={charge === "quote"}>Quote for repair</option>
          </select>
        </p>
      </div>
    </fieldset>
  );
}
