import PrintButton from "@/islands/PrintButton.tsx";
import { Title } from "@/components/web/Title.tsx";
import type { ClosurePage, ClosureRow } from "@/lib/closures/closures.ts";
import {
  callNotes,
  isSettled,
  toldBy,
  visitText,
  whoText,
  workText,
} from "@/lib/closures/words.ts";
import { dayText, timeText, unbroken } from "@/lib/text/dates.ts";

/** The calls that a closed day leaves to be made, on paper, with boxes to tick. */
export function ClosureSheet({ page, caller, now, zone }: {
  page: ClosurePage;
  caller: string;
  now: Date;
  zone: string;
}) {
  const calls = toldBy(page.rows, "call").filter((rows) => !rows.every(isSettled));
  return (
    <div class="office sheet">
      <div class="on-screen">
        <Title>Call sheet</Title>
        <p class="actions">
          <PrintButton label="Print" />{" "}
          <a href={`/office/closure/${page.closure_id}`}>Back to the closed day</a>
        </p>
      </div>
      <h2>We cannot come on {unbroken(dayText(page.on_day))}</h2>
      <p>
        Because of {page.reason}. {caller}, printed {timeText(now, zone)}
      </p>
      {calls.length === 0 ? <p>Nobody is left to be called.</p> : (
        <table class="list">
          <thead>
            <tr>
              <th scope="col">Who to call</th>
              <th scope="col">Visit</th>
              <th scope="col">How it went</th>
            </tr>
          </thead>
          <tbody>
            {calls.map((rows) => <Call key={rows[0].task_id} rows={rows} zone={zone} />)}
          </tbody>
        </table>
      )}
      <p>Please enter the results on the page of the closed day today, and shred this sheet.</p>
    </div>
  );
}

function Call({ rows, zone }: { rows: ClosureRow[]; zone: string }) {
  return (
    <tr>
      <th scope="row">
        {whoText(rows[0])}
        <span class="big">{rows[0].call?.phone}</span>
        {callNotes(rows[0]).map((note) => <small key={note}>{note}</small>)}
      </th>
      <td>
        {rows.map((row) => (
          <div key={row.task_id}>
            {unbroken(visitText(row, zone))}
            <small>{workText(row)}{row.city && `, ${row.city}`}</small>
          </div>
        ))}
      </td>
      <td class="boxes">
        {["Told", "New time: ________", "No answer", "Left message"].map((box) => (
          <span key={box}>{box}</span>
        ))}
      </td>
    </tr>
  );
}
