import { CallUs } from "@/components/web/CallUs.tsx";
import { Field } from "@/components/web/Field.tsx";
import { Title } from "@/components/web/Title.tsx";
import { hrefOf } from "@/lib/booking/step.ts";
import type { PageParts, ViewOf } from "@/lib/booking/view.ts";
import { Go } from "./Go.tsx";

/** "Please call me": for everybody whom no time suits, or who would rather talk. */
export function CallBack(
  { typed, complaints, token, company }: ViewOf<"call"> & PageParts,
) {
  return (
    <div class="page">
      <Title>We'll call you</Title>
      <p>Tell us when, and we'll find a time together.</p>
      <form method="post" action={hrefOf(token)}>
        <input type="hidden" name="action" value="call" />
        <Field
          name="phone"
          label="Your phone number"
          type="tel"
          inputMode="tel"
          autocomplete="tel"
          required
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
      </form>
      <p>
        <Go class="quiet" href={hrefOf(token)}>Back to the times</Go>
      </p>
      <CallUs company={company} />
    </div>
  );
}

/** The wish to be called has reached the office. */
export function CalledBack({ page, token, company }: ViewOf<"called"> & PageParts) {
  return (
    <div class="page">
      <Title>Thank you. We'll call you</Title>
      <p role="status">We have your number, and one of us will call you.</p>
      <p>
        <Go class="button second" href={hrefOf(token)}>
          {page.status === "booked" ? "See my visit" : "Look at the times again"}
        </Go>
      </p>
      <CallUs company={company} />
    </div>
  );
}
