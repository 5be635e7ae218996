import { StateMark } from "@/components/web/StateMark.tsx";
import { columnTitle, kindTitle } from "@/lib/enrolment/wizard/columns.ts";
import type { ProposedColumn } from "@/lib/enrolment/columns/propose.ts";
import type { Columns } from "@/lib/enrolment/wizard/add.ts";
import {
  columnsOf,
  isCorrection,
  kindsFor,
  type Uploaded,
} from "@/lib/enrolment/wizard/uploads.ts";
import { listText } from "@/lib/text/names.ts";
import type { Mark } from "@/lib/text/mark.ts";

const SURE: Record<ProposedColumn["confidence"], Mark> = {
  sure: { text: "Sure", shape: "done" },
  check: { text: "Please check", shape: "late" },
  none: { text: "Left out", shape: "off" },
};

/** Our columns that no column of a file is taken as, and that rows can do without. */
function absentColumns(ours: string[], columns: ProposedColumn[]): string[] {
  const told = new Set(columns.map(({ column }) => column));
  const isInAddress = (column: string) => told.has("address") && IN_ADDRESS.includes(column);
  return ours.filter((column) => column !== "address" && !told.has(column) && !isInAddress(column));
}

const IN_ADDRESS = ["street", "unit", "city", "province", "postal_code"];

/** Which column of a file is which of ours: proposed, confirmed by a person, remembered for the next file like it. */
export function ColumnsForm({ file, columns: found, files, isAdmin }: {
  file: Uploaded;
  files: Uploaded[];
  columns: Columns;
  isAdmin: boolean;
}) {
  const { upload_id, file_name, kind } = file;
  const { columns, asksDays, days, readsAbove, allSold } = found;
  const ours = kind === null ? [] : columnsOf(kind);
  const missing = columns.filter(({ header }) => header === null);
  const takenFrom = (each: string) => {
    const before = files.find((other) =>
      other.kind === each && other !== file && !isCorrection(other)
    );
    return before && each !== kind ? `, in place of ${before.file_name}` : "";
  };
  const without = absentColumns(ours, columns);
  const nothingTold = kind === "sales_order_lines" && without.includes("sku");
  const absent = without.filter((column) => !nothingTold || column !== "sku");
  return (
    <section aria-labelledby="columns">
      <h2 id="columns">Columns of {file_name}</h2>
      <p>
        Proposed from the heading and from what stands below it. What you choose is remembered for
        the next file like this one.
      </p>
      <form method="post" action={`/office/enrol?file=${upload_id}#columns`}>
        <input type="hidden" name="upload" value={upload_id} />
        <div class="pace">
          <div class="field">
            <label for="kind">This file holds</label>
            <select id="kind" name="kind">
              {kind === null && <option value="">Choose…</option>}
              {kindsFor(isAdmin).map((each) => (
                <option key={each} value={each} selected={each === kind}>
                  {kindTitle(each)}
                  {takenFrom(each)}
                </option>
              ))}
            </select>
          </div>
          <button type="submit" class="second" name="do" value="kind">
            {kind === null ? "Propose its columns" : "Propose its columns again"}
          </button>
        </div>
        {missing.map(({ column, why }) => (
          <p class={column === "line_ref" ? "notice" : "notice danger"} key={column}>
            <strong>{columnTitle(column ?? "")} is missing:</strong> {why}.
          </p>
        ))}
        {nothingTold && (
          <p class="notice danger">
            <strong>{columnTitle("sku")} is missing:</strong>{" "}
            without it nobody can tell what was sold. Choose the column that names the product as
            your list of products does.
          </p>
        )}
        {kind !== null && (
          <table class="list cards rows">
            <thead>
              <tr>
                <th scope="col">Column in the file</th>
                <th scope="col">For example</th>
                <th scope="col">We take it as</th>
                <th scope="col">How sure</th>
              </tr>
            </thead>
            <tbody>
              {columns.map(({ header, column, confidence, why, examples }, place) =>
                header !== null && (
                  <tr key={place}>
                    <th scope="row">{header === "" ? "(no heading)" : header}</th>
                    <td data-label="For example" class="cell">{examples.join(", ")}</td>
                    <td data-label="We take it as">
                      <input type="hidden" name="header" value={header} />
                      <select name="column" aria-label={`What ${header || "this column"} is`}>
                        <option value="">Do not use</option>
                        {ours.map((each) => (
                          <option key={each} value={each} selected={each === column}>
                            {columnTitle(each)}
                          </option>
                        ))}
                      </select>
                    </td>
                    <td data-label="How sure">
                      <StateMark mark={SURE[confidence]} />
                      <small>{why}</small>
                    </td>
                  </tr>
                )
              )}
            </tbody>
          </table>
        )}
        {absent.length > 0 && (
          <p class="soft">
            The file has no column for {listText(absent.map(columnTitle))}. It can do without.
          </p>
        )}
        {asksDays && (
          <fieldset>
            <legend>How are days written, such as 03/04/2026?</legend>
            {([["dmy", "Day first: the 3rd of April"], ["mdy", "Month first: March 4"]] as const)
              .map(([value, label]) => (
                <label class="check" key={value}>
                  <input type="radio" name="days" value={value} checked={days === value} required />
                  <span>{label}</span>
                </label>
              ))}
          </fieldset>
        )}
        {kind === "sales_order_lines" && (
          <label class="check">
            <input type="checkbox" name="above" value="yes" checked={readsAbove} />
            <span>
              What belongs to an order stands on its first line only
              <small>Lines below it without an order number belong to the order above.</small>
            </span>
          </label>
        )}
        {kind === "sales_order_lines" && (
          <label class="check">
            <input type="checkbox" name="sold" value="yes" checked={allSold} />
            <span>
              No column says the state of an order: everything in the file was sold
              <small>For lists of invoices, such as those of QuickBooks.</small>
            </span>
          </label>
        )}
        {kind !== null && (
          <p class="buttons">
            <button type="submit" name="do" value="columns">Keep these columns</button>
          </p>
        )}
      </form>
    </section>
  );
}
