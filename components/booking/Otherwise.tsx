import type { ComponentChildren } from "preact";
import type { Company } from "@/lib/database/shapes.ts";
import type { Details } from "@/lib/booking/link.ts";
import { hrefOf, placeOf, type Step } from "@/lib/booking/step.ts";
import { dueDay } from "@/lib/text/dates.ts";
import { CallUs } from "@/components/web/CallUs.tsx";
import { Go } from "./Go.tsx";

/** Never a dead end: to be called, to call, to say that something is not right any more. */
export function Otherwise(
  { token, company, step, kept = null, heading, children }: {
    token: string;
    company: Company;
    step: Step | null;
    kept?: Details | null;
    heading: string;
    children?: ComponentChildren;
  },
) {
  const place = step === null ? {} : placeOf(step);
  return (
    <section class="otherwise" aria-labelledby="otherwise">
      <h2 id="otherwise">{heading}</h2>
      <p>
        <Go href={hrefOf(token, { ...place, name: "call" })} kept={kept} class="button second">
          Please call me
        </Go>
      </p>
      <CallUs company={company} />
      {children}
      <p>
        <a class="quiet" href={hrefOf(token, { name: "report" })} aria-current="false">
          Something here isn't right any more
        </a>
      </p>
    </section>
  );
}

/** That we call, for whoever asked for it. */
export function CallPromised(
  { callBy, today, isBooked }: { callBy?: string | null; today: string; isBooked?: boolean },
) {
  if (!callBy) return null;
  return (
    <p class="notice">
      You asked us to call. {callBy < today
        ? "We haven't reached you yet, and we'll try again."
        : `We'll call you by ${dueDay(callBy, today)}.`}
      {!isBooked && " You can also choose a time here."}
    </p>
  );
}
