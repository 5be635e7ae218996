import { expect } from "expect";
import { type BackfillReport, runBackfill } from "@/lib/enrolment/run.ts";
import { MissingFileError } from "@/lib/enrolment/import.ts";
import type { Rpc } from "@/lib/database/rpc.ts";
import { claim, CLAIMS, line, LINES } from "./rows.ts";
import { inTransaction, smallSet } from "./support.ts";

type Extra = Parameters<typeof smallSet>[0];

const scan = (rpc: Rpc, extra: Extra, isExecuted = false): Promise<BackfillReport> =>
  runBackfill(rpc, smallSet(extra), { today: "2026-06-02", isExecuted });

/** What the dry run of these lines and claims counts. */
async function counted(rpc: Rpc, lines: string[], claims: string[] = []) {
  const { new: fresh, skipped } = await scan(rpc, { [LINES]: lines, [CLAIMS]: claims });
  return { new: fresh, skipped };
}

Deno.test("each kind of row that cannot be enrolled is skipped for its own reason", () =>
  inTransaction(async (_tx, rpc) => {
    const report = await scan(rpc, {
      [LINES]: [
        line("L1", { delivery_date: "20/01/2026" }),
        line("L2", { customer_ref: "C9" }),
        line("L3", { sku: "NOPE" }),
        line("L4", { order_state: "draft" }),
        line("L5", { order_state: "cancel" }),
        line("L6", { quantity: "0" }),
        line("L7", { quantity: "-1" }),
        line("L8", { sku: "SV" }),
        line("L9", { sku: "SL-RAIL" }),
        line("L10", { sku: "WK" }),
        line("L11", { sku: "NEW" }),
        line("L12", { delivery_date: "2026-06-03" }),
        line("L13", { sku: "SC" }),
        line("L14", { delivery_date: "2026-06-02" }),
      ],
      [CLAIMS]: [
        claim("K1", ""),
        claim("K2", "A1", { device_type: "", sku: "" }),
        claim("K3", "A2", { device_type: "Hovercraft", sku: "" }),
        claim("K4", "A3", { device_type: "Walker", sku: "" }),
        claim("K5", "A4", { customer_ref: "" }),
        claim("K6", "A5", { sku: "NOPE" }),
        claim("K7", "A6", { adp_delivery_date: "soon" }),
      ],
    });
    expect(report).toMatchObject({
      new: 1,
      skipped: {
        invalid_row: 2,
        unknown_customer: 2,
        unknown_product: 2,
        not_confirmed: 2,
        non_positive_quantity: 2,
        no_category: 3,
        not_enabled: 4,
        not_delivered: 1,
        no_serial: 2,
      },
      rejected: [
        { file: LINES, line: 2, reason: 'delivery_date "20/01/2026" is not a date (YYYY-MM-DD)' },
        { file: CLAIMS, line: 8, reason: 'adp_delivery_date "soon" is not a date (YYYY-MM-DD)' },
      ],
    });
  }));

Deno.test("of several reasons the first in the list counts", () =>
  inTransaction(async (_tx, rpc) => {
    const worst = { customer_ref: "C9", sku: "NOPE", order_state: "draft", quantity: "0" };
    expect(
      await counted(rpc, [
        line("L1", { ...worst, order_date: "?" }),
        line("L2", worst),
        line("L3", { ...worst, customer_ref: "C1" }),
        line("L4", { ...worst, customer_ref: "C1", sku: "SV" }),
        line("L5", { sku: "SV", quantity: "0" }),
        line("L6", { sku: "SV", delivery_date: "2027-01-01" }),
        line("L7", { sku: "WK", delivery_date: "2027-01-01" }),
        line("L8", { sku: "SC", delivery_date: "2027-01-01" }),
      ]),
    ).toEqual({
      new: 0,
      skipped: {
        invalid_row: 1,
        unknown_customer: 1,
        unknown_product: 1,
        not_confirmed: 1,
        non_positive_quantity: 1,
        no_category: 1,
        not_enabled: 1,
        not_delivered: 1,
      },
    });
  }));

Deno.test("a quantity of three is three units, a skipped row of three is one skip", () =>
  inTransaction(async (tx, rpc) => {
    const report = await scan(rpc, {
      [LINES]: [line("L1", { quantity: "3" }), line("L2", { quantity: "3", sku: "SC" })],
    }, true);
    expect(report).toMatchObject({ new: 3, skipped: { no_serial: 1 }, fee_total: "567.00" });
    const units = await tx.query("select unit_number from public.units order by unit_number");
    expect(units).toEqual([{ unit_number: 1 }, { unit_number: 2 }, { unit_number: 3 }]);
  }));

