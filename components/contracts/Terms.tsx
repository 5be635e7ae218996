import type { ComponentChildren } from "preact";
import type { ContractPage } from "@/lib/contracts/page.ts";
import { everyText, sourceText } from "@/lib/contracts/words.ts";
import { dueText } from "@/lib/text/dates.ts";
import { capitalized } from "@/lib/text/names.ts";

/** What was agreed, and where it comes from. */
export function Terms({ page }: { page: ContractPage }) {
  const { unit, visit_minutes, skill, last_service_on } = page;
  const facts: [name: string, fact: ComponentChildren][] = [
    ["Since", dueText(page.since)],
    [
      "Due",
      `${capitalized(everyText(page.interval_months))}, counted from ${
        dueText(page.due_anchor_on)
      }`,
    ],
    ["Last served", last_service_on && dueText(last_service_on)],
    [
      "Visit",
      visit_minutes === null
        ? null
        : [`${visit_minutes} minutes`, skill].filter(Boolean).join(", "),
    ],
    [
      "From",
      page.order_id
        ? <a href={`/office/orders/${page.order_id}`} key="order">{sourceText(page)}</a>
        : sourceText(page),
    ],
    ["Serial", unit.serial_number],
    ["Where", unit.address],
  ];
  return (
    <section class="box" aria-labelledby="terms">
      <h2 id="terms">Terms</h2>
      <dl class="facts">
        {facts.map(([name, fact]) =>
          fact && (
            <>
              <dt>{name}</dt>
              <dd>{fact}</dd>
            </>
          )
        )}
      </dl>
      <p>
        <a href={`/office/units/${unit.unit_id}`}>All that is on record about the unit</a>
      </p>
    </section>
  );
}
