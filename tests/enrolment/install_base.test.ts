import { expect } from "expect";
import { folderReader, type ReadBytes } from "@/lib/enrolment/import.ts";
import { execute, runBackfill } from "@/lib/enrolment/run.ts";
import type { Rpc } from "@/lib/database/rpc.ts";
import { changedInstallBase, INSTALL_BASE, inTransaction, smallSet } from "./support.ts";

const EXPECTED = JSON.parse(await Deno.readTextFile(new URL("expected.json", INSTALL_BASE)));
const FILES = folderReader(INSTALL_BASE);

const dryRun = (rpc: Rpc, files: ReadBytes = FILES) =>
  runBackfill(rpc, files, { today: EXPECTED.today, isExecuted: false });
const enrol = (rpc: Rpc) => runBackfill(rpc, FILES, { today: EXPECTED.today, isExecuted: true });

Deno.test("the dry run of the install base says what is expected of it and enrols nothing", () =>
  inTransaction(async (tx, rpc) => {
    const report = await dryRun(rpc);
    expect(report).toMatchObject(EXPECTED);
    expect(report).toMatchObject({ rejected: [], notices: [], already_enrolled: 0 });
    const days = Object.entries(report.schedule).sort();
    expect(days[0][0] > EXPECTED.today).toBe(true);
    expect(days.reduce((sum, [, clients]) => sum + clients, 0)).toBe(report.clients_to_stagger);
    const [made] = await tx.query(
      `select (select count(*)::int from public.units) as units,
        (select count(*)::int from public.maintenance_contracts) as contracts,
        (select count(*)::int from public.messages) as messages`,
    );
    expect(made).toEqual({ units: 0, contracts: 0, messages: 0 });
  }));

Deno.test("byte-order marks, other line ends and quotes change nothing", () =>
  inTransaction(async (_tx, rpc) => {
    const dressed = changedInstallBase((_name, bytes) => {
      const lines = new TextDecoder().decode(bytes).trimEnd().split("\n");
      const quoted = lines.map((line) =>
        line.includes('"') ? line : line.split(",").map((field) => `"${field}"`).join(",")
      );
      return new TextEncoder().encode("\uFEFF" + quoted.join("\r\n") + "\r\n");
    });
    expect(await dryRun(rpc, dressed)).toMatchObject({ ...EXPECTED, rejected: [] });
  }));

Deno.test("executing enrols each unit once, with its policy, its anchor and its staggered due date", () =>
  inTransaction(async (tx, rpc) => {
    const report = await enrol(rpc);
    expect(report.executed).toMatchObject({
      status: "done",
      enrolled: EXPECTED.new,
      failed: 0,
      skipped: 0,
    });
    const [sums] = await tx.query(
      `select count(*)::int as contracts, sum(c.fee)::text as fees,
        count(*) filter (where c.state = 'active')::int as active,
        count(*) filter (where c.source = 'claims')::int as claims,
        count(distinct u.id)::int as units,
        count(*) filter (where y.number = 1 and y.closed_at is null)::int as open,
        count(*) filter (where y.due_on > date '2026-06-02' + 30)::int as mailed_later,
        count(*) filter (where u.postal_code is null)::int as homeless
       from public.maintenance_contracts c
       join public.units u on u.id = c.unit_id and u.customer_id = c.customer_id
       join public.maintenance_cycles y on y.contract_id = c.id`,
    );
    expect(sums).toEqual({
      contracts: EXPECTED.new,
      fees: EXPECTED.fee_total,
      active: EXPECTED.new,
      claims: 56,
      units: EXPECTED.new,
      open: EXPECTED.new,
      mailed_later: EXPECTED.new,
      homeless: 0,
    });
    const cadences = await tx.query(
      `select b.mail_on is not null as is_staggered,
        bool_and(c.due_anchor_on = case when b.mail_on is null then b.anchor_on else y.due_on end) as begins_there,
        bool_and(u.installed_on is not distinct from case b.anchor_source when 'delivery' then b.anchor_on end) as keeps_delivery
       from public.backfill_rows b
       join public.maintenance_contracts c on c.id = b.contract_id
       join public.units u on u.id = c.unit_id
       join public.maintenance_cycles y on y.contract_id = c.id
       group by 1 order by 1`,
    );
    expect(cadences).toEqual([
      { is_staggered: false, begins_there: true, keeps_delivery: true },
      { is_staggered: true, begins_there: true, keeps_delivery: true },
    ]);
    const again = await enrol(rpc);
    expect(again).toMatchObject({
      new: 0,
      already_enrolled: EXPECTED.new,
      skipped: EXPECTED.skipped,
      to_stagger: 0,
      executed: { enrolled: 0, remaining: 0 },
    });
    const [{ count }] = await tx.query("select count(*)::int from public.maintenance_contracts");
    expect(count).toBe(EXPECTED.new);
  }));

