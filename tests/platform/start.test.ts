import { expect } from "expect";
import { claimDatabase } from "@/embedded/claim.ts";
import { freshDatabase } from "@/tests/databases.ts";
import { startProgram } from "@/tests/started_program.ts";
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
  /** Sends a signal to `deno task`, as a supervisor would, and waits for the end. */
  end(signal: Deno.Signal): Promise<Deno.CommandStatus>;
}

async function start(env: Record<string, string>): Promise<Started> {
  const { line, stop } = await startProgram(["task", "start"], /^\{.*\}$/, {
    PORT: String(freePort()),
    ...env,
  });
  return { ready: JSON.parse(line), end: stop };
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
