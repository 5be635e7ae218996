/** The folder of a backfill with workbooks and other systems' headings in it: the same units as from our own files. */
import { expect } from "expect";
import { MissingFileError, type ReadBytes } from "@/lib/enrolment/import.ts";
import { runBackfill } from "@/lib/enrolment/run.ts";
import { makeWorkbook, number } from "./make_workbook.ts";
import { line, LINES } from "./rows.ts";
import { inTransaction, smallSet } from "./support.ts";

const WANTED = { today: "2026-06-02", isExecuted: false };
const utf8 = (text: string) => new TextEncoder().encode(text);

const OWN = smallSet({
  [LINES]: [line("L1", { quantity: "2" }), line("L2", { customer_ref: "C2" })],
});

/** Some files of a folder replaced, by name; undefined takes one away. */
const instead =
  (others: Record<string, Uint8Array<ArrayBuffer> | undefined>): ReadBytes => async (name) =>
    name in others ? others[name] : await OWN(name);

const CUSTOMERS = makeWorkbook([{
  name: "Clients",
  rows: [
    [
      "customer_ref",
      "name",
      "email",
      "phone",
      "street",
      "unit",
      "city",
      "province",
      "postal_code",
      "latitude",
      "longitude",
    ],
    [
      "C1",
      "Ada Lee",
      "ada@example.com",
      number("4165550101"),
      "1 Oak St",
      "",
      "Toronto",
      "ON",
      "M5V 1A1",
      number("43.64"),
      number("-79.4"),
    ],
    ["C2", "Bo Ray"],
    ["C3", "Cy Fox"],
  ],
}]);

const ODOO_LINES =
  "Order Reference,Customer ID,Status,Order Date,Delivery Date,Order Lines/External ID,SKU,Quantity,Unit Price\n" +
  "S1,C1,Sales Order,2026-01-05 10:00:00,2026-01-20,L1,SL,2.0,3200.00\n" +
  "S2,C2,Sales Order,2026-01-05 10:00:00,2026-01-20,L2,SL,1.0,3200.00\n";

Deno.test("a workbook and headings that leave no doubt enrol what our own files do", () =>
  inTransaction(async (tx, rpc) => {
    const own = await runBackfill(rpc, OWN, WANTED);
    const found = await runBackfill(
      rpc,
      instead({
        "customers.csv": undefined,
        "customers.xlsx": CUSTOMERS,
        [LINES]: utf8(ODOO_LINES),
      }),
      WANTED,
    );
    expect([found.new, found.customers, found.lines]).toEqual([own.new, 3, 2]);
    expect(found.new).toBe(3);
    expect(found.rejected.filter(({ line }) => line > 1)).toEqual([]);
    expect(await tx.query("select phone from public.customers where customer_ref = 'C1'"))
      .toEqual([{ phone: expect.stringContaining("416") }]);
  }));

Deno.test("headings that may mean something else are no guess: the column is missing, and said so", () =>
  inTransaction(async (_tx, rpc) => {
    const lines = ODOO_LINES.replace("Order Reference", "Name");
    const { rejected, lines: read } = await runBackfill(
      rpc,
      instead({ [LINES]: utf8(lines) }),
      WANTED,
    );
    expect(read).toBe(0);
    expect(rejected).toMatchObject([{ line: 1, reason: expect.stringContaining("order_number") }]);
  }));

Deno.test("one file as CSV and as a workbook is a question, and nothing is imported", () =>
  inTransaction(async (_tx, rpc) => {
    const attempt = runBackfill(rpc, instead({ "customers.xlsx": CUSTOMERS }), WANTED);
    await expect(attempt).rejects.toThrow(MissingFileError);
    await expect(attempt).rejects.toThrow("customers.csv and customers.xlsx are both there");
  }));
