/** Why a client may be written to: what they said themselves counts before what they bought. */
import { expect } from "expect";
import type { Queryable } from "@/embedded/database.ts";
import { runBackfill } from "@/lib/enrolment/run.ts";
import type { Rpc } from "@/lib/database/rpc.ts";
import { line, LINES } from "./rows.ts";
import { inTransaction, smallSet } from "./support.ts";

const run = (rpc: Rpc, lines: string[], isExecuted = false) =>
  runBackfill(rpc, smallSet({ [LINES]: lines }), { today: "2026-06-02", isExecuted });

/** A lift that a customer ordered, and had delivered, on a day. */
const bought = (ref: string, customer_ref: string, order_date: string) =>
  line(ref, { customer_ref, order_date, delivery_date: order_date });

/** Imports the customers and writes down what they have said. */
async function told(
  tx: Queryable,
  rpc: Rpc,
  customerRef: string,
  basis: string,
  on: string | null,
) {
  await run(rpc, []);
  await tx.query(
    "update public.customers set consent_basis = $2, consent_on = $3 where customer_ref = $1",
    [customerRef, basis, on],
  );
}

/** The consent of a customer as it is on record. */
async function consentOf(tx: Queryable, customerRef: string) {
  const [{ basis, on }] = await tx.query(
    `select consent_basis as basis, consent_on::text as on from public.customers
     where customer_ref = $1`,
    [customerRef],
  );
  return [basis, on];
}

Deno.test("a purchase counts for two years to the day, and the day of the run is one of them", () =>
  inTransaction(async (_tx, rpc) => {
    const consent = async (orderDate: string) =>
      (await run(rpc, [bought(`L${orderDate}`, "C1", orderDate)])).consent;
    expect(await consent("2024-06-01")).toEqual({ none: 1 });
    expect(await consent("2024-06-02")).toEqual({ purchase: 1 });
    expect(await consent("2026-06-02")).toEqual({ purchase: 1 });
  }));

for (const basis of ["express", "contract"]) {
  Deno.test(`who agreed (${basis}) is written to whatever they bought, however long ago`, () =>
    inTransaction(async (tx, rpc) => {
      await told(tx, rpc, "C1", basis, "2011-03-01");
      const lines = [
        bought("L1", "C1", "2026-05-01"),
        bought("L2", "C1", "2015-01-01"),
        bought("L3", "C2", "2015-01-01"),
      ];
      const report = await run(rpc, lines, true);
      expect(report).toMatchObject({
        consent: { [basis]: 2, none: 1 },
        executed: { enrolled: 3 },
      });
      // A purchase is the weaker reason: it takes nothing from what was said.
      expect(await consentOf(tx, "C1")).toEqual([basis, "2011-03-01"]);
    }));
}

Deno.test("of two purchases the later one counts, in this file or on record", () =>
  inTransaction(async (tx, rpc) => {
    await told(tx, rpc, "C1", "purchase", "2026-01-15");
    const lines = [
      bought("L1", "C1", "2020-01-01"),
      bought("L2", "C2", "2020-01-01"),
      bought("L3", "C2", "2026-02-01"),
    ];
    expect(await run(rpc, lines, true)).toMatchObject({ consent: { purchase: 2, none: 1 } });
    expect(await consentOf(tx, "C1")).toEqual(["purchase", "2026-01-15"]);
    expect(await consentOf(tx, "C2")).toEqual(["purchase", "2026-02-01"]);
  }));

Deno.test("nobody agreed tomorrow: a purchase that is dated ahead counts from today", () =>
  inTransaction(async (tx, rpc) => {
    const [{ today, soon, later }] = await tx.query<{ today: string; soon: string; later: string }>(
      `select day::text as today, (day + 10)::text as soon, (day + 20)::text as later
       from private.company_day(private.clock()) day`,
    );
    const files = smallSet({ [LINES]: [bought("L1", "C1", soon)] });
    const report = await runBackfill(rpc, files, { today: later, isExecuted: true });
    expect(report).toMatchObject({ executed: { enrolled: 1, failed: 0 } });
    expect(await consentOf(tx, "C1")).toEqual(["purchase", today]);
  }));
