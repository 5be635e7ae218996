import { Title } from "@/components/web/Title.tsx";
import type { LostRows } from "@/lib/enrolment/night/import_pages.ts";

/** What earlier files told and a file that is held back does not. */
export function LostRowsPage({ runId, lost }: { runId: string; lost: LostRows | null }) {
  const path = `/office/imports/${runId}`;
  return (
    <div class="office listing">
      <div class="top">
        <Title>{`Lost rows of ${lost?.file.file_name ?? "a file"}`}</Title>
        <p class="actions">
          <a class="button second" href={path}>Back to the import</a>
        </p>
      </div>
      {lost === null
        ? <p>Somebody decided about this file already, so what it lacked is not kept.</p>
        : <Lost rows={lost.rows} />}
      {lost !== null && lost.after !== null && (
        <nav class="pages" aria-label="Pages">
          <a
            href={`${path}/lost?${new URLSearchParams({
              file: lost.file.file_id,
              after: lost.after,
            })}`}
            rel="next"
          >
            Next page →
          </a>
        </nav>
      )}
    </div>
  );
}

function Lost({ rows }: { rows: LostRows["rows"] }) {
  if (rows.length === 0) return <p>There are none: all that was told before is in the file.</p>;
  return (
    <>
      <p class="soft">
        Earlier files told of these, this one does not. Each is shown as it was told last. What left
        the files some nights ago is among them.
      </p>
      <table class="list cards rows">
        <thead>
          <tr>
            <th scope="col">Called</th>
            <th scope="col">Client</th>
            <th scope="col">What</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ ref, what, order_number, customer_id, client }) => (
            <tr key={ref}>
              <th scope="row">{ref}</th>
              <td data-label="Client">
                {customer_id === null
                  ? client ?? "–"
                  : <a href={`/office/clients/${customer_id}`}>{client}</a>}
              </td>
              <td data-label="What">
                {[order_number && `Order ${order_number}`, what].filter(Boolean).join(", ") || "–"}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
