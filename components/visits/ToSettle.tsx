import { dayOf, shortDayText, timeText } from "@/lib/text/dates.ts";
import { capitalized } from "@/lib/text/names.ts";
import { phoneHref } from "@/lib/text/phone.ts";
import { shortName } from "@/lib/text/units.ts";
import { officeHref } from "@/lib/visits/office_words.ts";
import type { ToSettle as List } from "@/lib/visits/page.ts";

const WHY: Record<List["rows"][number]["why"], string> = {
  not_closed: "Not closed",
  report: "Report to decide on",
};

/** Visits of which nobody said what became of them, or about which a report was kept; each leads to its page. */
export function ToSettle({ settle, zone }: { settle: List; zone: string }) {
  const { visits, rows } = settle;
  if (rows.length === 0) return null;
  return (
    <section aria-labelledby="settle">
      <h2 id="settle">Visits without an outcome</h2>
      {rows.length < visits && (
        <p>
          {rows.length} of {visits.toLocaleString("en-CA")}: the oldest first.
        </p>
      )}
      <table class="list cards">
        <thead>
          <tr>
            <th scope="col">Visit</th>
            <th scope="col">Phone</th>
            <th scope="col">State</th>
            <th scope="col">When</th>
            <th scope="col">Technician</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.visit_id} ${row.received_at}`}>
              <th scope="row" class="who">
                <a href={officeHref(row.visit_id)}>
                  {row.customer}, {capitalized(shortName(row))}
                </a>
              </th>
              <td class="call">
                {row.phone && <a class="phone" href={phoneHref(row.phone)}>{row.phone}</a>}
              </td>
              <td class="situation overdue">
                <span aria-hidden="true">▲</span> {WHY[row.why]}
              </td>
              <td class="date">
                {shortDayText(dayOf(row.starts_at, zone))}, {timeText(row.starts_at, zone)}
              </td>
              <td class="unit">{row.technician_name}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