Deno.test("a run that is stopped between two batches goes on where it was", () =>
  inTransaction(async (tx, rpc) => {
    const { run_id } = await dryRun(rpc);
    const first = await rpc("execute_backfill", { run_id, batch: 150 });
    expect(first).toMatchObject({ status: "executing", done: 150, remaining: 245 });
    expect(await execute(rpc, run_id)).toMatchObject({
      status: "done",
      enrolled: EXPECTED.new,
      failed: 0,
    });
    expect(await execute(rpc, run_id)).toMatchObject({ status: "done", enrolled: EXPECTED.new });
    const [{ count }] = await tx.query("select count(*)::int from public.maintenance_contracts");
    expect(count).toBe(EXPECTED.new);
  }));

Deno.test("a started run is finished only for the same files, read the same way, day and window", () =>
  inTransaction(async (_tx, rpc) => {
    const lift = (n: number) => `S${n},L${n},sale,2026-01-05,,2026-01-20,,C1,SL,,1,,`;
    const files = smallSet({ "sales_order_lines.csv": [lift(1), lift(2), lift(3)] });
    const more = smallSet({ "sales_order_lines.csv": [lift(1), lift(2), lift(3), lift(4)] });
    const wanted = { today: "2026-06-02", isExecuted: true };
    const { run_id } = await runBackfill(rpc, files, { ...wanted, isExecuted: false });
    await rpc("execute_backfill", { run_id, batch: 1 });
    const others = [
      await runBackfill(rpc, files, { ...wanted, isExecuted: false }),
      await runBackfill(rpc, more, wanted),
      await runBackfill(rpc, files, { ...wanted, ordersFromAbove: true }),
      await runBackfill(rpc, files, { ...wanted, today: "2026-06-03" }),
      await runBackfill(rpc, files, { ...wanted, weeks: 5 }),
    ];
    expect(others.filter((report) => report.run_id === run_id)).toEqual([]);
    expect((await runBackfill(rpc, files, wanted)).run_id).toBe(run_id);
    // Now it is done, and the same command looks for what is new.
    expect((await runBackfill(rpc, files, wanted)).run_id).not.toBe(run_id);
  }));

Deno.test("a stopped import or execution is made good by running the whole command again", () =>
  inTransaction(async (tx, rpc) => {
    const failingAt = (killed: string, calls: number): Rpc => (name, args) => {
      if (name === killed && --calls === 0) throw new Error("killed");
      return rpc(name, args);
    };
    await expect(enrol(failingAt("import_batch", 4))).rejects.toThrow("killed");
    await expect(enrol(failingAt("execute_backfill", 2))).rejects.toThrow("killed");
    const [started] = await tx.query("select id, state from public.backfill_runs");
    expect(started.state).toBe("executing");
    expect(await enrol(rpc)).toMatchObject({
      run_id: started.id,
      new: EXPECTED.new,
      executed: { status: "done", enrolled: EXPECTED.new },
    });
    const [{ count }] = await tx.query("select count(*)::int from public.maintenance_contracts");
    expect(count).toBe(EXPECTED.new);
  }));
