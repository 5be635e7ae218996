import type { Rpc } from "@/lib/database/rpc.ts";
import { csvLine, csvResponse } from "@/lib/web/csv.ts";
import { type ChangeFilter, readChanges } from "./import_pages.ts";
import { groupTitle } from "./import_words.ts";

const HEAD = ["What", "Client", "About", "Was", "Is now", "Why", "File", "Line"];

/**
 * What an import changed as a file, a page of rows after the other; the trail says that somebody takes
 * it along.
 * @throws {HttpError} what the database refuses, before the first line.
 */
export async function changesFile(
  rpc: Rpc,
  runId: string,
  filter: ChangeFilter,
): Promise<Response> {
  await rpc("note_export", { list: "imports", filters: { ...filter, import_run_id: runId } });
  return csvResponse(linesOf(rpc, runId, filter), "import-changes.csv");
}

async function* linesOf(
  rpc: Rpc,
  runId: string,
  filter: ChangeFilter,
): AsyncGenerator<string> {
  // Without it spreadsheets take accents for something else.
  yield "\ufeff" + csvLine(HEAD);
  let after: string | undefined;
  do {
    const changes = await readChanges(rpc, runId, filter, { after, most: 500 });
    yield (changes?.rows ?? []).map((change) =>
      csvLine([
        groupTitle(change),
        change.client ?? "",
        change.what ?? "",
        change.was ?? "",
        change.became ?? "",
        change.why ?? "",
        change.file_name ?? "",
        change.line === null ? "" : String(change.line),
      ])
    ).join("");
    after = changes?.after ?? undefined;
  } while (after !== undefined);
}
