import { CallUs } from "@/components/web/CallUs.tsx";
import { Field } from "@/components/web/Field.tsx";
import { Title } from "@/components/web/Title.tsx";
import { hrefOf } from "@/lib/booking/step.ts";
import type { PageParts, ViewOf } from "@/lib/booking/view.ts";
import { Go } from "./Go.tsx";
import { hasComplaints, WhatToCheck } from "./WhatToCheck.tsx";

/** What was told for a booked visit, to be told anew; the time stays. */
export function ChangeDetails(
  { page, typed, complaints, token, company }: ViewOf<"told"> & PageParts,
) {
  const ends = page.appointment.phone_ends;
  return (
    <div class="page">
      <Title isError={hasComplaints(complaints)}>What you told us</Title>
      <WhatToCheck complaints={complaints} fields={{ notes: "access_notes" }} />
      <form method="post" action={hrefOf(token, { name: "told" })}>
        <input type="hidden" name="action" value="tell" />
        <Field
          name="phone"
          label="A phone number for the day of the visit"
          hint={ends
            ? `If you leave this empty, it stays the one that ends in ${ends}.`
            : "If you leave this empty, we use the number we have."}
          type="tel"
          inputMode="tel"
          autocomplete="tel"
          value={typed.phone}
          complaint={complaints.phone}
        />
        <Field
          name="access_notes"
          label="Anything we should know to get in?"
          hint="Please write no alarm codes here. You can leave this empty."
          lines={3}
          value={typed.notes}
          complaint={complaints.notes}
        />
        <button type="submit">Save this</button>
      </form>
      <p>
        <Go class="button second" href={hrefOf(token)}>Leave it as it is</Go>
      </p>
      <CallUs company={company} />
    </div>
  );
}
