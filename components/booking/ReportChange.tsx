import { CallUs } from "@/components/web/CallUs.tsx";
import { Field } from "@/components/web/Field.tsx";
import { Title } from "@/components/web/Title.tsx";
import { CHANGES } from "@/lib/booking/changes.ts";
import { chosenIn, hrefOf } from "@/lib/booking/step.ts";
import { unitText } from "@/lib/booking/words.ts";
import { unbroken } from "@/lib/text/dates.ts";
import type { PageParts, ViewOf } from "@/lib/booking/view.ts";
import { BackButton } from "./BackButton.tsx";
import { hasComplaints, WhatToCheck } from "./WhatToCheck.tsx";

/** "This isn't right any more": five reasons, none of which needs more than itself. */
export function ReportChange(
  { page, step, typed, complaints, token, company }: ViewOf<"report"> & PageParts,
) {
  const chosen = chosenIn(step);
  return (
    <div class="page">
      <Title isError={hasComplaints(complaints)}>What has changed?</Title>
      <WhatToCheck complaints={complaints} fields={{ notes: "note", what: CHANGES[0].what }} />
      <p>
        It is about your{" "}
        <strong>{unbroken(unitText(page))}</strong>. Thank you for telling us: we'll stop writing
        about it.
      </p>
      <form method="post" action={hrefOf(token, { ...chosen, name: "report" })}>
        <input type="hidden" name="action" value="report" />
        <fieldset>
          <legend class="unseen">What has changed</legend>
          {complaints.what && <p class="complaint">{complaints.what}</p>}
          {CHANGES.map(({ what, label, hint }) => [
            <label class="check" key={what}>
              <input
                type="radio"
                id={what}
                name="what"
                value={what}
                checked={typed.what === what}
                required
              />
              <span>
                {label}
                {hint && <small>{hint}</small>}
              </span>
            </label>,
            what === "moved" && (
              <WhereTo
                key="where_to"
                typed={typed.whereTo}
                complaint={complaints.where_to}
              />
            ),
          ])}
        </fieldset>
        <Field
          name="note"
          label="In your words"
          hint="Needed where it is something else; otherwise you can leave this empty."
          lines={3}
          value={typed.note}
          complaint={complaints.note ?? complaints.notes}
        />
        <Field
          name="phone"
          label="A phone number, if we may call"
          hint="You can leave this empty."
          type="tel"
          inputMode="tel"
          autocomplete="tel"
          value={typed.phone}
          complaint={complaints.phone}
        />
        <button type="submit">Send</button>
        <BackButton href={`${hrefOf(token, chosen)}#days`}>It's all as before: back</BackButton>
      </form>
      <CallUs company={company} />
    </div>
  );
}

/** Stands below "I have moved", and shows once that is chosen: by a style alone, so that it needs no script. */
function WhereTo({ typed, complaint }: { typed?: string; complaint?: string }) {
  return (
    <div class="where-to">
      <Field
        name="where_to"
        label="Where to?"
        hint="Street and town. You can leave this empty."
        lines={2}
        autocomplete="street-address"
        value={typed}
        complaint={complaint}
      />
    </div>
  );
}
