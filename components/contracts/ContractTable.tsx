import { phoneHref } from "@/lib/text/phone.ts";
import { dayOf, shortDayText, timeText } from "@/lib/text/dates.ts";
import { moneyText } from "@/lib/text/money.ts";
import type { ContractRow } from "@/lib/contracts/list.ts";

/** Each situation is a word and a shape, never a colour alone. */
const SITUATIONS: Record<ContractRow["situation"], { shape: string; word: string }> = {
  overdue: { shape: "▲", word: "Overdue" },
  due: { shape: "●", word: "Due soon" },
  booked: { shape: "✓", word: "Booked" },
  later: { shape: "○", word: "Later" },
  none: { shape: "–", word: "No due date" },
};

/** Contracts with client, unit and next due date. */
export function ContractTable({ rows, zone }: { rows: ContractRow[]; zone: string }) {
  return (
    <div class="wide" role="region" aria-label="Contracts" tabIndex={0}>
      <table class="list">
        <thead>
          <tr>
            <th scope="col">Next due</th>
            <th scope="col">Situation</th>
            <th scope="col">Client</th>
            <th scope="col">Unit</th>
            <th scope="col">Serial</th>
            <th scope="col" class="number">Fee</th>
            <th scope="col">Contract</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => <Row key={row.contract_id} row={row} zone={zone} />)}
        </tbody>
      </table>
    </div>
  );
}

function Row({ row, zone }: { row: ContractRow; zone: string }) {
  const { shape, word } = SITUATIONS[row.situation];
  return (
    <tr>
      <td class="date">{row.due_on === null ? "–" : shortDayText(row.due_on)}</td>
      <td class={`situation ${row.situation}`}>
        <span aria-hidden="true">{shape}</span> {word}
        {row.booked_for && (
          <small>
            {shortDayText(dayOf(row.booked_for, zone))}, {timeText(row.booked_for, zone)}
          </small>
        )}
      </td>
      <th scope="row">
        {row.customer}
        <small>
          {row.phone && <a href={phoneHref(row.phone)}>{row.phone}</a>} {row.city}
        </small>
      </th>
      <td>
        {row.product_name ?? row.category}
        {row.product_name && <small>{row.category}</small>}
      </td>
      <td>{row.serial_number ?? "–"}</td>
      <td class="number">{moneyText(row.fee)}</td>
      <td>
        {row.state}
        {row.condition !== "in_service" && <small>{row.condition.replaceAll("_", " ")}</small>}
        {row.due_on !== null && (
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
