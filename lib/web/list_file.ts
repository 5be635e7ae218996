import type { Rpc } from "@/lib/database/rpc.ts";
import { csvLine } from "./csv.ts";
import { type List, type ListStep, readList } from "./lists.ts";

const ROWS_AT_ONCE = 500;

/** The lines of a list as a file, a page of rows after the other, so that nothing long is held. */
async function* linesOf<Row>(list: List<Row>, rpc: Rpc, step: ListStep, zone: string) {
  // Without it spreadsheets take accents for something else.
  yield "\ufeff" + csvLine(list.file.map(([head]) => head));
  let after: string | undefined;
  do {
    const page = await readList(list, rpc, { ...step, after }, {
      most: ROWS_AT_ONCE,
      counted: false,
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
  const lines = ReadableStream.from(linesOf(list, rpc, step, zone));
  return new Response(lines.pipeThrough(new TextEncoderStream()), {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="${list.name}-${day}.csv"`,
    },
  });
}
