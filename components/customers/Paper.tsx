import type { ComponentChildren } from "preact";
import PrintButton from "@/islands/PrintButton.tsx";
import { dayText, unbroken } from "@/lib/text/dates.ts";

/** A page that prints: on paper each sheet begins with what it is about and the day on which it was printed. */
export function Paper({ about, today, company, children }: {
  about: string;
  today: string;
  company: string;
  children: ComponentChildren;
}) {
  return (
    <div class="office history">
      <div class="sheet-head on-paper" aria-hidden="true">
        <div>
          <span>{company}</span>
          <span>{about}</span>
          <span>{unbroken(dayText(today))}</span>
        </div>
      </div>
      <div class="sheet-body">
        {children}
        <p class="on-screen">
          <PrintButton label="Print this history" />
        </p>
      </div>
    </div>
  );
}
