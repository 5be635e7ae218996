import { Title } from "@/components/web/Title.tsx";
import type { RefusedRows } from "@/lib/enrolment/night/import_pages.ts";

/** Rows of a file that could not be read, and why. */
export function RefusedRowsPage({ runId, refused }: { runId: string; refused: RefusedRows }) {
  const { file, rows, after } = refused;
  const path = `/office/imports/${runId}`;
  return (
    <div class="office listing">
      <div class="top">
        <Title>{`Refused rows of ${file?.file_name ?? "a file"}`}</Title>
        <p class="actions">
          <a class="button second" href={path}>Back to the import</a>
        </p>
      </div>
      <p class="soft">
        Correct them in the other system: the next import takes them in. All other rows are in.
      </p>
      {rows.length === 0 ? <p>There are none.</p> : (
        <table class="list">
          <thead>
            <tr>
              <th scope="col">Line</th>
              <th scope="col">What is wrong</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ line, problem }) => (
              <tr key={line}>
                <th scope="row">{line}</th>
                <td>{problem}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {after !== null && (
        <nav class="pages" aria-label="Pages">
          <a href={`${path}/refused?file=${file?.file_id}&after=${after}`} rel="next">
            Next page →
          </a>
        </nav>
      )}
    </div>
  );
}
