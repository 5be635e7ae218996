import { Title } from "@/components/web/Title.tsx";
import type { ChangeFilter, Changes } from "@/lib/enrolment/night/import_pages.ts";
import type { Change } from "@/lib/enrolment/night/shapes.ts";
import { groupTitle } from "@/lib/enrolment/night/import_words.ts";
import { About, Values, whyText } from "./ChangeGroups.tsx";

interface Props {
  runId: string;
  filter: ChangeFilter;
  changes: Changes;
  isFirst: boolean;
}

/** Every change of an import, a page at a time. */
export function ImportChangesPage({ runId, filter, changes: { rows, after }, isFirst }: Props) {
  const path = `/office/imports/${runId}/changes`;
  return (
    <div class="office listing">
      <div class="top">
        <Title>{titleOf(filter)}</Title>
        <p class="actions">
          <a class="button second" href={`${path}.csv?${new URLSearchParams(filter)}`}>
            Download CSV
          </a>
          <a class="button second" href={`/office/imports/${runId}`}>Back to the import</a>
        </p>
      </div>
      {rows.length === 0
        ? <p>{isFirst ? "Nothing changed." : "That was the last of them."}</p>
        : <Table rows={rows} />}
      {after !== null && (
        <nav class="pages" aria-label="Pages">
          <a href={`${path}?${new URLSearchParams({ ...filter, after })}`} rel="next">
            Next page →
          </a>
        </nav>
      )}
    </div>
  );
}

function Table({ rows }: { rows: Change[] }) {
  return (
    <table class="list cards rows">
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">Where</th>
          <th scope="col">Was, is now</th>
          <th scope="col">Why</th>
          <th scope="col">File and line</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((change) => (
          <tr key={change.id}>
            <th scope="row">{groupTitle(change)}</th>
            <td data-label="Where">
              <About change={change} />
            </td>
            <td data-label="Was, is now">
              <Values change={change} />
            </td>
            <td data-label="Why">{whyText(change)}</td>
            <td data-label="File and line">
              {change.file_name}
              {change.line !== null && `, line ${change.line}`}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function titleOf({ change_kind, subject, field, file }: ChangeFilter): string {
  if (change_kind && subject) return groupTitle({ change_kind, subject, field: field ?? null });
  return file ? `What ${file} changed` : "All that changed";
}
