/** What the pages about imports show, and what a person decides there. */
import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { dayShape, instantShape } from "@/lib/database/shapes.ts";
import { CONFLICT_KINDS } from "@/lib/text/conflict_kinds.ts";
import { finishFile } from "@/lib/enrolment/import_files.ts";
import { finishRun } from "./import_run.ts";
import { changeShape, fileShape, groupShape } from "./shapes.ts";

const runShape = z.object({
  import_run_id: z.string(),
  number: z.number(),
  source: z.string(),
  on_day: dayShape,
  state: z.enum(["receiving", "held", "applied", "abandoned"]),
  /** What followed, by name; held_for says why it waits. */
  counts: z.record(z.string(), z.unknown()),
  started_at: instantShape,
  finished_at: instantShape.nullable(),
});
export type Run = z.infer<typeof runShape>;

const runsShape = z.object({
  as_of: instantShape,
  /** When an import went through last. */
  last_applied: instantShape.nullable(),
  rows: z.array(runShape.and(z.object({
    changed: z.number(),
    files: z.number(),
    held_files: z.number(),
    to_decide: z.number(),
  }))),
  /** From where the next page goes on. */
  after: z.number().nullable(),
});
export type Runs = z.infer<typeof runsShape>;

const pageShape = z.object({
  run: runShape,
  before: z.string().nullable(),
  after: z.string().nullable(),
  files: z.array(fileShape),
  groups: z.array(groupShape),
  conflicts: z.array(z.object({
    conflict_id: z.string(),
    conflict_kind: z.enum(CONFLICT_KINDS),
    client: z.string().nullable(),
    other_client: z.string().nullable(),
  })),
  decided: z.number(),
});
export type RunView = z.infer<typeof pageShape>;

const changesShape = z.object({ rows: z.array(changeShape), after: z.string().nullable() });
export type Changes = z.infer<typeof changesShape>;

const refusedShape = z.object({
  file: z.object({
    file_id: z.string(),
    file_name: z.string(),
    import_run_id: z.string().nullable(),
  })
    .nullable(),
  rows: z.array(z.object({ line: z.number(), problem: z.string() })),
  after: z.number().nullable(),
});
export type RefusedRows = z.infer<typeof refusedShape>;

const answerShape = z.looseObject({ status: z.string() });

const lostShape = z.object({
  file: z.object({ file_id: z.string(), file_name: z.string() }),
  rows: z.array(z.object({
    ref: z.string(),
    what: z.string().nullable(),
    order_number: z.string().nullable(),
    customer_id: z.string().nullable(),
    client: z.string().nullable(),
  })),
  after: z.string().nullable(),
});
export type LostRows = z.infer<typeof lostShape>;

/** Runs, the newest first, from before a number on. */
export async function readRuns(rpc: Rpc, after?: number): Promise<Runs> {
  return runsShape.parse(await rpc("list_import_runs", { after }));
}

/** One run. @throws {DatabaseError} PT404 where there is none. */
export async function readRun(rpc: Rpc, import_run_id: string): Promise<RunView> {
  return pageShape.parse(await rpc("import_run_page", { import_run_id }));
}

/** Which changes: of a kind, about a kind of thing, of a field, told by a file. */
export const CHANGE_FILTERS = ["change_kind", "subject", "field", "file"] as const;
export type ChangeFilter = Partial<Record<typeof CHANGE_FILTERS[number], string>>;

/** The filter that an address names. */
export function changeFilter(query: URLSearchParams): ChangeFilter {
  return Object.fromEntries(
    CHANGE_FILTERS.flatMap((name) => query.get(name) ? [[name, query.get(name)!]] : []),
  );
}

/** A page of what a run changed; null for a place that is none. */
export async function readChanges(
  rpc: Rpc,
  import_run_id: string,
  filters: ChangeFilter,
  { after, most = 50 }: { after?: string; most?: number },
): Promise<Changes | null> {
  const answer = await rpc("list_import_changes", { import_run_id, filters, after, most });
  const read = changesShape.safeParse(answer);
  return read.success ? read.data : null;
}

/** A page of the rows of a file that were refused. */
export async function readRefused(rpc: Rpc, file_id: string, after?: number): Promise<RefusedRows> {
  return refusedShape.parse(await rpc("list_refused_rows", { file_id, after }));
}

/** A page of the rows that a held file lacks; null once somebody has decided about it. */
export async function readLost(
  rpc: Rpc,
  file_id: string,
  after?: string,
): Promise<LostRows | null> {
  const answer = answerShape.parse(await rpc("lost_rows", { file_id, after }));
  return answer.status === "refused" ? null : lostShape.parse(answer);
}

export const RUN_DEEDS = ["use", "leave", "use_file", "drop_file"] as const;
export type RunDeed = typeof RUN_DEEDS[number];

/** Does what a person decides about a held run, or a held file of it; the status of its last call. */
export async function decideRun(
  rpc: Rpc,
  deed: RunDeed,
  { import_run_id, file_id = "" }: { import_run_id: string; file_id?: string },
): Promise<string> {
  const { status } = answerShape.parse(
    deed === "use"
      ? await rpc("use_import_run", { import_run_id })
      : deed === "leave"
      ? await rpc("leave_import_run", { import_run_id })
      : deed === "use_file"
      ? await rpc("use_import_file", { file_id })
      : await rpc("drop_import_file", { file_id }),
  );
  if (status === "refused") return status;
  if (deed === "use_file") await finishFile(rpc, file_id);
  const isOver = deed === "use" || deed === "leave" ? status !== "finishing" : false;
  return isOver ? status : (await finishRun(rpc, import_run_id)).status;
}
