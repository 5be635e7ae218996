import type { ComponentChildren } from "preact";
import type { Company } from "@/lib/database/shapes.ts";
import { phoneHref } from "@/lib/text/phone.ts";

/** "Rather talk to us? 905-555-0100." Nothing while no number is known. */
export function CallUs(
  { company, children }: { company: Company; children?: ComponentChildren },
) {
  if (company.phone === "") return null;
  return (
    <p class="call-us">
      {children ?? "Rather talk to us? Call"}{" "}
      <a class="phone" href={phoneHref(company.phone)}>{company.phone}</a>.
    </p>
  );
}

/** Where only a call can help. Nothing while no number is known. */
export function CallButton({ company }: { company: Company }) {
  if (company.phone === "") return null;
  return (
    <p>
      <a class="button" href={phoneHref(company.phone)}>Call {company.phone}</a>
    </p>
  );
}
