import type { Rpc } from "@/lib/database/rpc.ts";
import { type ChangeFilter, readChanges } from "./night/import_pages.ts";
import { groupTitle } from "./night/import_words.ts";

const HEAD = ["What", "Client", "About", "Was", "Is now", "Why", "File", "Line"];

/**
 * What an import changed as the lines of a file, a page of rows after the other; the trail says that somebody takes
 * it along.
 * @throws {HttpError} what the database refuses, before the first line.
 */
export async function changesFile(
  rpc: Rpc,
  runId: string,
  filter: ChangeFilter,
  csvLine: (cells: string[]) => string,
): Promise<AsyncGenerator<string>> {
  await rpc("note_export", { list: "imports", filters: { ...filter, import_run_id: runId } });
  return linesOf(rpc, runId, filter, csvLine);
}

async function* linesOf(
  rpc: Rpc,
  runId: string,
  filter: ChangeFilter,
  csvLine: (cells: string[]) => string,
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
