/** What another system sends over HTTP, down to the tables. */
import { expect } from "expect";
import { mountFunctions } from "@/embedded/functions.ts";
import type { Queryable } from "@/embedded/database.ts";
import { DatabaseError, type Rpc } from "@/lib/database/rpc.ts";
import { type Answer, MOST_BYTES, takeBatch } from "@/lib/enrolment/night/http_batch.ts";
import { inTransaction } from "./support.ts";

const FUNCTIONS = new URL("../../supabase/functions/", import.meta.url);
const RUN = "6f1c2d3e-0000-4000-8000-000000000001";

const client = (line: number, customer_ref: string, more: Record<string, string> = {}) => ({
  line,
  fields: {
    customer_ref,
    name: `Client ${customer_ref}`,
    email: `${customer_ref}@example.com`,
    ...more,
  },
});

async function start(rpc: Rpc, request_id = RUN): Promise<string> {
  const { body } = await takeBatch(rpc, { do: "start", source: "erp", request_id });
  return body.import_run_id as string;
}

const send = (
  rpc: Rpc,
  import_run_id: string,
  number: number,
  rows: unknown[],
  kind = "customers",
) => takeBatch(rpc, { do: "batch", import_run_id, kind, number, rows });

const finish = (rpc: Rpc, import_run_id: string, files: unknown[]): Promise<Answer> =>
  takeBatch(rpc, { do: "finish", import_run_id, files });

async function namesIn(tx: Queryable): Promise<string[]> {
  const rows = await tx.query<{ name: string }>("select name from public.customers order by name");
  return rows.map(({ name }) => name);
}

Deno.test("what is sent in batches is taken in at the end, and each call may come again", () =>
  inTransaction(async (tx, rpc) => {
    const run = await start(rpc);
    expect(await start(rpc)).toBe(run);
    const first = await send(rpc, run, 1, [client(2, "A"), client(3, "B", { email: "nowhere" })]);
    expect(first).toMatchObject({ status: 200, body: { status: "stored", refused: 0 } });
    expect(first.body.problems).toEqual([{
      file: "customers.csv",
      line: 3,
      column: "email",
      reason: 'email "nowhere" is not an address and was left out',
    }]);
    expect((await send(rpc, run, 1, [client(2, "A")])).body.status).toBe("repeated");
    expect(
      (await send(rpc, run, 2, [client(4, "C"), { line: 5, fields: { customer_ref: "D" } }])).body
        .problems,
    )
      .toEqual([{ file: "customers.csv", line: 5, column: "name", reason: "name is empty" }]);
    expect(await namesIn(tx)).toEqual([]);

    expect(await finish(rpc, run, [{ kind: "customers", rows: 3 }])).toEqual({
      status: 409,
      body: {
        message: "customers.csv: 3 rows were announced and 4 have come. Nothing was taken in.",
      },
    });
    expect(await namesIn(tx)).toEqual([]);
    const end = await finish(rpc, run, [{ kind: "customers", rows: 4 }]);
    expect(end).toMatchObject({ status: 200, body: { status: "applied" } });
    expect(await namesIn(tx)).toEqual(["Client A", "Client B", "Client C"]);
    expect(await finish(rpc, run, [{ kind: "customers", rows: 4 }])).toEqual(end);
  }));

Deno.test("what is announced and never came is missing, whatever file it is of", () =>
  inTransaction(async (tx, rpc) => {
    const run = await start(rpc);
    const { status, body } = await finish(rpc, run, [{ kind: "technician_jobs", rows: 2 }]);
    expect([status, body.message]).toEqual([
      409,
      "technician_jobs.csv: 2 rows were announced and 0 have come. Nothing was taken in.",
    ]);
    expect((await finish(rpc, run, [{ kind: "technician_jobs", rows: 0 }])).body.status)
      .toBe("applied");
    // Whole and empty it says that no job is left.
    expect(await tx.query("select kind, is_whole, state from public.import_files"))
      .toEqual([{ kind: "technician_jobs", is_whole: true, state: "finished" }]);
  }));

