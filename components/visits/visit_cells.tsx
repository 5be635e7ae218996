import type { ComponentChildren } from "preact";
import { StateMark } from "@/components/web/StateMark.tsx";
import { dayOf, shortDayText, timeText, unbroken } from "@/lib/text/dates.ts";
import type { Mark } from "@/lib/text/mark.ts";
import { phoneHref } from "@/lib/text/phone.ts";
import type { VisitRow } from "@/lib/visits/list.ts";
import { officeHref } from "@/lib/visits/office_words.ts";
import { unitMark } from "@/lib/visits/words.ts";

/** What stands in each column of the list of visits. */
export function visitCells(zone: string): Record<string, (row: VisitRow) => ComponentChildren> {
  return {
    when: ({ visit_id, customer, starts_at, ends_at }) => {
      const day = shortDayText(dayOf(starts_at, zone));
      const from = timeText(starts_at, zone);
      return (
        <>
          <a href={officeHref(visit_id)} aria-label={`Visit to ${customer}, ${day}, ${from}`}>
            {unbroken(day)}
          </a>
          <small>{unbroken(`${from} to ${timeText(ends_at, zone)}`)}</small>
        </>
      );
    },
    state: (row) => <StateMark mark={rowMark(row)} />,
    client: ({ customer_id, customer, city }) => (
      <>
        <a href={`/office/clients/${customer_id}`}>{customer}</a>
        <small>{city}</small>
      </>
    ),
    phone: ({ phone }) => phone && <a class="phone" href={phoneHref(phone)}>{phone}</a>,
    unit: (row) => (
      <>
        <a href={`/office/units/${row.unit_id}`}>{row.product_name ?? row.category}</a>
        <small>{whichText(row)}</small>
      </>
    ),
    technician: ({ technician }) => technician,
  };
}

function rowMark({ state, not_closed }: VisitRow): Mark {
  if (not_closed) return { text: "Not closed", shape: "failed" };
  if (state === "scheduled") return { text: "Booked", shape: "upcoming" };
  if (state === "in_progress") return { text: "Technician is there", shape: "upcoming" };
  if (state === "needs_rescheduling") return { text: "Needs another time", shape: "late" };
  return unitMark({ state });
}

/** "Stair lift · S-1": what the first line does not say. */
function whichText({ product_name, category, serial_number, told_apart }: VisitRow): string {
  const which = serial_number ?? (told_apart === product_name ? null : told_apart);
  return [product_name && category, which].filter(Boolean).join(" · ");
}
