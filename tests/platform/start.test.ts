import { expect } from "expect";
import { claimDatabase } from "@/embedded/claim.ts";
import { openDatabase, type Queryable } from "@/embedded/database.ts";
import { freshDatabase } from "@/tests/databases.ts";
import { startProgram } from "@/tests/started_program.ts";
import { until } from "@/tests/until.ts";
import { freePort } from "@/tools/free_port.ts";
import { runProgram } from "@/tools/run_program.ts";

const ROOT = new URL("../../", import.meta.url);

interface Ready {
  app_url: string;
  api_url: string;
  publishable_key: string;
  secret_key: string;
  sample_booking_url: string;
  mail_url: string;
  staff: { role: string; email: string; password: string }[];
}

interface Started {
  ready: Ready;
  ended: Promise<Deno.CommandStatus>;
  /** Sends a signal to `deno task`, as a supervisor would, and waits for the end. */
  end(signal: Deno.Signal): Promise<Deno.CommandStatus>;
}

async function start(env: Record<string, string>): Promise<Started> {
  const { line, ended, stop } = await startProgram(["task", "start"], /^\{.*\}$/, {
    PORT: String(freePort()),
    ...env,
  });
  return { ready: JSON.parse(line), ended, end: stop };
}

/** Runs a command that is to be refused; its stderr holds one line besides the task's own. */
async function refusal(args: string[], env: Record<string, string>) {
  const { code, stderr } = await runProgram(Deno.execPath(), {
    args: ["run", "-A", "--no-check", ...args],
    cwd: ROOT,
    env,
  });
  return { code, lines: stderr.trim().split("\n") };
}

Deno.test("start answers everywhere when it says so, keeps its data, and stops on SIGTERM", async () => {
  const folder = await Deno.makeTempDir();
  const first = await start({ DATA_DIR: folder });
  const { app_url, api_url, secret_key, publishable_key, mail_url, staff } = first.ready;
  expect((await fetch(app_url).then(drained)).status).toBe(200);
  const sample = await fetch(first.ready.sample_booking_url);
  expect(sample.headers.get("Link")).toContain("SlotPicker");
  await sample.body?.cancel();
  expect(await fetch(`${mail_url}/messages.json`).then((response) => response.json())).toEqual([]);
  expect(staff.map(({ role }) => role)).toEqual(["office", "technician", "admin"]);
  const login = await fetch(`${api_url}/auth/v1/token?grant_type=password`, {
    method: "POST",
    headers: { apikey: publishable_key, "content-type": "application/json" },
    body: JSON.stringify({ email: staff[0].email, password: staff[0].password }),
  });
  expect((await login.json()).access_token).toBeTruthy();
  const kept = { company_name: "Kept", public_url: "https://booking.example.com" };
  const renamed = await fetch(`${api_url}/rest/v1/company_settings?company_name=neq.x`, {
    method: "PATCH",
    headers: { apikey: secret_key, "content-type": "application/json" },
    body: JSON.stringify(kept),
  });
  expect((await drained(renamed)).status).toBe(204);
  expect(await first.end("SIGTERM")).toMatchObject({ code: 0 });

  const second = await start({ DATA_DIR: folder });
  const settings = await fetch(
    `${second.ready.api_url}/rest/v1/company_settings?select=company_name,public_url`,
    { headers: { apikey: secret_key } },
  );
  expect(await settings.json()).toEqual([kept]);
  const locked = await refusal(["commands/start.ts"], {
    DATA_DIR: folder,
    PORT: String(freePort()),
  });
  expect(locked.code).toBe(1);
  expect(locked.lines).toEqual([expect.stringMatching(/^The data folder .* is in use by process/)]);
  await second.end("SIGTERM");
  await Deno.remove(folder, { recursive: true });
});

Deno.test("a crowd that signs in at once is answered, or told to wait", async () => {
  const { ready: { app_url, staff }, end } = await start({ DATA_DIR: "memory" });
  const signIn = async (password: string) => {
    const answer = await fetch(`${app_url}/sign-in`, {
      method: "POST",
      redirect: "manual",
      headers: { Origin: app_url },
      body: new URLSearchParams({ email: staff[0].email, password }),
    });
    return (await drained(answer)).status;
  };
  const passwords = Array.from({ length: 80 }, (_, n) => n % 2 ? "a wrong one" : staff[0].password);
  const statuses = await Promise.all(passwords.map(signIn));
  await end("SIGTERM");
  const counted = [303, 422, 429].map((status) =>
    statuses.filter((each) => each === status).length
  );
  expect(statuses.filter((status) => ![303, 422, 429].includes(status))).toEqual([]);
  for (const count of counted) expect(count).toBeGreaterThan(0);
});

