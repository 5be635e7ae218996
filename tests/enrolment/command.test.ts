import { expect } from "expect";
import type { BackfillReport } from "@/lib/enrolment/run.ts";
import { type FreshDatabase, freshDatabase } from "@/tests/databases.ts";
import { until } from "@/tests/until.ts";
import { INSTALL_BASE } from "./support.ts";

const ROOT = new URL("../../", import.meta.url);
const FOLDER = INSTALL_BASE.pathname;
const TODAY = ["--today", "2026-06-02"];

function command(args: string[], env: Record<string, string>): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "commands/backfill.ts", ...args],
    cwd: ROOT,
    env: { DATABASE_URL: "", SUPABASE_URL: "", DATA_DIR: "memory", ...env },
    stdout: "piped",
    stderr: "piped",
  });
}

async function run(args: string[], env: Record<string, string> = {}) {
  const { code, stdout, stderr } = await command(args, env).output();
  const text = new TextDecoder();
  return { code, out: text.decode(stdout), err: text.decode(stderr) };
}

async function enrol({ url }: FreshDatabase): Promise<BackfillReport> {
  const { code, out, err } = await run([FOLDER, ...TODAY, "--execute", "--json"], {
    DATABASE_URL: url,
  });
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return JSON.parse(out);
}

async function withFreshDatabase<T>(test: (fresh: FreshDatabase) => Promise<T>): Promise<T> {
  const fresh = await freshDatabase({ maxConnections: 2 });
  try {
    return await test(fresh);
  } finally {
    await fresh.drop();
  }
}

Deno.test("what a person can put right is one line and exit code 1", () =>
  withFreshDatabase(async ({ url }) => {
    const empty = await Deno.makeTempDir();
    const odd = await Deno.makeTempDir();
    await Deno.mkdir(`${odd}/customers.csv`);
    try {
      const wrong: [string[], string][] = [
        [[FOLDER], "Usage: backfill DIR"],
        [
          [FOLDER, "--today", "02/06/2026"],
          '--today must be a day like 2026-06-02, not "02/06/2026"',
        ],
        [[FOLDER, ...TODAY, "--weeks", "0"], '--weeks must be a number from 1 to 52, not "0"'],
        [[FOLDER, ...TODAY, "--exec"], "--exec"],
        [[`${empty}/none`, ...TODAY], `There is no folder ${empty}/none.`],
        [
          [empty, ...TODAY],
          "Missing: equipment_categories.csv, products.csv, technicians.csv, customers.csv",
        ],
        [[odd, ...TODAY], "customers.csv cannot be read: it is no file. Nothing was imported."],
      ];
      for (const [args, message] of wrong) {
        const { code, out, err } = await run(args, { DATABASE_URL: url });
        expect({ code, out }).toEqual({ code: 1, out: "" });
        expect(err).toContain(message);
        expect(err.trimEnd()).not.toContain("\n    at ");
      }
    } finally {
      await Deno.remove(empty, { recursive: true });
      await Deno.remove(odd, { recursive: true });
    }
  }));

/** The first cycles by what tells of their unit, with the day that each is due on. */
const DUE_DATES = `
  select coalesce(l.line_ref || ' ' || u.unit_number, c.claim_ref) as unit, y.due_on::text
  from public.maintenance_cycles y
  join public.maintenance_contracts m on m.id = y.contract_id
  join public.units u on u.id = m.unit_id
  left join public.sales_order_lines l on l.id = u.source_line_id
  left join public.device_claims c on c.id = u.source_claim_id
  order by 1`;

Deno.test("the command, to its end and stopped in the middle", async (t) => {
  let uninterrupted: { report: BackfillReport; dueDates: unknown[] } | undefined;

  await t.step(
    "people get a table, programs JSON; a second run enrols nothing",
    () =>
      withFreshDatabase(async (fresh) => {
        const report = await enrol(fresh);
        uninterrupted = { report, dueDates: await fresh.db.query(DUE_DATES) };
        expect(report).toMatchObject({ new: 395, executed: { enrolled: 395, failed: 0 } });
        const { out } = await run([FOLDER, ...TODAY], { DATABASE_URL: fresh.url });
        expect(out).toContain("Total                        0       395       282");
        const again = await enrol(fresh);
        expect(again).toMatchObject({ new: 0, already_enrolled: 395, executed: { enrolled: 0 } });
      }),
  );

  await t.step(
    "killed in the middle of enrolling and run again, it ends as if it had never been stopped",
    async () => {
      await withFreshDatabase(async (fresh) => {
        const { db, url } = fresh;
        await db.exec(
          `create function public.wait_in_the_middle() returns trigger language plpgsql as $$
         begin
           if (select count(*) from public.backfill_rows where state = 'enrolled') > 300 then
             perform pg_sleep(600);
           end if;
           return null;
         end $$;
       create trigger wait_in_the_middle after insert on public.maintenance_contracts
         for each statement execute function public.wait_in_the_middle()`,
        );
        const child = command([FOLDER, ...TODAY, "--execute"], { DATABASE_URL: url }).spawn();
        const done = child.output();
        const sleeping = async () =>
          (await db.query(
            "select pid from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()",
          )).length;
        await until("the command to be in the middle", async () => await sleeping() > 0);
        child.kill("SIGKILL");
        expect((await done).signal).toBe("SIGKILL");
        await db.query(
          "select pg_terminate_backend(pid) from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()",
        );
        await until("its session to end", async () => await sleeping() === 0);
        await db.exec("drop function public.wait_in_the_middle cascade");
        const [{ before }] = await db.query(
          "select count(*)::int as before from public.maintenance_contracts",
        );
        expect(before).toBe(200);

        const report = await enrol(fresh);
        expect(report).toEqual({ ...uninterrupted!.report, run_id: report.run_id });
        expect(await db.query(DUE_DATES)).toEqual(uninterrupted!.dueDates);
        expect(await db.query("select id, state from public.backfill_runs"))
          .toEqual([{ id: report.run_id, state: "done" }]);
      });
    },
  );
});
