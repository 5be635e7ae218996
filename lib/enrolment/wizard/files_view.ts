/** What the page of files shows, and what its forms say. */
import type { Rpc } from "@/lib/database/rpc.ts";
import { columnOf, textOf } from "@/lib/web/forms.ts";
import { type Columns, columnsFor, type Said } from "./add.ts";
import { readUploads, type Uploaded } from "./uploads.ts";

export interface FilesFound {
  files: Uploaded[];
  problems: Map<string, string>;
  open: { file: Uploaded; columns: Columns } | null;
  complaint: string | null;
  told: string | null;
}

/**
 * The files, those that nobody can tell opened, and the columns of the one that is asked for, or else of the first that
 * somebody has to look at.
 */
export async function viewOfFiles(
  rpc: Rpc,
  chosen: string | null,
  isAdmin: boolean,
  more: { complaint?: string; told?: string | null; typed?: Said } = {},
): Promise<FilesFound> {
  const files = await readUploads(rpc);
  const problems = new Map<string, string>();
  let open: FilesFound["open"] = null;
  const wanted = files.find(({ upload_id }) => upload_id === chosen);
  for (const file of files) {
    const isAsked = file === wanted;
    if (!isAsked && file.state !== "unclear") continue;
    if (file.state === "unfinished") continue;
    const columns = await columnsFor(rpc, file, isAdmin, isAsked ? more.typed : undefined);
    if (typeof columns === "string") problems.set(file.upload_id, columns);
    else if (isAsked || (wanted === undefined && open === null)) open = { file, columns };
  }
  return { files, problems, open, complaint: more.complaint ?? null, told: more.told ?? null };
}

/** What was done just now, by the address that it led to. */
export function filesTold(query: URLSearchParams): string | null {
  switch (query.get("did")) {
    case "added":
      return "The files are here. Below is what they were taken for.";
    case "columns":
      return "The columns are kept.";
    case "read":
      return "The files are read.";
    default:
      return null;
  }
}

/** What a form says of the columns of a file. */
export function readSaid(form: FormData): Said {
  const headers = form.getAll("header").map(String);
  const columns = columnOf(form, "column");
  const days = textOf(form, "days");
  return {
    columns: headers.flatMap((header, place) =>
      columns[place] ? [{ header, column: columns[place] }] : []
    ),
    days: days === "dmy" || days === "mdy" ? days : null,
    readsAbove: textOf(form, "above") === "yes",
    allSold: textOf(form, "sold") === "yes",
  };
}
