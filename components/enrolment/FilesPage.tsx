import { StateMark } from "@/components/web/StateMark.tsx";
import { Title } from "@/components/web/Title.tsx";
import { Told } from "@/components/web/Told.tsx";
import AddFiles from "@/islands/AddFiles.tsx";
import ReadFiles from "@/islands/ReadFiles.tsx";
import { complaintOf, kindTitle } from "@/lib/enrolment/wizard/columns.ts";
import type { FilesFound } from "@/lib/enrolment/wizard/files_view.ts";
import { isCorrection, markOf, remedyOf, type Uploaded } from "@/lib/enrolment/wizard/uploads.ts";
import { toRead } from "@/lib/enrolment/wizard/reading.ts";
import { numberText } from "@/lib/enrolment/wizard/words.ts";
import { counted } from "@/lib/text/names.ts";
import { ColumnsForm } from "./ColumnsForm.tsx";
import { Steps } from "./Steps.tsx";

/** The files: what each was taken for, what could not be read, and which column is what. */
export function FilesPage({ files, problems, open, complaint, told, isAdmin }: FilesFound & {
  isAdmin: boolean;
}) {
  const waiting = toRead(files, isAdmin);
  const isReading = waiting.some(({ state }) => state === "reading");
  return (
    <div class="office enrolment">
      <Title isError={complaint !== null}>Enrol the install base</Title>
      <Steps at={1} />
      {told !== null && <Told>{told}</Told>}
      {complaint !== null && <p class="complaint" role="alert">{complaint}</p>}
      <p class="lead">
        Bring in what your present system exports. Nothing is enrolled and nobody is mailed before
        the last step.
      </p>
      <form class="drop" method="post" action="/office/enrol" encType="multipart/form-data">
        <label for="add-files">
          <strong>Add files</strong> (CSV or Excel): drop them here, or choose
        </label>
        <input
          id="add-files"
          type="file"
          name="file"
          multiple
          required
          accept=".csv,.tsv,.txt,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        />
        <p class="soft">
          Clients, products, sold lines, funded devices{isAdmin &&
            ", categories, technicians"}. Any name, any order. A file brought in twice replaces the
          first.
        </p>
        <p class="buttons">
          <button type="submit" class="second" name="do" value="add">Add these files</button>
        </p>
        <AddFiles />
      </form>
      {files.length > 0 && (
        <FileTable files={files} problems={problems} chosen={open?.file.upload_id} />
      )}
      {files.map((file) =>
        file.read !== null && file.read.rejected > 0 && file.corrected_in === null && (
          <Rejected key={file.upload_id} file={file} read={file.read} />
        )
      )}
      {open && <ColumnsForm {...open} files={files} isAdmin={isAdmin} />}
      {waiting.length > 0 && (
        <section class="box when" aria-labelledby="read">
          <h2 id="read">
            {waiting.length === 1
              ? "One file waits to be read"
              : `${numberText(waiting.length)} files wait to be read`}
          </h2>
          {files.some(({ state, upload_id }) => state === "unclear" && !problems.has(upload_id)) &&
            (
              <p class="notice">
                Files that somebody has to look at are not read yet. Clients and products come
                before what was sold: say what their columns are first.
              </p>
            )}
          <p>
            Reading writes down clients, products and what was sold. What somebody corrected here
            stays. Nothing is enrolled.
          </p>
          <form method="post" action="/office/enrol">
            <ReadFiles isUnderWay={isReading} />
            <p class="buttons">
              <button type="submit" name="do" value="read">
                {isReading ? "Go on reading" : `Read ${counted(waiting.length, "file")}`}
              </button>
            </p>
          </form>
        </section>
      )}
      <p class="buttons">
        <a
          class={waiting.length > 0 ? "button second" : "button"}
          href="/office/enrol/products"
        >
          Go on: what is each product?
        </a>
        <a class="quiet" href="/office">Leave it for later</a>
      </p>
    </div>
  );
}

