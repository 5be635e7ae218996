import { CallUs } from "@/components/web/CallUs.tsx";
import { Field } from "@/components/web/Field.tsx";
import { Title } from "@/components/web/Title.tsx";
import KeepTyped from "@/islands/KeepTyped.tsx";
import { chosenIn, hrefOf } from "@/lib/booking/step.ts";
import { unbroken, weekdayText } from "@/lib/text/dates.ts";
import type { PageParts, ViewOf } from "@/lib/booking/view.ts";
import { BackButton } from "./BackButton.tsx";
import { Go } from "./Go.tsx";
import { callText } from "./Otherwise.tsx";
import { hasComplaints, WhatToCheck } from "./WhatToCheck.tsx";

/** "Please call me": for everybody whom no time suits, or who would rather talk. */
export function CallBack(
  { page, step, typed, complaints, token, company }: ViewOf<"call"> & PageParts,
) {
  const chosen = chosenIn(step);
  return (
    <div class="page">
      <Title isError={hasComplaints(complaints)}>We'll call you</Title>
      <WhatToCheck complaints={complaints} fields={{ notes: "note" }} />
      <p>
        Tell us what would suit you. We call by the end of the next working day, and find a time
        together.
      </p>
      <form method="post" action={hrefOf(token, { ...chosen, name: "call" })}>
        <input type="hidden" name="action" value="call" />
        <KeepTyped />
        <Field
          name="phone"
          label="Your phone number"
          type="tel"
          inputMode="tel"
          autocomplete="tel"
          hint={page.call
            ? `If you leave this empty, it stays the one that ends in ${page.call.phone_ends}.`
            : undefined}
          required={!page.call}
          value={typed.phone}
          complaint={complaints.phone}
        />
        <Field
          name="preferred_times"
          label="When is a good time to call, or to visit?"
          hint="For example: weekday mornings."
          value={typed.preferredTimes}
          complaint={complaints.preferred_times}
        />
        <Field
          name="note"
          label="Anything else?"
          hint="You can leave this empty."
          lines={3}
          value={typed.note}
          complaint={complaints.notes}
        />
        <button type="submit">Please call me</button>
        <BackButton href={`${hrefOf(token, chosen)}#days`}>
          {page.status === "booked" ? "Back to my visit" : "Back to the times"}
        </BackButton>
      </form>
      <CallUs company={company} />
    </div>
  );
}

/** The wish to be called has reached the office. */
export function CalledBack({ page, call, token, company }: ViewOf<"called"> & PageParts) {
  return (
    <div class="page">
      <Title>Thank you. We'll call you</Title>
      <p role="status" class="lead">
        One of us will call you by {unbroken(weekdayText(call.by))}, {callText(call)}
      </p>
      <p>There is nothing else you need to do. This link says so too when you open it again.</p>
      <p>
        <Go class="quiet" href={hrefOf(token, { name: "call" })}>Change that</Go>
      </p>
      <p>
        <Go class="button second" href={hrefOf(token)}>
          {page.status === "booked" ? "See my visit" : "Look at the times again"}
        </Go>
      </p>
      <CallUs company={company} />
    </div>
  );
}
