/**
 * What another system sends over HTTP: a run is started, its files come in batches of raw rows in the shape of our
 * files, and it is finished. Each of the three may be sent again, and changes nothing then.
 */
import * as z from "zod";
import type { Json } from "@/lib/database/database.types.ts";
import type { Rpc } from "@/lib/database/rpc.ts";
import { FILE_KINDS, type FileKind } from "@/lib/enrolment/files.ts";
import { type ImportRow, rowReader } from "@/lib/enrolment/reading/read_file.ts";
import { unwrapped } from "@/lib/enrolment/reading/cells.ts";
import type { RawRow, RefusedRow } from "@/lib/enrolment/source.ts";
import { requestIdOf } from "./request_id.ts";

/** More than 500 rows of the longest cells. */
export const MOST_BYTES = 4 * 1024 * 1024;
const MOST_ROWS = 500;
/** Of one call; what is left is done by the next one. */
const MOST_STEPS = 40;

const kinds = FILE_KINDS.map(({ kind }) => kind) as [string, ...string[]];
const id = z.uuid();

const orderSchema = z.discriminatedUnion("do", [
  z.strictObject({
    do: z.literal("start"),
    source: z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/),
    request_id: id,
  }),
  z.strictObject({
    do: z.literal("batch"),
    import_run_id: id,
    kind: z.enum(kinds),
    number: z.int().min(1).max(1_000_000),
    is_whole: z.boolean().default(true),
    rows: z.array(z.strictObject({
      line: z.int().min(2).max(10_000_000),
      fields: z.record(z.string().max(100), z.string().max(20_000)),
    })).min(1).max(MOST_ROWS),
  }),
  z.strictObject({
    do: z.literal("finish"),
    import_run_id: id,
    files: z.array(z.strictObject({
      kind: z.enum(kinds),
      rows: z.int().min(0),
      is_whole: z.boolean().default(true),
    })).max(kinds.length),
  }),
]);
type Order = z.infer<typeof orderSchema>;
type Of<Do extends Order["do"]> = Extract<Order, { do: Do }>;

/** A status of HTTP and what goes with it. */
export interface Answer {
  status: number;
  body: Record<string, unknown>;
}

/** Where something is wrong in what was sent. */
interface Problem {
  file: string;
  line: number;
  /** Null where it is the row as a whole. */
  column: string | null;
  reason: string;
}

/** Does what a body asks for. */
export async function takeBatch(rpc: Rpc, sent: unknown): Promise<Answer> {
  const order = orderSchema.safeParse(sent);
  if (!order.success) return malformed(order.error);
  try {
    return await carryOut(rpc, order.data);
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    if (code === "PT404") {
      return { status: 404, body: { message: "There is no such run, or its file is closed." } };
    }
    if (code === "22023") return { status: 400, body: { message } };
    throw error;
  }
}

async function carryOut(rpc: Rpc, order: Order): Promise<Answer> {
  if (order.do === "start") {
    const { source, request_id } = order;
    return done(await rpc("start_import_run", { source, request_id }));
  }
  return order.do === "batch" ? await storeBatch(rpc, order) : await finish(rpc, order);
}

const done = (body: unknown): Answer => ({ status: 200, body: body as Record<string, unknown> });

async function storeBatch(rpc: Rpc, batch: Of<"batch">): Promise<Answer> {
  const kind = kindOf(batch.kind);
  const file_id = await openFile(rpc, batch.import_run_id, kind, batch.is_whole);
  const read = rowReader(kind);
  const rows = batch.rows.map((row) => read(asFilesHaveIt(row)));
  const stored = await rpc("import_batch", {
    file_id,
    rows: rows as unknown as Json,
    number: batch.number,
  });
  return done({ ...stored as Record<string, unknown>, file_id, problems: problemsOf(kind, rows) });
}

/** What programs copy from cells is read as a file's is: without what wraps it, and never with a NUL. */
function asFilesHaveIt({ line, fields }: RawRow): RawRow | RefusedRow {
  const cells = Object.entries(fields);
  if (cells.some(([, cell]) => cell.includes("\0"))) {
    return { line, problem: "The row holds a NUL character" };
  }
  return {
    line,
    fields: Object.fromEntries(cells.map(([name, cell]) => [name, unwrapped(cell.toWellFormed())])),
  };
}

/** A file is opened by its first batch; sent again it is the same one. */
async function openFile(rpc: Rpc, import_run_id: string, kind: FileKind, is_whole: boolean) {
  const told = {
    kind: kind.kind,
    file_name: kind.fileName,
    import_run_id,
    request_id: await requestIdOf(import_run_id, kind.kind),
    is_whole,
  };
  return await rpc("start_import", told) as string;
}

const runShape = z.object({
  files: z.array(z.object({
    file_id: z.string(),
    kind: z.string(),
    file_name: z.string(),
    state: z.string(),
    rows: z.number(),
  })),
});

async function finish(rpc: Rpc, order: Of<"finish">): Promise<Answer> {
  const { import_run_id } = order;
  // A file without any row is told too: whole and empty it says that nothing is left.
  for (const { kind, rows, is_whole } of order.files) {
    if (rows === 0) await openFile(rpc, import_run_id, kindOf(kind), is_whole);
  }
  const { files } = runShape.parse(await rpc("import_run_page", { import_run_id }));
  const missing = missingRows(order, files);
  if (missing.length > 0) {
    return { status: 409, body: { message: `${missing.join(" ")} Nothing was taken in.` } };
  }
  let steps = 0;
  for (const { file_id, state } of files) {
    if (state !== "receiving" && state !== "taking_in") continue;
    while (true) {
      const { status } = await rpc("finish_import", { file_id }) as { status: string };
      if (status !== "finishing") break;
      if (++steps >= MOST_STEPS) return done({ status: "finishing" });
    }
  }
  while (true) {
    const answer = await rpc("finish_import_run", { import_run_id }) as Record<string, unknown>;
    if (answer.status !== "finishing" || ++steps >= MOST_STEPS) return done(answer);
  }
}

/** What was announced and has not come: a connection that broke off must not look like a shorter file. */
function missingRows(order: Of<"finish">, files: z.infer<typeof runShape>["files"]): string[] {
  const names = new Set([...order.files, ...files].map(({ kind }) => kind));
  return [...names].flatMap((kind) => {
    const announced = order.files.find((file) => file.kind === kind)?.rows ?? 0;
    const come = files.find((file) => file.kind === kind)?.rows ?? 0;
    if (announced === come) return [];
    const { fileName } = kindOf(kind);
    return [`${fileName}: ${announced} rows were announced and ${come} have come.`];
  });
}

const kindOf = (name: string): FileKind => FILE_KINDS.find(({ kind }) => kind === name)!;

function problemsOf(kind: FileKind, rows: ImportRow[]): Problem[] {
  return rows.flatMap((row) => {
    const reason = "problem" in row ? row.problem : row.notice;
    if (reason === undefined) return [];
    const [word] = reason.split(" ", 1);
    const column = word in kind.columns ? word : null;
    return [{ file: kind.fileName, line: row.line, column, reason }];
  });
}

function malformed(error: z.ZodError): Answer {
  const [issue] = error.issues;
  const where = issue.path.join(".");
  return {
    status: 400,
    body: { message: where ? `${where}: ${issue.message}` : issue.message },
  };
}