Deno.test("cells that a program copied are read as a file's are, and what no text may hold is refused by its line", () =>
  inTransaction(async (tx, rpc) => {
    const run = await start(rpc);
    const sent = await send(rpc, run, 1, [
      client(2, '="A"', { name: "\u200bAda\u00a0Lee\u202e" }),
      client(3, "B", { name: "Bo\u0000Ray" }),
      client(4, "C", { name: "Cy \ud800Fox" }),
    ]);
    expect(sent).toMatchObject({
      status: 200,
      body: {
        problems: [
          { line: 2, column: "email" },
          { line: 3, column: null, reason: "The row holds a NUL character" },
        ],
      },
    });
    await finish(rpc, run, [{ kind: "customers", rows: 3 }]);
    expect(await namesIn(tx)).toEqual(["Ada Lee", "Cy \ufffdFox"]);
  }));

Deno.test("a call that makes no sense is answered with what is wrong with it", () =>
  inTransaction(async (_, rpc) => {
    const run = await start(rpc);
    const wrong: [unknown, number, RegExp][] = [
      [null, 400, /./],
      [[], 400, /./],
      [{ do: "dance" }, 400, /do/],
      [{ do: "start", source: "Our ERP", request_id: RUN }, 400, /source/],
      [{ do: "start", source: "erp", request_id: "1" }, 400, /request_id/],
      [{ do: "batch", import_run_id: run, kind: "people", number: 1, rows: [] }, 400, /kind/],
      [{ do: "batch", import_run_id: run, kind: "customers", number: 1, rows: [] }, 400, /rows/],
      [
        { do: "batch", import_run_id: run, kind: "customers", number: 0, rows: [client(2, "A")] },
        400,
        /number/,
      ],
      [
        { do: "batch", import_run_id: run, kind: "customers", number: 1, rows: [client(1, "A")] },
        400,
        /rows\.0\.line/,
      ],
      [
        {
          do: "batch",
          import_run_id: run,
          kind: "customers",
          number: 1,
          rows: Array.from({ length: 501 }, (_, n) => client(n + 2, `C${n}`)),
        },
        400,
        /rows/,
      ],
      [{ do: "finish", import_run_id: run, files: [], also: 1 }, 400, /also/],
    ];
    for (const [sent, status, message] of wrong) {
      const answer = await takeBatch(rpc, sent);
      expect([sent, answer.status]).toEqual([sent, status]);
      expect(String(answer.body.message)).toMatch(message);
    }
  }));

Deno.test("a run that nobody began is not there, and other failures are not hidden", async () => {
  const failing = (code: string): Rpc => () =>
    Promise.reject(new DatabaseError("no import run", code, 400));
  expect((await finish(failing("PT404"), RUN, [])).status).toBe(404);
  await expect(finish(failing("42501"), RUN, [])).rejects.toThrow("no import run");
});

Deno.test("nobody sends imports without the secret, and no more than a call may hold", async () => {
  const handle = await mountFunctions(FUNCTIONS);
  const ask = (init: RequestInit) =>
    handle(new Request("http://127.0.0.1/functions/v1/import", { method: "POST", ...init }));
  const statusOf = async (init: RequestInit) => (await ask(init)).status;
  expect(await statusOf({ headers: { "x-import-secret": "" } })).toBe(401);
  Deno.env.set("IMPORT_SECRET", "right");
  try {
    const headers = { "x-import-secret": "right" };
    expect(await statusOf({})).toBe(401);
    expect(await statusOf({ headers: { "x-import-secret": "wrong" } })).toBe(401);
    expect(await statusOf({ headers: { "x-job-secret": "right" } })).toBe(401);
    expect(await statusOf({ method: "GET", headers })).toBe(405);
    expect(await statusOf({ headers, body: "{" })).toBe(400);
    expect(await statusOf({ headers, body: " ".repeat(MOST_BYTES + 1) })).toBe(413);
  } finally {
    Deno.env.delete("IMPORT_SECRET");
  }
});
