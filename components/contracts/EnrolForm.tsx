import { Field } from "@/components/web/Field.tsx";
import { Title } from "@/components/web/Title.tsx";
import type {
  EnrolField,
  EnrolKind,
  Enrolled,
  EnrolPage,
  EnrolTyped,
} from "@/lib/contracts/enrol.ts";
import { everyText } from "@/lib/contracts/words.ts";
import { moneyText } from "@/lib/text/money.ts";

/** One unit that a client has, enrolled by hand. */
export function EnrolForm({ page, typed, refused }: {
  page: EnrolPage;
  typed: EnrolTyped;
  refused: Extract<Enrolled, { ok: false }> | null;
}) {
  const complaintOf = (name: EnrolField) => refused?.field === name ? refused.complaint : undefined;
  const field = (name: EnrolField) => ({ name, value: typed[name], complaint: complaintOf(name) });
  const client = `/office/clients/${page.customer_id}`;
  return (
    <div class="office">
      <p>
        <a href={client}>{page.name}</a>
      </p>
      <Title isError={refused !== null}>{`Enrol a unit of ${page.name}`}</Title>
      {refused?.field === "" && <p class="complaint" role="alert">{refused.complaint}</p>}
      <form method="post" action={`${client}/enrol`} class="plain-form">
        <input type="hidden" name="request_id" value={typed.request_id} />
        <What kinds={page.kinds} chosen={typed.what} complaint={complaintOf("what")} />
        <Field
          {...field("serial_number")}
          label="Serial number"
          hint="Wheelchairs, scooters and walkers need it. Lifts can do without."
          maxLength={100}
          autocomplete="off"
        />
        <Field
          {...field("installed_on")}
          label="Installed or delivered on"
          hint="Its due dates are counted from this day. Leave it empty if nobody knows."
          type="date"
        />
        <Field
          {...field("due_on")}
          label="First due on"
          hint="Leave it empty for the first due date that is more than 30 days away."
          type="date"
        />
        <Field
          {...field("fee")}
          label="Fee, before tax"
          hint="Leave it empty for the usual one."
          inputMode="decimal"
          maxLength={12}
        />
        <p>
          {page.address
            ? `It stands at ${page.address}.`
            : "No address of the client is known yet."}{" "}
          Reminders go out before the due date; nobody is written to at once, unless it is due
          within 30 days.
        </p>
        <button type="submit">Enrol the unit</button>
      </form>
    </div>
  );
}

function What({ kinds, chosen, complaint }: {
  kinds: EnrolKind[];
  chosen: string;
  complaint: string | undefined;
}) {
  return (
    <div class="field">
      <label for="what">What is it?</label>
      {complaint && <p class="complaint" id="what-complaint">{complaint}</p>}
      <select
        id="what"
        name="what"
        required
        aria-invalid={complaint ? true : undefined}
        aria-describedby={complaint ? "what-complaint" : undefined}
        autofocus={complaint !== undefined}
      >
        <option value="">Please choose</option>
        {kinds.filter(({ enabled, products }) => enabled || products.length > 0).map((kind) => (
          <optgroup key={kind.category_id} label={kind.name}>
            {kind.products.map((product) => (
              <option
                key={product.product_id}
                value={`product:${product.product_id}`}
                selected={chosen === `product:${product.product_id}`}
              >
                {[product.name, termsText(product)].join(", ")}
              </option>
            ))}
            {kind.enabled && (
              <option
                value={`kind:${kind.category_id}`}
                selected={chosen === `kind:${kind.category_id}`}
              >
                {[`${kind.name}, another make`, termsText(kind)].join(", ")}
              </option>
            )}
          </optgroup>
        ))}
      </select>
    </div>
  );
}

/** "$189.00 every 6 months" */
function termsText({ fee, interval_months }: Pick<EnrolKind, "fee" | "interval_months">): string {
  if (fee === null || interval_months === null) return "";
  return `${moneyText(fee)} ${everyText(interval_months)}`;
}
