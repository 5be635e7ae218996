import { dayOf, shortDayText, timeText } from "@/lib/text/dates.ts";
import { phoneHref } from "@/lib/text/phone.ts";
import {
  type Activity,
  numberText,
  unitText,
  type WorkList,
  workText,
} from "@/lib/worklist/list.ts";

/** What clients asked for, one to a row: who, what, since when, and how to reach them. */
export function WorkTable({ work, zone, contractsOf }: {
  work: WorkList;
  zone: string;
  /** The address of a client's contracts. */
  contractsOf: (customer: string) => string;
}) {
  const { activities, rows } = work;
  if (rows.length === 0) return <p>Nobody waits for a call, and nothing was reported.</p>;
  return (
    <>
      {rows.length < activities && (
        <p>
          {rows.length} of {activities.toLocaleString("en-CA")}: the most urgent first.
        </p>
      )}
      <table class="list cards work">
        <thead>
          <tr>
            <th scope="col">Client</th>
            <th scope="col">Phone</th>
            <th scope="col">What</th>
            <th scope="col">Asked</th>
            <th scope="col">In their words</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.activity_id} row={row} zone={zone} contractsOf={contractsOf} />
          ))}
        </tbody>
      </table>
    </>
  );
}

function Row({ row, zone, contractsOf }: {
  row: Activity;
  zone: string;
  contractsOf: (customer: string) => string;
}) {
  const { customer, phone, urgent, call_by, booked_at } = row;
  return (
    <tr>
      <th scope="row" class="who">
        {customer && <a href={contractsOf(customer)}>{customer}</a>}
        <small>{unitText(row)}</small>
      </th>
      <td class="call">
        {phone && (
          <>
            <a class="phone" href={phoneHref(phone)}>{phone}</a>
            <small>{numberText(row)}</small>
          </>
        )}
      </td>
      <td class={urgent ? "situation overdue" : "situation"}>
        <span aria-hidden="true">{urgent ? "▲" : "●"}</span> {workText(row)}
        {urgent && <small>Urgent</small>}
        {booked_at && (
          <small>
            <StillBooked row={row} at={booked_at} zone={zone} />
          </small>
        )}
      </td>
      <td class="date">
        {shortDayText(dayOf(row.asked_at, zone))}, {timeText(row.asked_at, zone)}
        {call_by && <small>Call by {shortDayText(call_by)}</small>}
      </td>
      <td class="words">
        {row.preferred_times && <span>When: {row.preferred_times}</span>}
        {row.note && <span>{row.note}</span>}
      </td>
    </tr>
  );
}

/** When the visit is that takes place all the same, leading to it. */
function StillBooked({ row, at, zone }: { row: Activity; at: string; zone: string }) {
  const text = `Still booked ${shortDayText(dayOf(at, zone))}, ${timeText(at, zone)}`;
  return row.visit_id ? <a href={`/office/visits/${row.visit_id}`}>{text}</a> : <>{text}</>;
}
