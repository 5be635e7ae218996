/** Commands that cannot do what was typed: one line for people, and an exit code for programs. */
import { expect } from "expect";
import { CommandError, runCommand } from "@/commands/fail.ts";
import { freshDatabase } from "@/tests/databases.ts";
import { startProgram } from "@/tests/started_program.ts";
import { until } from "@/tests/until.ts";

const ROOT = new URL("../../", import.meta.url);

async function run([command, ...args]: string[], databaseUrl = "") {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", `commands/${command}.ts`, ...args],
    cwd: ROOT,
    env: { DATABASE_URL: databaseUrl, SUPABASE_URL: "", DATA_DIR: "memory", NO_COLOR: "1" },
  }).output();
  const text = new TextDecoder();
  return { code, out: text.decode(stdout), err: text.decode(stderr) };
}

Deno.test("a slip of the keyboard is told in one line before any database is opened", async () => {
  const wrong: [string[], string][] = [
    [
      ["job", "reminders", "--as-of", "soon"],
      "--as-of must be an instant like 2026-05-12T12:00:00Z.",
    ],
    [["job", "reminders", "--when", "soon"], "--when"],
    [["migrate", "--demos"], "migrate does not know --demos."],
    [["migrate"], "Set DATABASE_URL to the database to migrate."],
  ];
  for (const [args, message] of wrong) {
    const { code, out, err } = await run(args);
    expect([args, code, out]).toEqual([args, 1, ""]);
    expect(err).toContain(message);
    expect(err.trimEnd().split("\n")).toHaveLength(1);
  }
});

Deno.test("a job that is none, or not allowed, is told apart from one that ran", async () => {
  const { db, url, drop } = await freshDatabase({ maxConnections: 1 });
  try {
    const unknown = await run(["job", "gossip"], url);
    expect([unknown.code, unknown.out]).toEqual([2, ""]);
    expect(unknown.err).toMatch(/^Usage: job NAME .* certificates, .* reminders, .* send-messages/);
    expect((await run(["job"], url)).code).toBe(2);

    for (const name of ["follow-ups", "self-check"]) {
      const night = await run(["job", name, "--as-of", "2026-01-05T13:00:00Z", "--json"], url);
      expect([night.code, JSON.parse(night.out)])
        .toEqual([0, expect.objectContaining({ job: name, status: "done", failed: 0 })]);
    }

    await db.exec("update public.company_settings set delivery_mode = 'live'");
    const future = await run(["job", "reminders", "--as-of", "2090-01-01T12:00:00Z"], url);
    expect([future.code, future.err])
      .toEqual([1, "Mail is live here: a job does not run as of the future.\n"]);

    const ran = await run(["job", "reminders", "--as-of", "2026-01-05T13:00:00Z", "--json"], url);
    expect([ran.code, ran.err]).toEqual([0, ""]);
    expect(JSON.parse(ran.out))
      .toMatchObject({
        job: "reminders",
        as_of: "2026-01-05T13:00:00.000Z",
        status: "done",
        mails: 0,
      });
  } finally {
    await drop();
  }
});

Deno.test("what nobody expected keeps its stack", async () => {
  const mistake = new TypeError("x is not a function");
  await expect(runCommand(() => Promise.reject(mistake))).rejects.toBe(mistake);
});

Deno.test("what a person can put right ends the command with 1", async () => {
  const [exit, log] = [Deno.exit, console.error];
  const told: unknown[] = [];
  Deno.exit = ((code: number) => told.push(code)) as typeof Deno.exit;
  console.error = (text) => told.push(text);
  try {
    await runCommand(() => Promise.reject(new CommandError("Set it.")));
  } finally {
    [Deno.exit, console.error] = [exit, log];
  }
  expect(told).toEqual(["Set it.", 1]);
});

Deno.test("a simulation that is stopped takes its server along", async () => {
  const folder = await Deno.makeTempDir();
  // The server may have to run as somebody else.
  await Deno.chmod(folder, 0o755);
  const env = { TMPDIR: folder, TEST_DATABASE_URL: "" };
  const { stop } = await startProgram(["run", "-A", "commands/simulate.ts"], /^1096 days/, env);
  await until("its server to be there", async () => (await servers(folder)).length > 0);
  const [server] = await servers(folder);
  await stop("SIGTERM");
  await until("its server to be gone", async () => !await isAlive(server));
  await Deno.remove(folder, { recursive: true });
});

/** Process ids of the scratch servers that have their files below a folder. */
async function servers(folder: string): Promise<number[]> {
  const found = [];
  for (const { name } of Deno.readDirSync(folder)) {
    const pid = Number(await Deno.readTextFile(`${folder}/${name}/postmaster`).catch(() => ""));
    if (pid > 0) found.push(pid);
  }
  return found;
}

async function isAlive(pid: number): Promise<boolean> {
  const { success } = await new Deno.Command("kill", { args: ["-0", String(pid)], stderr: "null" })
    .output();
  return success;
}
