import { Field } from "@/components/web/Field.tsx";
import MoreRows from "@/islands/MoreRows.tsx";
import type { Complaints } from "@/lib/visits/complaints.ts";
import type { PutIn, RepairTyped } from "@/lib/visits/repair_report.ts";

const SPARE_PARTS = 2;
const EMPTY: PutIn = { description: "", quantity: "", serial: "", product: "" };

/** What was found and put in at a repair, and how long it took. */
export function RepairFields({ typed, complaints, wantsMore }: {
  typed: RepairTyped;
  complaints: Complaints;
  /** Where the button for more parts led here. */
  wantsMore?: boolean;
}) {
  const rows = [...typed.parts, ...Array<PutIn>(SPARE_PARTS).fill(EMPTY)];
  return (
    <>
      <Field
        name="findings"
        label="What was done"
        lines={3}
        maxLength={4000}
        value={typed.findings}
        complaint={complaints.findings}
      />
      <fieldset id="parts" class="flow">
        <legend>
          <h2>Parts put in</h2>
        </legend>
        <p class="hint">
          Everything is in the price that was agreed to. Empty a name that was not put in.
        </p>
        {complaints.parts && <p class="complaint">{complaints.parts}</p>}
        {rows.map((part, index) => (
          <PartRow
            key={index}
            part={part}
            number={index + 1}
            isFocused={wantsMore && index === typed.parts.length}
          />
        ))}
        <p>
          <MoreRows look="second wide" name="action" value="save">Room for more parts</MoreRows>
        </p>
      </fieldset>
      <Field
        name="labour"
        label="Minutes of work"
        hint="You can leave this empty."
        inputMode="numeric"
        value={typed.labour}
        complaint={complaints.labour_minutes}
      />
    </>
  );
}

function PartRow({ part, number, isFocused }: {
  part: PutIn;
  number: number;
  isFocused?: boolean;
}) {
  const id = (field: string) => `part-${number}-${field}`;
  return (
    <fieldset class="part">
      <legend>Part {number}</legend>
      <input type="hidden" name="part_product" value={part.product} />
      <p class="field">
        <label for={id("name")}>What</label>
        <input
          id={id("name")}
          name="part"
          value={part.description}
          maxLength={300}
          autocomplete="off"
          autofocus={isFocused}
        />
      </p>
      <div class="numbers">
        <p class="field">
          <label for={id("quantity")}>How many</label>
          <input
            id={id("quantity")}
            name="part_quantity"
            value={part.quantity}
            inputMode="decimal"
          />
        </p>
        <p class="field">
          <label for={id("serial")}>Serial number</label>
          <input
            id={id("serial")}
            name="part_serial"
            value={part.serial}
            maxLength={100}
            autocomplete="off"
          />
        </p>
      </div>
    </fieldset>
  );
}
