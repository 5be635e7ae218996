import { CallUs } from "@/components/web/CallUs.tsx";
import { Field } from "@/components/web/Field.tsx";
import { Title } from "@/components/web/Title.tsx";
import { kindName } from "@/lib/text/names.ts";
import { hrefOf } from "@/lib/booking/step.ts";
import { whenText } from "@/lib/booking/words.ts";
import { sentence, unbroken } from "@/lib/text/dates.ts";
import type { PageParts, ViewOf } from "@/lib/booking/view.ts";
import { Go } from "./Go.tsx";

/** Asks before an appointment, or one unit of it, is given up. */
export function CancelVisit(
  { page, typed, complaints, token, company }: ViewOf<"cancel"> & PageParts,
) {
  const { appointment } = page;
  return (
    <div class="page">
      <Title>Cancel your visit?</Title>
      <p>
        {appointment.technician_name} would come{" "}
        {unbroken(sentence(whenText(appointment, company.time_zone)))}{" "}
        You can choose another time later, with the same link.
      </p>
      <form method="post" action={hrefOf(token)}>
        <input type="hidden" name="action" value="cancel" />
        {appointment.units.length > 1 && (
          <fieldset>
            <legend>What should we cancel?</legend>
            <label class="check">
              <input
                type="radio"
                name="contract_id"
                value=""
                checked={typed.contractId === null}
              />
              <span>The whole visit</span>
            </label>
            {appointment.units.map(({ contract_id, kind }) => (
              <label class="check" key={contract_id}>
                <input
                  type="radio"
                  name="contract_id"
                  value={contract_id}
                  checked={typed.contractId === contract_id}
                />
                <span>Only the {kindName(kind)}</span>
              </label>
            ))}
          </fieldset>
        )}
        <Field
          name="reason"
          label="Would you tell us why?"
          hint="You can leave this empty."
          lines={2}
          value={typed.reason}
          complaint={complaints.notes}
        />
        <button type="submit" class="danger">Cancel my visit</button>
      </form>
      <p>
        <Go class="quiet" href={hrefOf(token)}>Keep my visit</Go>
      </p>
      <CallUs company={company} />
    </div>
  );
}
