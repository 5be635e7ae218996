import PrintButton from "@/islands/PrintButton.tsx";
import { Title } from "@/components/web/Title.tsx";
import { dayText, timeText } from "@/lib/text/dates.ts";
import { type WorkFilter, workHref } from "@/lib/worklist/filter.ts";
import type { Work, WorkRow } from "@/lib/worklist/shapes.ts";
import { kindTitle } from "@/lib/text/work_kinds.ts";
import { whyText } from "@/lib/worklist/words.ts";

/** The calls of the list on paper, with boxes to tick. Who gets a letter is said above, and is not on it. */
export function CallSheet({ work, filter, caller, now, zone }: {
  work: Work;
  filter: WorkFilter;
  caller: string;
  now: Date;
  zone: string;
}) {
  const calls = work.rows.filter((row) => row.call !== null).toSorted(byBestTime);
  const letters = work.rows.filter((row) => row.call === null && row.letter_contract_id !== null);
  return (
    <div class="office sheet">
      <div class="on-screen">
        <Title>Call sheet</Title>
        <p>
          {calls.length === 1 ? "1 call" : `${calls.length} calls`}, those with a best time first.
          {letters.length > 0 && ` ${lettersText(letters)}`}
          {work.after && " The list goes on: filter it to print the rest."}
        </p>
        <p class="actions">
          <PrintButton label="Print" /> <a href={workHref(filter)}>Back to the list</a>
        </p>
      </div>
      <h2>Calls for {dayText(work.today)}</h2>
      <p>{caller}, printed {timeText(now, zone)}</p>
      {calls.length === 0 ? <p>Nobody on this list is to be called.</p> : (
        <table class="list">
          <thead>
            <tr>
              <th scope="col">Best time</th>
              <th scope="col">Who to call</th>
              <th scope="col">Why</th>
              <th scope="col">How it went</th>
            </tr>
          </thead>
          <tbody>
            {calls.map((row) => <Call key={row.activity_id} row={row} work={work} zone={zone} />)}
          </tbody>
        </table>
      )}
      <p>Please enter the results in the work list today, and shred this sheet.</p>
    </div>
  );
}

function Call({ row, work, zone }: { row: WorkRow; work: Work; zone: string }) {
  return (
    <tr>
      <td>{row.details.preferred_times ?? "Any"}</td>
      <th scope="row">
        {row.customer}
        <span class="big">{row.call!.phone}</span>
        {row.call!.name && (
          <small>{row.call!.name}{row.call!.relation && `, ${row.call!.relation}`}</small>
        )}
        {row.reach_note && <small>{row.reach_note}</small>}
      </th>
      <td>
        {kindTitle(row.kind)}. {whyText(row, work.today, zone)}
        {row.details.where_to && <small>Moved to: {row.details.where_to}</small>}
        {row.details.note && <small>“{row.details.note}”</small>}
      </td>
      <td class="boxes">
        {["Booked", "No answer", "Left message", "Later: ________", "Changed: ________"].map((
          box,
        ) => <span key={box}>{box}</span>)}
      </td>
    </tr>
  );
}

const byBestTime = (one: WorkRow, other: WorkRow) =>
  Number(!one.details.preferred_times) - Number(!other.details.preferred_times);

/** "Doreen Whyte is not on it: she gets a letter." */
function lettersText(letters: WorkRow[]): string {
  const names = letters.slice(0, 3).map(({ customer }) => customer).join(", ");
  const more = letters.length > 3 ? ` and ${letters.length - 3} more` : "";
  return `Not on it, since a letter goes to them: ${names}${more}.`;
}