Deno.test("serials compare trimmed and case-folded; the first in file order wins, claims first", () =>
  inTransaction(async (tx, rpc) => {
    const report = await scan(rpc, {
      [LINES]: [
        line("L1", { serial_numbers: "SL-1" }),
        line("L2", { serial_numbers: " sl-1 " }),
        line("L3", { sku: "SC", serial_numbers: "AB9" }),
        line("L4", { quantity: "2", serial_numbers: "SL-1; SL-2" }),
      ],
      [CLAIMS]: [claim("K1", "ab9"), claim("K2", " AB9 ")],
    }, true);
    expect(report).toMatchObject({ new: 3, skipped: { duplicate: 4 } });
    const units = await tx.query(
      `select u.serial_number, c.source from public.units u
       join public.maintenance_contracts c on c.unit_id = u.id order by u.serial_key`,
    );
    expect(units).toEqual([
      { serial_number: "ab9", source: "claims" },
      { serial_number: "SL-1", source: "backfill" },
      { serial_number: "SL-2", source: "backfill" },
    ]);
  }));

Deno.test("a line that the file tells twice is one unit, the first row's", () =>
  inTransaction(async (_tx, rpc) => {
    expect(await counted(rpc, [line("L1"), line("L1", { customer_ref: "C2" })])).toEqual({
      new: 1,
      skipped: { duplicate: 1 },
    });
  }));

Deno.test("a row that cannot be enrolled does not take a serial from one that can", () =>
  inTransaction(async (_tx, rpc) => {
    const lines = [
      line("L1", { order_state: "draft", serial_numbers: "X1" }),
      line("L2", { serial_numbers: "X1" }),
    ];
    expect(await counted(rpc, lines)).toEqual({ new: 1, skipped: { not_confirmed: 1 } });
  }));

Deno.test("lines of one order may differ in state; each counts by its own", () =>
  inTransaction(async (_tx, rpc) => {
    const report = await scan(rpc, {
      [LINES]: [
        line("L1", { order_number: "S1", order_state: "draft" }),
        line("L2", { order_number: "S1" }),
      ],
    }, true);
    expect(report).toMatchObject({
      new: 1,
      skipped: { not_confirmed: 1 },
      executed: { enrolled: 1, skipped: 0 },
    });
  }));

Deno.test("due dates count from delivery, else invoice, else order, else today", () =>
  inTransaction(async (tx, rpc) => {
    const report = await scan(rpc, {
      [LINES]: [
        line("L1", { invoice_date: "2026-01-10" }),
        line("L2", { delivery_date: "", invoice_date: "2026-03-31" }),
        line("L3", { delivery_date: "" }),
        line("L4", { delivery_date: "", order_date: "" }),
        line("L5", { sku: "SL-X" }),
      ],
    });
    expect(report.anchors).toEqual({ delivery: 2, invoice: 1, order: 1, today: 1 });
    const rows = await tx.query(
      "select first_due_on, fee from public.backfill_rows order by position",
    );
    expect(rows.map((row) => [row.first_due_on, Number(row.fee)])).toEqual([
      ["2026-07-20", 189],
      // Six months after the last of March is the last of September.
      ["2026-09-30", 189],
      ["2026-07-05", 189],
      ["2026-12-02", 189],
      ["2027-01-20", 229],
    ]);
  }));

Deno.test("without claims and device-type map everything else works", () =>
  inTransaction(async (_tx, rpc) => {
    const report = await scan(rpc, {
      [CLAIMS]: null,
      "device_type_map.csv": null,
      [LINES]: [line("L1")],
    });
    expect(report).toMatchObject({ new: 1, claims: 0, lines: 1 });
  }));

Deno.test("without any other file nothing is imported", () =>
  inTransaction(async (tx, rpc) => {
    const attempt = scan(rpc, { "customers.csv": null, [LINES]: null });
    await expect(attempt).rejects.toThrow(MissingFileError);
    await expect(attempt).rejects.toThrow("customers.csv, sales_order_lines.csv");
    expect(await tx.query("select from public.import_files")).toEqual([]);
  }));

Deno.test("a row that the database refuses is named and the others of its batch stay", () =>
  inTransaction(async (tx, rpc) => {
    await tx.exec("alter table public.customers add constraint no_bo check (name <> 'Bo Ray')");
    const report = await scan(rpc, { [LINES]: [line("L1"), line("L2", { customer_ref: "C2" })] });
    expect(report).toMatchObject({
      new: 1,
      customers: 3,
      skipped: { unknown_customer: 1 },
      rejected: [{ file: "customers.csv", line: 3, reason: expect.stringContaining("no_bo") }],
    });
  }));

Deno.test("what was left out of a row is said, and a category that nobody knows leaves no guess", () =>
  inTransaction(async (_tx, rpc) => {
    const report = await scan(rpc, {
      "products.csv": ["ODD,Odd lift,gondola,true,base,,,"],
      "customers.csv": ["C4,Di Poe,di(at)example.com,,,,,,,,"],
      [LINES]: [
        line("L1", { sku: "ODD" }),
        line("L2", { customer_ref: "C4", serial_numbers: "A;B" }),
      ],
    });
    expect(report).toMatchObject({
      new: 1,
      skipped: { no_category: 1 },
      missing_emails: 1,
      rejected: [],
      notices: [
        { file: "products.csv", line: 9, reason: expect.stringContaining('"gondola"') },
        { file: "customers.csv", line: 5, reason: expect.stringContaining("di(at)example.com") },
        { file: LINES, line: 3, reason: expect.stringContaining("2 serial numbers") },
      ],
    });
  }));
