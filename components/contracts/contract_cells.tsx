import type { ComponentChildren } from "preact";
import { StateMark } from "@/components/web/StateMark.tsx";
import type { ContractRow } from "@/lib/contracts/list.ts";
import { dayOf, shortDayText, timeText } from "@/lib/text/dates.ts";
import type { Mark } from "@/lib/text/mark.ts";
import { moneyText } from "@/lib/text/money.ts";
import { phoneHref } from "@/lib/text/phone.ts";

/** Each situation is a word and a shape, never a colour alone. */
const SITUATIONS: Record<ContractRow["situation"], Mark> = {
  overdue: { text: "Overdue", shape: "late" },
  due: { text: "Due soon", shape: "upcoming" },
  booked: { text: "Booked", shape: "done" },
  not_closed: { text: "Not closed", shape: "failed" },
  later: { text: "Later", shape: "todo" },
  none: { text: "No due date", shape: "off" },
};

/** What stands in each column of the list of contracts. */
export function contractCells(
  zone: string,
): Record<string, (row: ContractRow) => ComponentChildren> {
  return {
    client: ({ customer_id, customer, city }) => (
      <>
        <a href={`/office/clients/${customer_id}`}>{customer}</a>
        <small>{city}</small>
      </>
    ),
    phone: ({ phone }) => phone && <a class="phone" href={phoneHref(phone)}>{phone}</a>,
    situation: (row) => (
      <>
        <StateMark mark={SITUATIONS[row.situation]} />
        {row.booked_for && <VisitLink row={row} at={row.booked_for} zone={zone} />}
      </>
    ),
    due: ({ due_on }) => due_on === null ? "–" : shortDayText(due_on),
    unit: (row) => (
      <>
        <a href={`/office/units/${row.unit_id}`}>{row.product_name ?? row.category}</a>
        <small>{whichText(row)}</small>
      </>
    ),
    fee: ({ fee }) => moneyText(fee),
    contract: (row) => <Standing row={row} />,
  };
}

/** "Stair lift · S-1"; product and serial number are there already, without one it is "1 of 2". */
function whichText({ product_name, category, serial_number, told_apart }: ContractRow): string {
  const which = serial_number ?? (told_apart === product_name ? null : told_apart);
  return [product_name && category, which].filter(Boolean).join(" · ");
}

function Standing({ row }: { row: ContractRow }) {
  const { state, customer, condition, contract_id, due_on, booked_for } = row;
  return (
    <>
      <a href={`/office/contracts/${contract_id}`} aria-label={`${state} contract of ${customer}`}>
        {state}
      </a>
      {condition !== "in_service" && <small>{condition.replaceAll("_", " ")}</small>}
      {due_on !== null && state === "active" && booked_for === null && (
        <small class="on-screen">
          <a href={`/office/letter/${contract_id}`} aria-label={`Letter to ${customer}`}>Letter</a>
        </small>
      )}
    </>
  );
}

/** When a visit is, leading to it. */
function VisitLink({ row, at, zone }: { row: ContractRow; at: string; zone: string }) {
  const text = `${shortDayText(dayOf(at, zone))}, ${timeText(at, zone)}`;
  if (!row.visit_id) return <small>{text}</small>;
  return (
    <small>
      <a href={`/office/visits/${row.visit_id}`} aria-label={`Visit to ${row.customer}, ${text}`}>
        {text}
      </a>
    </small>
  );
}
