/** The rows behind a number of a run, each with its file and line. */
import { HttpError } from "fresh";
import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { dayShape } from "@/lib/database/shapes.ts";
import { dueText, shortDayText } from "@/lib/text/dates.ts";
import { csvLine, csvResponse } from "@/lib/web/csv.ts";
import { isReason, reasonOf } from "./reasons.ts";
import type { RowsFilter } from "./words.ts";

const rowShape = z.object({
  id: z.string(),
  file: z.string(),
  line: z.number(),
  ref: z.string().nullable(),
  outcome: z.enum(["new", "already_enrolled", "skipped"]),
  reason: z.string().nullable(),
  state: z.string().nullable(),
  problem: z.string().nullable(),
  doubt: z.string().nullable(),
  failure: z.string().nullable(),
  category: z.string().nullable(),
  product: z.string().nullable(),
  serial_number: z.string().nullable(),
  customer_id: z.string().nullable(),
  customer: z.string().nullable(),
  customer_ref: z.string().nullable(),
  rival: z.string().nullable(),
  first_due_on: dayShape.nullable(),
  mail_on: dayShape.nullable(),
  due_on: dayShape.nullable(),
  contract_id: z.string().nullable(),
  fields: z.record(z.string(), z.unknown()).nullable(),
});
export type Row = z.infer<typeof rowShape>;

const answerShape = z.object({ rows: z.array(rowShape), next: z.string().nullable() });
export type RowsFound = z.infer<typeof answerShape>;

const OUTCOMES = ["new", "already_enrolled", "skipped", "failed", "passed_over", "enrolled"];
/** What rows can be narrowed to beside the reasons for which they are left out. */
const OTHER_REASONS: Record<string, string> = {
  conflict: "Units that another client has",
  doubt: "Rows in doubt",
  overdue: "Units past due",
  no_consent: "Clients without consent on record",
  no_email: "Clients without e-mail",
};

/** What an address asks for. @throws HttpError 404 for what there is not */
export function readFilter(query: URLSearchParams): RowsFilter {
  const given = (name: string) => query.get(name) || undefined;
  const filter = {
    outcome: given("outcome"),
    reason: given("reason"),
    category: given("category"),
    after: given("after"),
  };
  const { outcome, reason, category, after } = filter;
  if (outcome !== undefined && !OUTCOMES.includes(outcome)) throw new HttpError(404);
  if (reason !== undefined && !isReason(reason) && !(reason in OTHER_REASONS)) {
    throw new HttpError(404);
  }
  if (category !== undefined && !/^[a-z0-9_]{1,60}$/.test(category)) throw new HttpError(404);
  if (after !== undefined && !z.uuid().safeParse(after).success) throw new HttpError(404);
  return filter;
}

/** A page of rows. @throws HttpError 404 for a run or category that is not there */
export async function readRows(
  rpc: Rpc,
  run_id: string,
  filter: RowsFilter,
  most: number,
): Promise<RowsFound> {
  const answer = await rpc("backfill_rows", { run_id, ...filter, most });
  const found = answerShape.safeParse(answer);
  if (!found.success) throw new HttpError(404);
  return found.data;
}

const TITLES: Record<string, string> = {
  new: "Units to enrol",
  already_enrolled: "Enrolled already",
  skipped: "Rows left out",
  failed: "Units that could not be enrolled",
  passed_over: "Changed since the check",
  enrolled: "Enrolled units",
};

/** "No category", "Units to enrol: Stair lift" */
export function titleOf({ outcome, reason, category }: RowsFilter, categories: Names): string {
  const what = reason !== undefined
    ? OTHER_REASONS[reason] ?? reasonOf(reason).title
    : TITLES[outcome ?? ""] ?? "All rows";
  const kind = category && (categories.find(({ code }) => code === category)?.name ?? category);
  return kind ? `${what}: ${kind}` : what;
}

type Names = { code: string; name: string }[];

/** What the file says of a unit, in a line: the product, how many, serial numbers. */
export function saysText({ fields, product, serial_number }: Row): string {
  const said = (name: string) => {
    const value = fields?.[name];
    return value === null || value === undefined || value === "" ? null : String(value);
  };
  const sku = said("sku");
  const quantity = said("quantity");
  const serials = fields?.serial_numbers;
  const serial = serial_number ?? said("serial_number") ??
    (Array.isArray(serials) && serials.length > 0 ? serials.join(", ") : null);
  return [
    product ?? said("description") ?? said("device_type") ??
      (fields !== null && "device_type" in fields ? "No product and no device type" : "No product"),
    sku && `number ${sku}`,
    said("device_type") && product && `device type “${said("device_type")}”`,
    quantity && quantity !== "1" && `quantity ${quantity}`,
    serial && `serial ${serial}`,
  ].filter(Boolean).join(", ");
}

/** What is made of a row: when it is due, why it is left out, what is doubtful. */
export function madeText(row: Row): string {
  const { outcome, reason, problem, failure, doubt, rival, mail_on, due_on, state } = row;
  const made = failure !== null
    ? failure
    : problem !== null
    ? problem
    : outcome === "already_enrolled"
    ? "Has a contract already"
    : outcome === "skipped"
    ? rival === null ? reasonOf(reason!).title : `${rival} has this unit`
    : state === "skipped"
    ? "Changed since the check, left out"
    : mail_on !== null
    ? `First mail on ${shortDayText(mail_on)}, due ${dueText(due_on!)}`
    : `Due ${dueText(due_on ?? row.first_due_on!)}`;
  return doubt === null ? made : `${made}. ${doubt}`;
}

const ROWS_AT_ONCE = 500;

/** All rows of a filter as a file, a page after the other. */
async function* linesOf(rpc: Rpc, run: string, filter: RowsFilter) {
  yield "\ufeff" +
    csvLine(["File", "Line", "Number", "Client", "What the file says", "What we make of it"]);
  let after: string | undefined;
  do {
    const found = await readRows(rpc, run, { ...filter, after }, ROWS_AT_ONCE);
    yield found.rows.map((row) =>
      csvLine([
        row.file,
        String(row.line),
        row.ref ?? "",
        row.customer ?? row.customer_ref ?? "",
        saysText(row),
        madeText(row),
      ])
    ).join("");
    after = found.next ?? undefined;
  } while (after !== undefined);
}

/** The rows as a file for a spreadsheet, which the trail says that somebody took along. @throws HttpError 404 before anything is sent */
export async function rowsFile(rpc: Rpc, run: string, filter: RowsFilter): Promise<Response> {
  const lines = linesOf(rpc, run, filter);
  // The first page is asked for now: what is not there is no file.
  await readRows(rpc, run, filter, 1);
  await rpc("note_export", { list: "enrolment", filters: { ...filter, run } });
  return csvResponse(lines, "enrolment-rows.csv");
}
