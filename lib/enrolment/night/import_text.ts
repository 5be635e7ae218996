import type { ImportReport } from "./import_run.ts";
import type { Change, RunFile } from "./shapes.ts";
import { groupTitle } from "./import_words.ts";

const OUTCOMES: Record<string, string> = {
  applied: "Taken in.",
  held: "Held: somebody has to look at /office/imports.",
  abandoned: "This import was given up; a later one went on with it.",
  waiting: "Not finished: a file has not come to its end.",
};

/** What an import did, or would, as text for a terminal. */
export function importText(report: ImportReport): string {
  const isTried = report.status === "tried";
  const outcome = isTried ? report.outcome ?? "applied" : report.status;
  return [
    isTried ? triedText(outcome, report.rows_left) : said(outcome),
    report.message,
    ...(report.files ?? []).map(fileText),
    ...(report.groups ?? []).map((group) => `  ${groupTitle(group)}: ${group.count}`),
    ...(report.changes ?? []).map(changeText),
    report.conflicts ? `${report.conflicts} for a person to decide` : undefined,
    isTried ? undefined : countsText(report),
  ].filter((line) => line !== undefined && line !== "").join("\n");
}

/** A try that would be held says so, and one that came to an end before its files did. */
function triedText(outcome: string, rows_left = 0): string {
  if (outcome === "too_many") {
    return `More would change than can be tried in one go: this is the first of it${
      rows_left > 0
        ? `, ${rows_left} rows were not looked at`
        : ", and not all that follows from it"
    }. Nothing was changed. Bring what was sold so far in by /office/enrol, which shows all of it before it is done.`;
  }
  return `This is what would change; nothing was.${
    outcome === "held" ? " Somebody would have to look before all of it." : ""
  }`;
}

const said = (outcome: string) => OUTCOMES[outcome] ?? outcome;

function fileText(
  { file_name, rows, rows_before, changed, refused, state }: RunFile,
): string {
  const held = state === "held" ? `, held: ${rows_before} rows the last time` : "";
  return `${file_name}: ${rows} rows, ${changed} changed, ${refused} refused${held}`;
}

function changeText(
  { change_kind, subject, field, file_name, line, was, became, client, what, why }: Change,
): string {
  const where = file_name === null ? "" : `${file_name}${line === null ? "" : `:${line}`} `;
  const whose = [client, what].filter((part) => part !== null).join(", ");
  const values = was === null && became === null
    ? ""
    : ` ${was ?? "nothing"} → ${became ?? "gone"}`;
  const reason = why === null ? "" : ` (${why})`;
  return `  ${where}${groupTitle({ change_kind, subject, field })}: ${whose}${values}${reason}`;
}

function countsText(
  { status: _, import_run_id: _id, message: _m, reason: _r, ...rest }: ImportReport,
) {
  const counts = Object.entries(rest).filter(([, count]) => typeof count === "number" && count > 0);
  return counts.length === 0
    ? "Nothing followed."
    : counts.map(([what, count]) => `${what.replaceAll("_", " ")}: ${count}`).join(", ");
}
