import { StateMark } from "@/components/web/StateMark.tsx";
import type { RunView } from "@/lib/enrolment/night/import_pages.ts";
import type { RunFile } from "@/lib/enrolment/night/shapes.ts";
import type { Mark } from "@/lib/text/mark.ts";

const MARKS: Record<RunFile["state"], Mark> = {
  receiving: { shape: "waiting", text: "Coming in" },
  taking_in: { shape: "waiting", text: "Being taken in" },
  finished: { shape: "done", text: "Taken in" },
  held: { shape: "failed", text: "Held back" },
  dropped: { shape: "off", text: "Left out" },
};

/** The files of an import: how much each told, and how much of that could be used. */
export function RunFiles({ view: { run, files } }: { view: RunView }) {
  return (
    <section aria-labelledby="files">
      <h2 id="files">The files</h2>
      {files.length === 0 ? <p>No file has come.</p> : (
        <table class="list cards rows">
          <thead>
            <tr>
              <th scope="col">File</th>
              <th scope="col" class="number">Rows</th>
              <th scope="col" class="number">Changed</th>
              <th scope="col" class="number">Refused</th>
              <th scope="col">State</th>
            </tr>
          </thead>
          <tbody>
            {files.map((file) => (
              <FileRow
                key={file.file_id}
                file={file}
                path={`/office/imports/${run.import_run_id}`}
              />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function FileRow({ file, path }: { file: RunFile; path: string }) {
  const { file_id, file_name, rows, changed, refused, state } = file;
  return (
    <tr>
      <th scope="row">{file_name}</th>
      <td class="number" data-label="Rows">{rows.toLocaleString("en-CA")}</td>
      <td class="number" data-label="Changed">
        <Count
          count={changed}
          href={`${path}/changes?file=${encodeURIComponent(file_name)}`}
          of={`changed by ${file_name}`}
        />
      </td>
      <td class="number" data-label="Refused">
        <Count
          count={refused}
          href={`${path}/refused?file=${file_id}`}
          of={`refused rows of ${file_name}`}
        />
      </td>
      <td data-label="State">
        <StateMark mark={MARKS[state]} />
      </td>
    </tr>
  );
}

function Count({ count, href, of }: { count: number; href: string; of: string }) {
  if (count === 0) return <>0</>;
  return (
    <a href={href}>
      {count.toLocaleString("en-CA")} <span class="unseen">{of}</span>
    </a>
  );
}
