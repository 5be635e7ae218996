import { Field } from "@/components/web/Field.tsx";
import { dueText } from "@/lib/text/dates.ts";
import { Doing, fieldOf } from "./Doing.tsx";
import type { ContractView } from "./view.ts";

/** Visits cost nothing for a while. */
export function NoCharge({ view }: { view: ContractView }) {
  const { price } = view.page;
  const until = fieldOf(view, "free", "until");
  const reason = fieldOf(view, "free", "reason");
  return (
    <Doing
      view={view}
      deed="free"
      name="No charge until …"
      then={price.no_charge_until
        ? `now until ${dueText(price.no_charge_until)}`
        : "such as a warranty"}
      button="Save"
    >
      <p>
        Visits due until that day cost nothing.
        {price.frozen_on && " This cycle's price was told to the client, so it stays."}
      </p>
      <Field
        {...until}
        value={until.value ?? price.no_charge_until ?? ""}
        label="Until"
        hint="Leave it empty to charge for every visit."
        type="date"
      />
      <Field
        {...reason}
        value={reason.value ?? price.no_charge_reason ?? ""}
        label="Why"
        hint="The client reads it: “included in your warranty”."
        maxLength={500}
      />
    </Doing>
  );
}

/** Taxed otherwise than its category. */
export function Tax({ view }: { view: ContractView }) {
  const { price, acts } = view.page;
  const code = fieldOf(view, "tax", "tax_code_id");
  const reason = fieldOf(view, "tax", "reason");
  const chosen = code.value ?? price.tax_code_id;
  return (
    <Doing
      view={view}
      deed="tax"
      name="Tax it otherwise"
      then={`now ${price.contract_tax}`}
      button="Save"
    >
      <p>
        For whoever is taxed otherwise than their kind of unit.
        {price.frozen_on && " This cycle's price was told to the client, so it stays."}
      </p>
      <div class="field">
        <label for={code.id}>Tax</label>
        {code.complaint && <p class="complaint" id="tax-complaint">{code.complaint}</p>}
        <select
          id={code.id}
          name="tax_code_id"
          aria-invalid={code.complaint ? true : undefined}
          aria-describedby={code.complaint ? "tax-complaint" : undefined}
        >
          {acts.taxes.map(({ tax_code_id, name }) => (
            <option key={tax_code_id} value={tax_code_id} selected={tax_code_id === chosen}>
              {name}
            </option>
          ))}
        </select>
      </div>
      <Field
        {...reason}
        value={reason.value ?? price.tax_reason ?? ""}
        label="Why"
        hint="It stands on the invoices."
        maxLength={500}
        required
      />
    </Doing>
  );
}
