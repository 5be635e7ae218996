import { expect } from "expect";
import { folderReader, type ReadBytes } from "@/lib/backfill/import.ts";
import { execute, runBackfill } from "@/lib/backfill/run.ts";
import type { Rpc } from "@/lib/backfill/rpc.ts";
import { changedInstallBase, INSTALL_BASE, inTransaction } from "./support.ts";

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

Deno.test("a stopped import or execution is made good by running the whole command again", () =>
  inTransaction(async (tx, rpc) => {
    const failing = (calls: number): Rpc => (name, args) => {
      if (calls-- === 0) throw new Error("killed");
      return rpc(name, args);
    };
    await expect(enrol(failing(12))).rejects.toThrow("killed");
    // Imports take 3 or 4 calls a file; the second batch of the execution is never made.
    await expect(enrol(failing(24))).rejects.toThrow("killed");
    const report = await enrol(rpc);
    expect(report.new + report.already_enrolled).toBe(EXPECTED.new);
    expect(report.already_enrolled).toBeGreaterThan(0);
    expect(report.new).toBeGreaterThan(0);
    const [{ count }] = await tx.query("select count(*)::int from public.maintenance_contracts");
    expect(count).toBe(EXPECTED.new);
  }));
