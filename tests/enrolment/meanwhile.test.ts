/** What changes between a dry run and its execution: each unit is looked at again when its turn comes. */
import { expect } from "expect";
import type { Queryable } from "@/embedded/database.ts";
import { execute, runBackfill } from "@/lib/enrolment/run.ts";
import { line, LINES } from "./rows.ts";
import { inTransaction, smallSet } from "./support.ts";

/**
 * Enrols a scooter, a plain and a curved stair lift, when something changes after the dry run.
 * Resolves to how many were enrolled and skipped, and the products of those enrolled.
 */
async function enrolledAfter(change: (tx: Queryable) => Promise<unknown>) {
  let outcome;
  await inTransaction(async (tx, rpc) => {
    const lines = [
      line("L1", { sku: "SC", serial_numbers: "S1" }),
      line("L2", { sku: "SL" }),
      line("L3", { sku: "SL-X" }),
    ];
    const options = { today: "2026-06-02", isExecuted: false };
    const { run_id, ...report } = await runBackfill(rpc, smallSet({ [LINES]: lines }), options);
    expect(report.new).toBe(3);
    await change(tx);
    const { enrolled, skipped, failed, status } = await execute(rpc, run_id);
    expect([status, failed]).toEqual(["done", 0]);
    const units = await tx.query<{ sku: string }>(
      `select p.sku from public.maintenance_contracts c join public.units u on u.id = c.unit_id
       join public.products p on p.id = u.product_id order by p.sku`,
    );
    const [{ half }] = await tx.query<{ half: number }>(
      `select count(*)::int as half from public.backfill_rows
       where state = 'skipped' and (unit_id is not null or contract_id is not null)`,
    );
    expect(half).toBe(0);
    outcome = { enrolled, skipped, products: units.map(({ sku }) => sku) };
  });
  return outcome;
}

Deno.test("where nothing changed all are enrolled", async () => {
  expect(await enrolledAfter(() => Promise.resolve()))
    .toEqual({ enrolled: 3, skipped: 0, products: ["SC", "SL", "SL-X"] });
});

Deno.test("a category whose policy was switched off meanwhile is left out", async () => {
  const off = (tx: Queryable) =>
    tx.exec(
      "update public.equipment_categories set maintenance_enabled = false where code = 'stairlift'",
    );
  expect(await enrolledAfter(off)).toEqual({ enrolled: 1, skipped: 2, products: ["SC"] });
});

Deno.test("so is a product that was switched off, and the others of its category are not", async () => {
  const off = (tx: Queryable) =>
    tx.exec("update public.products set maintenance_enabled = false where sku = 'SL-X'");
  expect(await enrolledAfter(off)).toEqual({ enrolled: 2, skipped: 1, products: ["SC", "SL"] });
});

Deno.test("and one that turned out to be an accessory", async () => {
  const classified = (tx: Queryable) =>
    tx.exec("update public.products set unit_kind = 'accessory' where sku = 'SL'");
  expect(await enrolledAfter(classified))
    .toEqual({ enrolled: 2, skipped: 1, products: ["SC", "SL-X"] });
});

Deno.test("and one that nobody can say any more what it is", async () => {
  const unclassified = (tx: Queryable) =>
    tx.exec("update public.products set unit_kind = null where sku = 'SL'");
  expect(await enrolledAfter(unclassified))
    .toEqual({ enrolled: 2, skipped: 1, products: ["SC", "SL-X"] });
});

Deno.test("an order that is not confirmed any more enrols nothing", async () => {
  const reopened = (tx: Queryable) =>
    tx.exec("update public.sales_orders set state = 'cancel' where order_number = 'SL3'");
  expect(await enrolledAfter(reopened)).toEqual({
    enrolled: 2,
    skipped: 1,
    products: ["SC", "SL"],
  });
});

Deno.test("a policy that changed its price keeps what the dry run told", async () => {
  await inTransaction(async (tx, rpc) => {
    const files = smallSet({ [LINES]: [line("L1", { sku: "SL" })] });
    const { run_id } = await runBackfill(rpc, files, { today: "2026-06-02", isExecuted: false });
    await tx.exec("update public.equipment_categories set fee = 999 where code = 'stairlift'");
    await execute(rpc, run_id);
    const contracts = await tx.query("select fee::text from public.maintenance_contracts");
    expect(contracts).toEqual([{ fee: "189.00" }]);
  });
});
