import { expect } from "expect";
import { openMemoryDatabase } from "./snapshot.ts";
import { runDueJobs, sendQueuedRequests } from "./cron.ts";

const at = (text: string) => new Date(`2026-05-12T${text}Z`);

Deno.test("of what ran and of what was answered the last five hundred are kept", async () => {
  const db = await openMemoryDatabase();
  // Starting PGlite leaves an exit code behind, which would fail the test.
  Deno.exitCode = 0;
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    () => new Response("done"),
  );
  const counted = async (table: string) => {
    const [{ rows }] = await db.query<{ rows: number }>(`select count(*) as rows from ${table}`);
    return rows;
  };
  try {
    await db.exec(`
      delete from cron.job;
      select cron.schedule('often', '* * * * *', 'select 1');
      insert into cron.job_run_details (jobid, database, username, command, status, start_time, end_time)
      select 1, 'd', 'u', 'select 1', 'succeeded', now(), now() from generate_series(1, 600);
    `);
    await runDueJobs(db, at("08:00:30"), at("08:01:00"));
    expect(await counted("cron.job_run_details")).toBe(500);
    const [{ last }] = await db.query(
      "select command as last from cron.job_run_details order by runid desc limit 1",
    );
    expect(last).toBe("select 1");

    await db.exec(`
      insert into net._http_response (id, status_code)
      select n, 200 from generate_series(1, 600) n;
      alter sequence net.http_request_queue_id_seq restart with 601;
      select net.http_post(url => 'http://127.0.0.1:${server.addr.port}/');
    `);
    await sendQueuedRequests(db);
    expect(await counted("net._http_response")).toBe(500);
    expect(await counted("net._http_response where id = 601 and content = 'done'")).toBe(1);
  } finally {
    await server.shutdown();
    await db.close();
  }
});
