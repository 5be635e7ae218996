import type { ComponentChildren } from "preact";
import type { Company } from "@/lib/database/shapes.ts";
import type { Call } from "@/lib/booking/shapes.ts";
import { chosenIn, hrefOf, type Step } from "@/lib/booking/step.ts";
import { dueDay, unbroken } from "@/lib/text/dates.ts";
import { CallUs } from "@/components/web/CallUs.tsx";
import { Go } from "./Go.tsx";

/** Never a dead end: to be called, to call, to say that something is not right any more. */
export function Otherwise(
  { token, company, step, heading, children }: {
    token: string;
    company: Company;
    step: Step;
    heading: string;
    children?: ComponentChildren;
  },
) {
  return (
    <section class="otherwise" aria-labelledby="otherwise">
      <h2 id="otherwise">{heading}</h2>
      <p>
        <Go href={hrefOf(token, { ...chosenIn(step), name: "call" })} class="button second">
          Please call me
        </Go>
      </p>
      <CallUs company={company} />
      {children}
      <p>
        <Go class="quiet" href={hrefOf(token, { ...chosenIn(step), name: "report" })}>
          Something here isn't right any more
        </Go>
      </p>
    </section>
  );
}

/** What was asked for, where it was to be called, and how to change that. */
export function CallPromised(
  { call, token, today, isBooked }: {
    call?: Call | null;
    token: string;
    today: string;
    isBooked?: boolean;
  },
) {
  if (!call) return null;
  return (
    <div class="notice">
      <p>
        You asked us to call. {call.by < today
          ? "We haven't reached you yet, and we'll try again"
          : `We will call you by ${unbroken(dueDay(call.by, today))}`}, {callText(call)}{" "}
        {!isBooked && "You can also choose a time here."}
      </p>
      <p>
        <Go class="quiet on-screen" href={hrefOf(token, { name: "call" })}>Change that</Go>
      </p>
    </div>
  );
}

/** "at the number that ends in 0142. Best time: weekday mornings." */
export function callText({ phone_ends, preferred_times, note }: Call): string {
  return [
    `at the number that ends in ${phone_ends}.`,
    preferred_times && `You said when: “${preferred_times}”.`,
    note && `You wrote: “${note}”.`,
  ].filter(Boolean).join(" ");
}
