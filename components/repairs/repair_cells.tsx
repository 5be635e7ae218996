import type { ComponentChildren } from "preact";
import { StateMark } from "@/components/web/StateMark.tsx";
import type { RepairRow } from "@/lib/repairs/list.ts";

import { shortMark } from "@/lib/repairs/words.ts";
import { dayOf, shortDayText, timeText, unbroken } from "@/lib/text/dates.ts";
import { moneyText } from "@/lib/text/money.ts";
import { phoneHref } from "@/lib/text/phone.ts";
import { repairHref, repairNumber } from "@/lib/text/visits.ts";

/** What stands in each column of the list of repairs. */
export function repairCells(zone: string): Record<string, (row: RepairRow) => ComponentChildren> {
  return {
    repair: ({ work_order_id, number, opened_at }) => (
      <>
        <a class="whole" href={repairHref(work_order_id)}>{repairNumber(number)}</a>
        <small>{unbroken(shortDayText(dayOf(opened_at, zone)))}</small>
      </>
    ),
    state: ({ state, is_late }) => <StateMark mark={shortMark({ state, isLate: is_late })} />,
    client: ({ customer_id, customer, city }) => (
      <>
        <a href={`/office/clients/${customer_id}`}>{customer}</a>
        <small>{city}</small>
      </>
    ),
    phone: ({ phone }) => phone && <a class="phone" href={phoneHref(phone)}>{phone}</a>,
    unit: ({ unit_id, product_name, category, condition }) => (
      <>
        <a href={`/office/units/${unit_id}`}>{product_name ?? category}</a>
        {condition === "out_of_service" && (
          <small>
            <StateMark mark={{ text: "Out of service", shape: "failed" }} />
          </small>
        )}
      </>
    ),
    what: ({ what }) => what,
    waits: (row) => waitsText(row, zone),
    age: ({ days, state }) => OVER.includes(state) ? "" : ageText(days),
    net: ({ net, invoice }) => (
      <>
        {moneyText(net)}
        {invoice && (
          <small>
            <a href={`/office/invoices/${invoice.invoice_id}`}>{invoice.number ?? "Draft"}</a>
          </small>
        )}
      </>
    ),
  };
}

const OVER = ["done", "declined", "cancelled"];

/** "today", "1 day", "12 days" */
const ageText = (days: number) => days <= 0 ? "today" : days === 1 ? "1 day" : `${days} days`;

/** Who, or what, the next step waits for. */
function waitsText(row: RepairRow, zone: string): string {
  const { state, waits_for, expected_on, starts_at, technician } = row;
  switch (state) {
    case "quoted":
      return "The client's answer";
    case "approved":
      return "The office: a time";
    case "waiting_for_parts":
      return expected_on
        ? `${waits_for}, expected ${unbroken(shortDayText(expected_on))}`
        : waits_for ?? "Parts";
    case "scheduled":
      return starts_at
        ? `${technician ?? "Somebody"}, ${
          unbroken(`${shortDayText(dayOf(starts_at, zone))}, ${timeText(starts_at, zone)}`)
        }`
        : "";
    default:
      return "";
  }
}
