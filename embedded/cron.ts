import { Cron } from "croner";
import type { Database } from "./database.ts";

interface CronRow {
  jobid: number;
  schedule: string;
  command: string;
  username: string;
}

interface QueuedRequest {
  id: number;
  method: string;
  url: string;
  headers: Record<string, string> | null;
  body: string | null;
  timeout_milliseconds: number;
}

export interface CronLoop {
  /** Ends the loop once what is running has finished. */
  stop(): Promise<void>;
}

const KEPT_ROWS = 500;

/**
 * Does what pg_cron and pg_net do on hosted projects, for the tables that stand in for them: runs due
 * rows of `cron.job` (times are UTC) and sends the requests of `net.http_request_queue`. Where the real
 * extension is installed it is left to its work.
 */
export async function startCron(db: Database, everyMilliseconds = 1000): Promise<CronLoop> {
  const real = await db.query<{ extname: string }>(
    "select extname from pg_extension where extname in ('pg_cron', 'pg_net')",
  );
  const standsInFor = (name: string) => !real.some(({ extname }) => extname === name);
  const [runsJobs, sendsRequests] = [standsInFor("pg_cron"), standsInFor("pg_net")];
  const tick = async (since: Date, now: Date) => {
    if (runsJobs) await runDueJobs(db, since, now);
    if (sendsRequests) await sendQueuedRequests(db);
  };
  let lastTick = new Date();
  let running: Promise<void> = Promise.resolve();
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    const now = new Date();
    running = tick(lastTick, now)
      .catch((error) => console.error("cron:", error.message))
      .finally(() => busy = false);
    lastTick = now;
  }, everyMilliseconds);
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}

/** Runs the rows of `cron.job` that became due in (`since`, `now`]. */
export async function runDueJobs(db: Database, since: Date, now: Date): Promise<void> {
  const rows = await db.query<CronRow>(
    "select jobid, schedule, command, username from cron.job where active order by jobid",
  );
  for (const row of rows) if (isDue(row.schedule, since, now)) await runJob(db, row);
}

/** Whether a schedule (`0 8 * * *` or `30 seconds`) has a time in (`since`, `now`]. */
export function isDue(schedule: string, since: Date, now: Date): boolean {
  const seconds = /^(\d+) seconds?$/.exec(schedule.trim())?.[1];
  if (seconds) {
    const step = Number(seconds) * 1000;
    return Math.floor(now.getTime() / step) > Math.floor(since.getTime() / step);
  }
  const next = new Cron(schedule, { timezone: "UTC", paused: true }).nextRun(since);
  return next !== null && next <= now;
}

async function runJob(db: Database, job: CronRow): Promise<void> {
  const started = new Date();
  let [status, message] = ["succeeded", ""];
  try {
    await db.transaction((tx) => tx.exec(job.command));
  } catch (error) {
    [status, message] = ["failed", (error as Error).message];
  }
  await db.query(
    `insert into cron.job_run_details
       (jobid, database, username, command, status, return_message, start_time, end_time)
     values ($1, current_database(), $2, $3, $4, $5, $6, clock_timestamp())`,
    [job.jobid, job.username, job.command, status, message, started.toISOString()],
  );
  await db.exec(
    `delete from cron.job_run_details
     where runid <= (select max(runid) - ${KEPT_ROWS} from cron.job_run_details)`,
  );
}

/** A request leaves the queue first and is sent after: at most once, as pg_net does it. */
export async function sendQueuedRequests(db: Database): Promise<void> {
  const queued = await db.query<QueuedRequest>(
    `delete from net.http_request_queue queue
     where id in (select id from net.http_request_queue order by id limit 20 for update skip locked)
     returning id, method, url, headers, convert_from(body, 'UTF8') as body, timeout_milliseconds`,
  );
  await Promise.all(queued.map((request) => send(db, request)));
}

async function send(db: Database, request: QueuedRequest): Promise<void> {
  let [status, content, timedOut, error]: [number | null, string | null, boolean, string | null] = [
    null,
    null,
    false,
    null,
  ];
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers ?? {},
      body: request.body,
      signal: AbortSignal.timeout(request.timeout_milliseconds),
    });
    status = response.status;
    content = await response.text();
  } catch (thrown) {
    timedOut = (thrown as Error).name === "TimeoutError";
    error = (thrown as Error).message;
  }
  await db.query(
    `insert into net._http_response (id, status_code, content, timed_out, error_msg)
     values ($1, $2, $3, $4, $5)`,
    [request.id, status, content, timedOut, error],
  );
  await db.query("delete from net._http_response where id <= $1", [request.id - KEPT_ROWS]);
}
