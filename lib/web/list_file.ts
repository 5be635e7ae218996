import type { Rpc } from "@/lib/database/rpc.ts";
import { csvLine, csvResponse } from "./csv.ts";
import { type List, type ListStep, readList } from "./lists.ts";

const ROWS_AT_ONCE = 500;

/** The lines of a list as a file, of `ids` alone where they are given, a page of rows after the other, so that nothing long is held. */
async function* linesOf<Row>(
  list: List<Row>,
  rpc: Rpc,
  step: ListStep,
  zone: string,
  ids?: string[],
) {
  // Without it spreadsheets take accents for something else.
  yield "\ufeff" + csvLine(list.file.map(([head]) => head));
  let after: string | undefined;
  do {
    const page = await readList(list, rpc, { ...step, after }, {
      most: ROWS_AT_ONCE,
      counted: false,
      ids,
    });
    yield page.rows.map((row) => csvLine(list.file.map(([, cell]) => cell(row, zone)))).join("");
    after = page.after ?? undefined;
  } while (after !== undefined);
}

/**
 * All rows of a filter as a file, which the trail says that somebody took along.
 * @throws {HttpError} what the database refuses, before anything is sent.
 */
export async function listFile<Row>(
  list: List<Row>,
  rpc: Rpc,
  step: ListStep,
  { zone, day }: { zone: string; day: string },
): Promise<Response> {
  const search = list.filters.find(({ kind }) => kind === "search")!;
  const { [search.name]: words, ...filters } = step.values;
  await rpc("note_export", {
    list: list.name,
    filters: words ? { ...filters, search: words } : filters,
  });
  return fileOf(list, linesOf(list, rpc, step, zone), day);
}

/** The rows that somebody chose as a file, on record alike. */
export async function chosenFile<Row>(
  list: List<Row>,
  rpc: Rpc,
  ids: string[],
  sort: string,
  { zone, day }: { zone: string; day: string },
): Promise<Response> {
  await rpc("note_export", { list: list.name, filters: { chosen: ids.length } });
  return fileOf(list, linesOf(list, rpc, { values: {}, sort }, zone, ids), day);
}

function fileOf<Row>({ name }: List<Row>, lines: AsyncIterable<string>, day: string): Response {
  return csvResponse(lines, `${name}-${day}.csv`);
}
