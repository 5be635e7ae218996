import { expect } from "expect";
import { isDue, runDueJobs, sendQueuedRequests } from "@/embedded/cron.ts";
import { freshPglite } from "@/tests/databases.ts";
import type { Database } from "@/embedded/database.ts";

async function withDatabase(test: (db: Database) => Promise<void>): Promise<void> {
  const db = await freshPglite();
  try {
    await db.exec("delete from cron.job");
    await test(db);
  } finally {
    await db.close();
  }
}

const at = (text: string) => new Date(`2026-05-12T${text}Z`);

Deno.test("a schedule is due from its own second on, once", () => {
  expect(isDue("0 8 * * *", at("07:59:58"), at("07:59:59"))).toBe(false);
  expect(isDue("0 8 * * *", at("07:59:59"), at("08:00:00"))).toBe(true);
  expect(isDue("0 8 * * *", at("08:00:00"), at("08:00:01"))).toBe(false);
  expect(isDue("30 seconds", at("08:00:29"), at("08:00:30"))).toBe(true);
  expect(isDue("30 seconds", at("08:00:30"), at("08:00:59"))).toBe(false);
});

Deno.test("due rows run in a transaction each and leave a record; a failing one harms nobody", () =>
  withDatabase(async (db) => {
    await db.exec(`
      create table ran (what text);
      select cron.schedule('good', '* * * * *', 'insert into ran values (''good'')');
      select cron.schedule('bad', '* * * * *', 'insert into ran values (''bad''); select 1 / 0');
      select cron.schedule('later', '0 9 * * *', 'insert into ran values (''later'')');
    `);
    await runDueJobs(db, at("08:00:30"), at("08:01:00"));
    expect(await db.query("select what from ran")).toEqual([{ what: "good" }]);
    const details = await db.query(
      "select jobname, status, return_message from cron.job_run_details join cron.job using (jobid) order by 1",
    );
    expect(details).toEqual([
      { jobname: "bad", status: "failed", return_message: "division by zero" },
      { jobname: "good", status: "succeeded", return_message: "" },
    ]);
  }));

Deno.test("queued requests are sent once, with headers and body, and answers are kept", () =>
  withDatabase(async (db) => {
    const received: string[] = [];
    const server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen() {} },
      async (request) => {
        received.push(
          `${request.method} ${request.headers.get("x-job-secret")} ${await request.text()}`,
        );
        return new Response("done", { status: 202 });
      },
    );
    const url = `http://127.0.0.1:${server.addr.port}/run`;
    await db.query(
      'select net.http_post(url => $1, body => \'{"a": 1}\', headers => \'{"x-job-secret": "s"}\')',
      [url],
    );
    await sendQueuedRequests(db);
    await sendQueuedRequests(db);
    await server.shutdown();
    expect(received).toEqual(['POST s {"a": 1}']);
    expect(await db.query("select status_code, content from net._http_response"))
      .toEqual([{ status_code: 202, content: "done" }]);
  }));

Deno.test("a request that nobody answers is recorded as an error", () =>
  withDatabase(async (db) => {
    await db.exec("select net.http_post(url => 'http://127.0.0.1:9/none')");
    await sendQueuedRequests(db);
    const [answer] = await db.query<{ status_code: number | null; error_msg: string }>(
      "select status_code, error_msg from net._http_response",
    );
    expect(answer.status_code).toBeNull();
    expect(answer.error_msg).not.toBe("");
  }));
