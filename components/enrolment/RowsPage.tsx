import { Title } from "@/components/web/Title.tsx";
import type { BackfillPage } from "@/lib/enrolment/wizard/backfill.ts";
import { madeText, type RowsFound, saysText, titleOf } from "@/lib/enrolment/wizard/rows.ts";
import { type RowsFilter, rowsHref } from "@/lib/enrolment/wizard/words.ts";
import { Steps } from "./Steps.tsx";

/** Why rows are left out that somebody who knows better can enrol. */
const BY_HAND = ["invalid_row", "unknown_product", "no_category", "no_serial"];

export interface RowsView {
  run: string;
  filter: RowsFilter;
  found: RowsFound;
  categories: BackfillPage["categories"];
}

/** The rows behind a number: where each stands in its file, whose it is, what it says and what is made of it. */
export function RowsPage({ run, filter, found: { rows, next }, categories }: RowsView) {
  return (
    <div class="office enrolment listing">
      <Title>{titleOf(filter, categories)}</Title>
      <Steps at={3} run={run} />
      <p class="buttons">
        <a class="button second" href={`/office/enrol/check/${run}`}>Back to what would happen</a>
        {rows.length > 0 && (
          <a class="button second" href={rowsHref(run, { ...filter, after: undefined }, true)}>
            Download all as CSV
          </a>
        )}
      </p>
      {rows.length === 0 ? <p>There are no such rows.</p> : (
        <table class="list cards rows">
          <thead>
            <tr>
              <th scope="col">File and line</th>
              <th scope="col">Client</th>
              <th scope="col">What the file says</th>
              <th scope="col">What we make of it</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <th scope="row">
                  {row.file}, {row.line}
                  {row.ref !== null && <small>{row.ref}</small>}
                </th>
                <td data-label="Client">
                  {row.customer_id !== null
                    ? <a href={`/office/clients/${row.customer_id}`}>{row.customer}</a>
                    : row.customer_ref === null
                    ? "Nobody is named"
                    : `Nobody has number ${row.customer_ref}`}
                </td>
                <td data-label="What the file says" class="cell">{saysText(row)}</td>
                <td data-label="What we make of it" class="cell">
                  {madeText(row)}{" "}
                  {row.contract_id !== null && row.state === "enrolled" && (
                    <a href={`/office/contracts/${row.contract_id}`}>See the contract</a>
                  )}
                  {row.customer_id !== null && row.outcome === "skipped" &&
                    BY_HAND.includes(row.reason ?? "") && (
                    <a href={`/office/clients/${row.customer_id}/enrol`}>Enrol it by hand</a>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <nav class="pages" aria-label="Pages of this list">
        {filter.after && <a href={rowsHref(run, { ...filter, after: undefined })}>First page</a>}
        {next !== null && <a href={rowsHref(run, { ...filter, after: next })}>Next page</a>}
      </nav>
    </div>
  );
}
