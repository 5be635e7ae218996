/** Random files over the whole way, bytes to contracts: every row and unit is accounted for, and none is there twice. */
import { expect } from "expect";
import fc from "fast-check";
import type { Queryable } from "@/embedded/database.ts";
import { runBackfill } from "@/lib/enrolment/run.ts";
import { claim, CLAIMS, line, LINES } from "./rows.ts";
import { inTransaction, smallSet } from "./support.ts";

const TODAY = "2026-06-02";
const SERIALS = [
  "",
  "FALSE",
  "AB-91",
  "ab-91",
  "CD-92",
  "1.2E+05",
  "EF-93;GH-94",
  '"IJ-95, KL-96"',
];
const CLIENTS = ["C1", "C2", "C3", "C1 ", "C9", "", "__proto__"];
const DAYS = ["2026-01-20", "", "31/02/2026", "2026-06-03", "1900-01-01", "0"];

const ofLine = fc.record({
  line_ref: fc.constantFrom("L1", "L2", "L3", "L4", "L5", "", "1.2E+05"),
  order_number: fc.constantFrom("S1", "S2", "S3", ""),
  order_state: fc.constantFrom("sale", "sale", "Done", "draft", "cancel", "?"),
  delivery_date: fc.constantFrom(...DAYS),
  customer_ref: fc.constantFrom(...CLIENTS),
  sku: fc.constantFrom("SL", "SL-X", "SC", "SC", "WK", "SV", "NOPE", ""),
  description: fc.constantFrom("", "=HYPERLINK(1)", '"a, b"', "\u0000", '"'),
  quantity: fc.constantFrom("1", "1", "2", "3.0", "0", "-1", "1000", "two"),
  serial_numbers: fc.constantFrom(...SERIALS),
}).map(({ line_ref, ...more }) => line(line_ref, more));
const ofClaim = fc.record({
  ref: fc.constantFrom("K1", "K2", "K3", ""),
  serial: fc.constantFrom(...SERIALS.slice(0, 6)),
  customer_ref: fc.constantFrom(...CLIENTS),
  device_type: fc.constantFrom("Scooter", "Walker", "Hovercraft", ""),
  sku: fc.constantFrom("SC", "", "NOPE"),
  adp_delivery_date: fc.constantFrom(...DAYS),
}).map(({ ref, serial, ...more }) => claim(ref, serial, more));
const broken = fc.constantFrom(",,,,", "S1,L9", 'S1,"L9,sale', "\u0000".repeat(3));

const files = fc.record({
  [LINES]: fc.array(fc.oneof({ weight: 8, arbitrary: ofLine }, { weight: 1, arbitrary: broken }), {
    maxLength: 40,
  }),
  [CLAIMS]: fc.array(
    fc.oneof({ weight: 8, arbitrary: ofClaim }, { weight: 1, arbitrary: broken }),
    { maxLength: 15 },
  ),
});

/** How many units a run found of each line of each file, and how many of them it enrolled. */
const found = (tx: Queryable, runId: string) =>
  tx.query<{ file: string; line: number; units: number; skipped: number; wanted: number }>(
    `select f.file_name as file, r.line,
       (count(*) filter (where b.outcome <> 'skipped'))::int as units,
       (count(*) filter (where b.outcome = 'skipped'))::int as skipped,
       coalesce((r.fields ->> 'quantity')::int, 1) as wanted
     from public.backfill_rows b
     join public.import_rows r on r.id = b.import_row_id
     join public.import_files f on f.id = r.file_id
     where b.run_id = $1 group by f.file_name, r.line, r.fields ->> 'quantity'`,
    [runId],
  );

const isRow = (row: string) => /[^,\s]/.test(row);

Deno.test("whatever is in the files, each row and each unit is new, there already, skipped or refused, and a second time nothing is new", () =>
  inTransaction(async (tx, rpc) => {
    await fc.assert(
      fc.asyncProperty(files, async (rows) => {
        await tx.exec("savepoint before_files");
        try {
          const set = smallSet(rows);
          const report = await runBackfill(rpc, set, { today: TODAY, isExecuted: true });
          const told = await found(tx, report.run_id);
          for (const [file, count] of [[LINES, report.lines], [CLAIMS, report.claims]] as const) {
            const ofFile = told.filter((each) => each.file === file);
            // One refused row may be the rest of the file, whose quote was never closed.
            expect(ofFile).toHaveLength(count);
            const isWhole = !rows[file].some((row) => row.includes('"L9'));
            if (isWhole) expect(count).toBe(rows[file].filter(isRow).length);
            for (const { units, skipped, wanted } of ofFile) {
              expect(units === 0 ? skipped : units + skipped).toBe(
                units === 0 ? Math.max(skipped, 1) : wanted,
              );
            }
          }
          const sum = (counts: Record<string, number>) =>
            Object.values(counts).reduce((a, b) => a + b, 0);
          expect(report.new + report.already_enrolled + sum(report.skipped))
            .toBe(told.reduce((all, { units, skipped }) => all + units + skipped, 0));
          const refused = report.rejected.filter(({ file, line }) =>
            (file === LINES || file === CLAIMS) && line > 1
          );
          expect(report.skipped.invalid_row ?? 0).toBe(refused.length);
          expect(report.conflicts).toBeLessThanOrEqual(report.skipped.duplicate ?? 0);
          expect(report.executed).toMatchObject({ enrolled: report.new, failed: 0, skipped: 0 });
          const [twice] = await tx.query(
            `select count(*)::int as contracts, count(distinct c.unit_id)::int as units,
               count(u.serial_number)::int - count(distinct upper(u.serial_number) || coalesce(u.product_id::text, ''))::int as same
             from public.maintenance_contracts c join public.units u on u.id = c.unit_id`,
          );
          expect(twice).toEqual({ contracts: report.new, units: report.new, same: 0 });
          const again = await runBackfill(rpc, set, { today: TODAY, isExecuted: true });
          expect([again.new, again.executed?.enrolled]).toEqual([0, 0]);
          expect(again.already_enrolled).toBe(report.new + report.already_enrolled);
        } finally {
          await tx.exec("rollback to savepoint before_files");
        }
      }),
      { numRuns: 3 },
    );
  }));
