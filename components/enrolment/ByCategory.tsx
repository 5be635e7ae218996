import type { Counted } from "@/lib/enrolment/wizard/backfill.ts";
import { consentText, numberText, rowsHref } from "@/lib/enrolment/wizard/words.ts";
import { counted, listText } from "@/lib/text/names.ts";
import { moneyText } from "@/lib/text/money.ts";

const ANCHORS: Record<string, string> = {
  delivery: "delivery",
  invoice: "invoice",
  order: "order",
  today: "today, for want of any date",
};

/** What each kind of equipment comes to; every number leads to its rows. */
export function ByCategory({ page: { run, categories, fees } }: { page: Counted }) {
  const { report, run_id } = run;
  const name = (code: string) => categories.find((each) => each.code === code)?.name ?? code;
  const rows = Object.entries(report.by_category)
    .sort(([, a], [, b]) => b.new - a.new || b.skipped - a.skipped);
  const left = Object.values(report.skipped).reduce((sum, count) => sum + count, 0);
  const unnamed = left - rows.reduce((sum, [, { skipped }]) => sum + skipped, 0);
  return (
    <section aria-labelledby="categories">
      <h2 id="categories">By category</h2>
      <table class="list cards rows">
        <thead>
          <tr>
            <th scope="col">Category</th>
            <th scope="col" class="number">New</th>
            <th scope="col" class="number">Enrolled already</th>
            <th scope="col" class="number">Rows left out</th>
            <th scope="col" class="number">Fees of one round</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([code, found]) => (
            <tr key={code}>
              <th scope="row">{name(code)}</th>
              <Number
                label="New"
                count={found.new}
                href={rowsHref(run_id, { outcome: "new", category: code })}
              />
              <Number
                label="Enrolled already"
                count={found.already_enrolled}
                href={rowsHref(run_id, { outcome: "already_enrolled", category: code })}
              />
              <Number
                label="Rows left out"
                count={found.skipped}
                href={rowsHref(run_id, { outcome: "skipped", category: code })}
              />
              <td class="number" data-label="Fees of one round">{moneyText(fees[code] ?? "0")}</td>
            </tr>
          ))}
          <tr class="sum">
            <th scope="row">All</th>
            <Number label="New" count={report.new} href={rowsHref(run_id, { outcome: "new" })} />
            <Number
              label="Enrolled already"
              count={report.already_enrolled}
              href={rowsHref(run_id, { outcome: "already_enrolled" })}
            />
            <Number
              label="Rows left out"
              count={left}
              href={rowsHref(run_id, { outcome: "skipped" })}
            />
            <td class="number" data-label="Fees of one round">{moneyText(report.fee_total)}</td>
          </tr>
        </tbody>
      </table>
      <p class="soft">
        {unnamed > 0 &&
          `${counted(unnamed, "row")} of those left out ${
            unnamed === 1 ? "names" : "name"
          } no category. `}
        {report.new > 0 && (
          <>
            Due dates count from {listText(
              Object.entries(report.anchors).sort(([, a], [, b]) => b - a).map(([source, units]) =>
                `${ANCHORS[source] ?? source} (${counted(units, "unit")})`
              ),
            )}. {consentText(report.consent, report.consent_on)} {report.overdue.units > 0 &&
              `${counted(report.overdue.units, "unit")} ${
                report.overdue.units === 1 ? "is" : "are"
              } past due, the longest by ${counted(report.overdue.longest_days, "day")}.`}{" "}
            <a href={`/office/consent/${run_id}`}>Who may be mailed</a>
          </>
        )}
      </p>
    </section>
  );
}

/** A number that leads to its rows; none leads nowhere. */
function Number({ label, count, href }: { label: string; count: number; href: string }) {
  return (
    <td class="number" data-label={label}>
      {count === 0 ? 0 : <a href={href}>{numberText(count)}</a>}
    </td>
  );
}