function FileTable({ files, problems, chosen }: {
  files: Uploaded[];
  problems: Map<string, string>;
  chosen?: string;
}) {
  return (
    <section aria-labelledby="files">
      <h2 id="files">{counted(files.length, "file")}</h2>
      <table class="list cards rows">
        <thead>
          <tr>
            <th scope="col">File</th>
            <th scope="col">Holds</th>
            <th scope="col" class="number">Rows</th>
            <th scope="col" class="number">Rejected</th>
            <th scope="col">State</th>
            <th scope="col">
              <span class="unseen">What can be done</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {files.map((file) => (
            <FileRow
              key={file.upload_id}
              file={file}
              problem={problems.get(file.upload_id) ?? null}
              isChosen={file.upload_id === chosen}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function FileRow({ file, problem, isChosen }: {
  file: Uploaded;
  problem: string | null;
  isChosen: boolean;
}) {
  const { upload_id: id, file_name, kind, read, state } = file;
  const remedy = problem?.replace(`${file_name}: `, "") ?? remedyOf(file);
  return (
    <tr aria-current={isChosen ? "true" : undefined}>
      <th scope="row">{file_name}</th>
      <td data-label="Holds">
        {kind === null ? "–" : kindTitle(kind)}
        {isCorrection(file) && <small>Corrected rows</small>}
      </td>
      <td class="number" data-label="Rows">{read === null ? "–" : numberText(read.rows)}</td>
      <td class="number" data-label="Rejected">
        {read === null
          ? "–"
          : read.rejected === 0
          ? 0
          : file.corrected_in !== null
          ? numberText(read.rejected)
          : <a href={`#rejected-${id}`}>{numberText(read.rejected)}</a>}
      </td>
      <td data-label="State">
        <StateMark
          mark={problem !== null ? { text: "Cannot be read", shape: "failed" } : markOf(file)}
        />
        {remedy !== null && <small>{remedy}</small>}
      </td>
      <td>
        <form method="post" action="/office/enrol" class="row-deeds">
          {problem === null && state !== "unfinished" && (
            <a href={`/office/enrol?file=${id}#columns`}>
              Columns <span class="unseen">of {file_name}</span>
            </a>
          )}
          <input type="hidden" name="upload" value={id} />
          <button type="submit" class="quiet" name="do" value="leave_out">
            Leave out <span class="unseen">{file_name}</span>
          </button>
        </form>
      </td>
    </tr>
  );
}

function Rejected({ file, read }: { file: Uploaded; read: NonNullable<Uploaded["read"]> }) {
  const { upload_id, file_name } = file;
  const { rejected, rejected_rows } = read;
  const left = rejected - rejected_rows.length;
  return (
    <details class="box" id={`rejected-${upload_id}`} open={rejected <= 5}>
      <summary>
        <strong>{counted(rejected, "row")} to correct in {file_name}</strong>
      </summary>
      <table class="list cards rows">
        <thead>
          <tr>
            <th scope="col" class="number">Line</th>
            <th scope="col">What is wrong</th>
            <th scope="col">What the file says</th>
            <th scope="col">What to do</th>
          </tr>
        </thead>
        <tbody>
          {rejected_rows.map(({ line, problem }) => {
            const { what, says, remedy } = complaintOf(problem);
            return (
              <tr key={line}>
                <th scope="row" class="number">{line}</th>
                <td data-label="What is wrong" class="cell">{what}</td>
                <td data-label="What the file says" class="cell">{says && `“${says}”`}</td>
                <td data-label="What to do">{remedy}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p>
        {left > 0 && `${counted(left, "more row")} in the file. `}
        <a href={`/office/enrol/rejected/${upload_id}.csv`}>
          Download {rejected === 1 ? "this row" : `these ${numberText(rejected)} rows`}
        </a>
        , correct {rejected === 1 ? "it" : "them"} in a spreadsheet, and bring that file in again.
      </p>
    </details>
  );
}