Deno.test("a taken port is refused in one line", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  const { code, lines } = await refusal(["commands/start.ts"], {
    PORT: String(port),
    DATA_DIR: "memory",
  });
  listener.close();
  expect([code, lines]).toEqual([1, [`Port ${port} is in use. Set PORT to another one.`]]);
});

Deno.test("a bad environment is refused in one line", async () => {
  const { code, lines } = await refusal(["commands/start.ts"], { PORT: "http" });
  expect([code, lines]).toEqual([1, ['PORT must be a number from 1 to 65532, not "http".']]);
});

Deno.test("a database that does not answer is refused in one line", async () => {
  const DATABASE_URL = `postgres://postgres@127.0.0.1:${freePort()}/none`;
  const { code, lines } = await refusal(["commands/migrate.ts"], { DATABASE_URL });
  expect(code).toBe(1);
  expect(lines).toEqual([expect.stringMatching(/^The database at DATABASE_URL does not answer/)]);
});

Deno.test("a server's database is served by one process, until that one has ended", async () => {
  const { url, drop } = await freshDatabase();
  try {
    const claim = await claimDatabase(url);
    const env = { DATABASE_URL: url, PORT: String(freePort()) };
    const { code, lines } = await refusal(["commands/start.ts"], env);
    expect([code, lines]).toEqual([1, [
      "The database at DATABASE_URL is served by another process already. " +
      "Stop that process, or set DATABASE_URL to another database.",
    ]]);
    await claim.release();
    await (await claimDatabase(url)).release();
  } finally {
    await drop();
  }
});

/** Ends the session that holds the claim on a database; false where nobody does. */
async function cutClaim(db: Queryable): Promise<boolean> {
  const cut = await db.query(
    `select pg_terminate_backend(pid) from pg_locks
     where locktype = 'advisory' and granted and objid = 81270041
       and database = (select oid from pg_database where datname = current_database())`,
  );
  return cut.length > 0;
}

Deno.test("a claim whose connection dies is claimed anew, and what somebody wrote over is written once more", async () => {
  const { db, url, drop } = await freshDatabase();
  try {
    let regained = 0;
    const claim = await claimDatabase(url, () => {
      regained++;
      return Promise.resolve();
    });
    for (let round = 1; round <= 3; round++) {
      expect(await cutClaim(db)).toBe(true);
      await until("the claim to be there again", async () => {
        await db.query("select 1");
        return regained === round;
      });
      await expect(claimDatabase(url)).rejects.toThrow("is served by another process already");
    }
    await claim.release();
    expect(await cutClaim(db)).toBe(false);
  } finally {
    await drop();
  }
});

Deno.test("start whose claim was lost serves on, and ends as soon as somebody else has the database", async () => {
  const { db, url, drop } = await freshDatabase();
  // Served over a claim that is cut off, it may not be alone any more.
  const rival = await openDatabase({ url, maxConnections: 1 });
  const first = await start({ DATABASE_URL: url });
  try {
    await db.exec(
      "select vault.update_secret(id, 'http://elsewhere.invalid') from vault.secrets where name = 'functions_url'",
    );
    const told = async () => {
      const [row] = await db.query<{ url: string }>(
        "select decrypted_secret as url from vault.decrypted_secrets where name = 'functions_url'",
      );
      return row.url;
    };
    expect(await cutClaim(db)).toBe(true);
    await until(
      "the address to be this one's again",
      async () => (await told()).startsWith(first.ready.api_url),
    );
    expect((await fetch(first.ready.app_url).then(drained)).status).toBe(200);

    // Whoever waits for it has it in the moment in which it is lost.
    const waiting = rival.query("select pg_advisory_lock(81270041)");
    await until("the rival to wait", async () => {
      const [{ waits }] = await db.query<{ waits: boolean }>(
        `select exists (
           select from pg_locks where not granted and objid = 81270041
             and database = (select oid from pg_database where datname = current_database())
         ) as waits`,
      );
      return waits;
    });
    await cutClaim(db);
    await waiting;
    expect((await first.ended).code).toBe(1);
  } finally {
    await first.end("SIGTERM").catch(() => {});
    await rival.close();
    await drop();
  }
});

Deno.test("an unknown job is refused with the names of all", async () => {
  const { code, lines } = await refusal(["commands/job.ts", "nonsense"], { DATA_DIR: "memory" });
  expect(code).toBe(2);
  const names = lines[0].replace(/.*; jobs: /, "").split(", ");
  expect(names).toEqual(expect.arrayContaining(["reminders", "send-messages"]));
  expect(names).toEqual(names.toSorted());
});

async function drained(response: Response): Promise<Response> {
  await response.body?.cancel();
  return response;
}
