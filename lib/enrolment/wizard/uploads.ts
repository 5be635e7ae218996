/** Step 1 of enrolling: the files that were brought in, what each was taken for, and what became of its rows. */
import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { FILE_KINDS } from "@/lib/enrolment/files.ts";
import type { Mapping } from "@/lib/enrolment/columns/mapping.ts";
import type { Mark } from "@/lib/text/mark.ts";
import { requestOf } from "./request.ts";
import { numberText } from "./words.ts";
import { counted } from "@/lib/text/names.ts";

const readShape = z.object({
  import_file_id: z.string(),
  request_id: z.string().nullable(),
  state: z.enum(["receiving", "held", "taking_in", "finished", "dropped"]),
  rows: z.number(),
  to_take: z.number(),
  taken: z.number(),
  rejected: z.number(),
  rejected_rows: z.array(z.object({ line: z.number(), problem: z.string() })),
  notices: z.number(),
});

const uploadShape = z.object({
  upload_id: z.string(),
  file_name: z.string(),
  is_whole: z.boolean(),
  kind: z.string().nullable(),
  mapping: z.custom<Mapping | Record<string, never>>((value) => typeof value === "object"),
  read: readShape.nullable(),
});
export type Upload = z.infer<typeof uploadShape>;

/** What a file waits for, or that it is read. */
export type UploadState = "unfinished" | "unclear" | "waiting" | "reading" | "read";

export interface Uploaded extends Upload {
  state: UploadState;
  /** What reading it is called. */
  request_id: string;
  /** The file in which its rejected rows came again; null where none did. */
  corrected_in: string | null;
}

const pageShape = z.object({ files: z.array(uploadShape) });

const placeOf = (kind: string | null) => {
  const place = FILE_KINDS.findIndex((each) => each.kind === kind);
  return place === -1 ? FILE_KINDS.length : place;
};

/**
 * The files in the order in which they build on each other; of each kind the one that came last. A file before that is
 * another one, or has other columns, makes those after it wait to be read again.
 */
export async function readUploads(rpc: Rpc): Promise<Uploaded[]> {
  const { files } = pageShape.parse(await rpc("enrolment_files", {}));
  const found: Uploaded[] = [];
  let before = "";
  // What could not be taken for anything is over once a file of its name came after it.
  const standing = files.filter(({ kind, file_name }, place) =>
    kind !== null || !files.slice(place + 1).some((later) => later.file_name === file_name)
  );
  const ordered = standing.toSorted((a, b) => placeOf(a.kind) - placeOf(b.kind));
  for (const [place, file] of ordered.entries()) {
    const request_id = await requestOf(file, before);
    const next = ordered[place + 1];
    const corrected_in = next && next.kind === file.kind && isCorrection(next)
      ? next.file_name
      : null;
    found.push({ ...file, request_id, corrected_in, state: stateOf(file, request_id) });
    if (isDescribed(file)) before = request_id;
  }
  return found;
}

/** Whether somebody said, or nobody had to say, what its columns are. */
export const isDescribed = ({ kind, mapping }: Upload): boolean =>
  kind !== null && "columns" in mapping;

function stateOf(upload: Upload, request: string): UploadState {
  if (!upload.is_whole) return "unfinished";
  if (!isDescribed(upload)) return "unclear";
  const { read } = upload;
  if (read === null || read.request_id !== request) return "waiting";
  return read.state === "finished" ? "read" : "reading";
}

/** The state as it is read. */
export function markOf({ state, kind, read, corrected_in }: Uploaded): Mark {
  switch (state) {
    case "unfinished":
      return { text: "Did not come whole", shape: "failed" };
    case "unclear":
      return {
        text: kind === null ? "Please say what it is" : "Please check its columns",
        shape: "late",
      };
    case "waiting":
      return { text: "Waits to be read", shape: "todo" };
    case "reading":
      return { text: "Half read", shape: "waiting" };
    case "read":
      return read!.rejected > 0 && corrected_in === null
        ? { text: `${counted(read!.rejected, "row")} to correct`, shape: "late" }
        : { text: "Read", shape: "done" };
  }
}

/** What to do about a file, in a sentence; null where there is nothing to do. */
export function remedyOf({ state, kind, read, corrected_in }: Uploaded): string | null {
  if (state === "unfinished") return "The connection was cut. Bring the file in again.";
  if (state === "unclear") {
    return kind === null
      ? "Open its columns and choose what it holds, or leave it out."
      : "Open its columns, and keep them when they are right.";
  }
  if (state === "reading") {
    return `${
      numberText(read!.rows)
    } rows came so far. Read the files again: what is in is not read twice.`;
  }
  if (state === "read" && read!.rejected > 0 && corrected_in !== null) {
    return `Its rejected rows came again in ${corrected_in}.`;
  }
  if (state === "read" && read!.notices > 0) {
    return `${counted(read!.notices, "row")} read with a remark, which step 3 lists.`;
  }
  return null;
}

/** Whether it is rows that were rejected, corrected: they come beside the file that they are of. */
export const isCorrection = ({ mapping }: Upload): boolean => "adds" in mapping;

/** The files that a count is made of: null where nobody brought any in here, and the newest of all count. */
export function filesToCount(files: Uploaded[]): string[] | null {
  const read = files.filter(({ state }) => state === "read");
  const isTold = read.some(({ kind }) => kind === "sales_order_lines" || kind === "device_claims");
  return isTold ? read.map(({ read }) => read!.import_file_id) : null;
}

/** Our columns of a kind, with what stands for several of them. */
export function columnsOf(kind: string): string[] {
  const columns = Object.keys(FILE_KINDS.find((each) => each.kind === kind)?.columns ?? {});
  return columns.includes("street") ? [...columns, "address"] : columns;
}

/** Kinds that only administrators bring in: they write policies, and who works here. */
const FOR_ADMINISTRATORS: readonly string[] = ["equipment_categories", "technicians"];

export const kindsFor = (isAdmin: boolean): string[] =>
  FILE_KINDS.map(({ kind }) => kind)
    .filter((kind) => isAdmin || !FOR_ADMINISTRATORS.includes(kind));

export const isFor = (kind: string, isAdmin: boolean): boolean => kindsFor(isAdmin).includes(kind);
