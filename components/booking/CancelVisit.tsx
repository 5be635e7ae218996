import { CallUs } from "@/components/web/CallUs.tsx";
import { Field } from "@/components/web/Field.tsx";
import { Title } from "@/components/web/Title.tsx";
import { hrefOf } from "@/lib/booking/step.ts";
import { WHOLE_VISIT } from "@/lib/booking/words.ts";
import type { Appointment } from "@/lib/booking/shapes.ts";
import { whenText, whoComes } from "@/lib/text/coming.ts";
import { sentence, unbroken } from "@/lib/text/dates.ts";
import { withTaxText } from "@/lib/text/price.ts";
import { namesOf, shortName } from "@/lib/text/units.ts";
import type { PageParts, ViewOf } from "@/lib/booking/view.ts";
import { BackButton } from "./BackButton.tsx";
import { Go } from "./Go.tsx";
import { hasComplaints, WhatToCheck } from "./WhatToCheck.tsx";

/** Asks before an appointment, or one unit of it, is given up: each choice with what remains and costs. */
export function CancelVisit(
  { page, typed, complaints, token, company }: ViewOf<"cancel"> & PageParts,
) {
  const { appointment, reported } = page;
  const several = appointment.units.length > 1;
  return (
    <div class="page">
      <Title isError={hasComplaints(complaints)}>
        {several ? "What should we cancel?" : "Cancel your visit?"}
      </Title>
      <WhatToCheck complaints={complaints} fields={{ notes: "reason", contract_id: WHOLE_VISIT }} />
      <p>
        {whoComes(appointment)} would come{" "}
        {unbroken(sentence(whenText(appointment, company.time_zone)))} Cancelling costs nothing.
      </p>
      {!several && !reported && <p>You can choose another time later, with the same link.</p>}
      <form method="post" action={hrefOf(token, { name: "cancel" })}>
        <input type="hidden" name="action" value="cancel" />
        {several
          ? (
            <WhatOf
              appointment={appointment}
              stayDue={!reported}
              chosen={typed.unit}
              complaint={complaints.contract_id}
            />
          )
          : <input type="hidden" name="contract_id" value={WHOLE_VISIT} />}
        {!reported && (
          <Field
            name="reason"
            label="Would you tell us why?"
            hint="You can leave this empty."
            lines={2}
            value={typed.reason}
            complaint={complaints.notes}
          />
        )}
        <button type="submit" class="danger">
          {several ? "Cancel what I chose" : "Cancel my visit"}
        </button>
        {!reported && (
          <BackButton href={hrefOf(token, { name: "report" })}>I don't have it any more</BackButton>
        )}
      </form>
      <p>
        <Go class="button second" href={hrefOf(token)}>Keep my visit</Go>
      </p>
      <CallUs company={company} />
    </div>
  );
}

function WhatOf({ appointment, stayDue, chosen, complaint }: {
  appointment: Appointment;
  /** Whether what is cancelled is to be booked again some time. */
  stayDue: boolean;
  chosen: string;
  complaint?: string;
}) {
  const { units } = appointment;
  return (
    <fieldset>
      <legend class="unseen">What to cancel</legend>
      {complaint && <p class="complaint">{complaint}</p>}
      {units.map((unit) => {
        const left = units.filter((each) => each !== unit);
        return (
          <label class="check" key={unit.contract_id}>
            <input
              type="radio"
              name="contract_id"
              value={unit.contract_id}
              checked={chosen === unit.contract_id}
              required
            />
            <span>
              Only the {unbroken(shortName(unit))}
              <small>
                {whoComes(appointment)} still comes for the {unbroken(namesOf(left))},{" "}
                {withTaxText(left)}.
              </small>
            </span>
          </label>
        );
      })}
      <label class="check">
        <input
          type="radio"
          id={WHOLE_VISIT}
          name="contract_id"
          value={WHOLE_VISIT}
          checked={chosen === WHOLE_VISIT}
          required
        />
        <span>
          The whole visit
          <small>
            Nobody comes.{" "}
            {stayDue && (units.length === 2 ? "Both stay due." : `All ${units.length} stay due.`)}
          </small>
        </span>
      </label>
    </fieldset>
  );
}
