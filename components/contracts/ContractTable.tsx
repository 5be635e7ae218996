import { phoneHref } from "@/lib/text/phone.ts";
import { dayOf, shortDayText, timeText } from "@/lib/text/dates.ts";
import { moneyText } from "@/lib/text/money.ts";
import type { ContractRow } from "@/lib/contracts/list.ts";

/** Each situation is a word and a shape, never a colour alone. */
const SITUATIONS: Record<ContractRow["situation"], { shape: string; word: string }> = {
  overdue: { shape: "▲", word: "Overdue" },
  due: { shape: "●", word: "Due soon" },
  booked: { shape: "✓", word: "Booked" },
  not_closed: { shape: "!", word: "Not closed" },
  later: { shape: "○", word: "Later" },
  none: { shape: "–", word: "No due date" },
};

/** Contracts with client, unit and next due date. On a narrow screen each row is a card. */
export function ContractTable({ rows, zone }: { rows: ContractRow[]; zone: string }) {
  return (
    <table class="list cards">
      <thead>
        <tr>
          <th scope="col">Client</th>
          <th scope="col">Phone</th>
          <th scope="col">Situation</th>
          <th scope="col">Next due</th>
          <th scope="col">Unit</th>
          <th scope="col" class="number">Fee</th>
          <th scope="col">Contract</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => <Row key={row.contract_id} row={row} zone={zone} />)}
      </tbody>
    </table>
  );
}

function Row({ row, zone }: { row: ContractRow; zone: string }) {
  const { shape, word } = SITUATIONS[row.situation];
  // Product and serial number are there already; without one it is "1 of 2".
  const which = row.serial_number ?? (row.told_apart === row.product_name ? null : row.told_apart);
  const about = [row.product_name && row.category, which].filter(Boolean).join(" · ");
  return (
    <tr>
      <th scope="row" class="who">
        <a href={`/office/clients/${row.customer_id}`}>{row.customer}</a>
        <small>{row.city}</small>
      </th>
      <td class="call">
        {row.phone && <a class="phone" href={phoneHref(row.phone)}>{row.phone}</a>}
      </td>
      <td class={`situation ${row.situation}`}>
        <span aria-hidden="true">{shape}</span> {word}
        {row.booked_for && (
          <small>
            <VisitLink visit={row.visit_id} about={row.customer}>
              {`${shortDayText(dayOf(row.booked_for, zone))}, ${timeText(row.booked_for, zone)}`}
            </VisitLink>
          </small>
        )}
      </td>
      <td class="date">{row.due_on === null ? "–" : shortDayText(row.due_on)}</td>
      <td class="unit">
        <a href={`/office/units/${row.unit_id}`}>{row.product_name ?? row.category}</a>
        {about && <small>{about}</small>}
      </td>
      <td class="number">{moneyText(row.fee)}</td>
      <td class="standing">
        <a
          href={`/office/contracts/${row.contract_id}`}
          aria-label={`${row.state} contract of ${row.customer}`}
        >
          {row.state}
        </a>
        {row.condition !== "in_service" && <small>{row.condition.replaceAll("_", " ")}</small>}
        {row.due_on !== null && row.state === "active" && row.booked_for === null && (
          <small>
            <a href={`/office/letter/${row.contract_id}`} aria-label={`Letter to ${row.customer}`}>
              Letter
            </a>
          </small>
        )}
      </td>
    </tr>
  );
}

/** When a visit is, leading to it. */
function VisitLink({ visit, about, children }: {
  visit?: string | null;
  about: string;
  children: string;
}) {
  if (!visit) return <>{children}</>;
  return (
    <a href={`/office/visits/${visit}`} aria-label={`Visit to ${about}, ${children}`}>{children}</a>
  );
}
