/** Files as spreadsheets really damage them: what must come out of each, and that nobody is lost without a word. */
import { expect } from "expect";
import type { BackfillReport } from "@/lib/enrolment/run.ts";
import { CUSTOMERS, type Files, PRODUCTS, scan, scooters, TODAY } from "./damaged.ts";
import { claim, CLAIMS, line, LINES } from "./rows.ts";
import { inTransaction } from "./support.ts";

/** Rows of files, the counts that they must give, and what must be said of them. */
interface Case {
  of: string;
  files: Files;
  new: number;
  /** Units by what their due dates count from, where that matters. */
  anchors?: BackfillReport["anchors"];
  skipped?: Record<string, number>;
  rejected?: RegExp[];
  notices?: RegExp[];
}

const SHORTENED = /shortened by a spreadsheet/;

const CASES: Case[] = [
  {
    of: "three stair lifts of three clients with serial FALSE",
    files: {
      [LINES]: ["C1", "C2", "C3"].map((customer_ref, i) =>
        line(`L${i + 1}`, { customer_ref, serial_numbers: "FALSE" })
      ),
    },
    new: 3,
  },
  {
    of: "claims whose serial stands for none",
    files: {
      [CLAIMS]: scooters(
        "N/A",
        "n/a",
        "None",
        "-",
        "TBD",
        "0",
        "unknown",
        "x",
        "NULL",
        "\u2013",
        ".",
      ),
    },
    new: 0,
    skipped: { no_serial: 11 },
  },
  {
    of: "serial numbers too short to be any, at several clients and twice at one",
    files: {
      [LINES]: ["C1", "C2", "C1"].map((customer_ref, i) =>
        line(`L${i + 1}`, { customer_ref, serial_numbers: "1" })
      ),
      [CLAIMS]: scooters("1234", "1234", "1234", "12-34"),
    },
    new: 7,
    notices: Array(7).fill(/serial number "(1|1234|12-34)" is too short/),
  },
  {
    of: "dates where serial numbers belong",
    files: {
      [LINES]: [
        line("L1", { serial_numbers: "12-Mar" }),
        line("L2", { customer_ref: "C2", serial_numbers: "12-Mar" }),
        line("L3", { customer_ref: "C3", serial_numbers: "01/02/2024" }),
      ],
      [CLAIMS]: scooters(
        "01/02/2024",
        "01/02/2024",
        "2024-02-01 00:00:00",
        "Mar-24",
        "3 ao\u00fbt 2023",
      ),
    },
    new: 8,
    notices: Array(8).fill(/is a date/),
  },
  {
    of: "words where serial numbers belong",
    files: { [CLAIMS]: scooters("left", "left", "Yes", "yes") },
    new: 4,
    notices: Array(4).fill(/has no digit/),
  },
  {
    of: "a serial that looks like none of these, though parts of it do",
    files: {
      [CLAIMS]: scooters("MARK-12", "mark-12", "12345", "12345", "01/02/2024-A", "01/02/2024-a"),
    },
    new: 3,
    skipped: { duplicate: 3 },
    notices: Array(3).fill(/is also at/),
  },
  {
    of: "one real serial at two clients",
    files: { [CLAIMS]: scooters("AB-91", "ab-91") },
    new: 1,
    skipped: { duplicate: 1 },
    notices: [/serial number "ab-91" is also at C1/],
  },
  {
    of: "one real serial twice at one client",
    files: { [CLAIMS]: [claim("K1", "AB-91"), claim("K2", "AB-91")] },
    new: 1,
    skipped: { duplicate: 1 },
  },
  {
    of: "a shortened serial at two clients",
    files: { [CLAIMS]: scooters("1.23457E+11", "1.23457E+11") },
    new: 0,
    skipped: { invalid_row: 2 },
    rejected: [SHORTENED, SHORTENED],
  },
  {
    of: "a shortened serial among those of a line",
    files: { [LINES]: [line("L1", { serial_numbers: "A1; 1.2E+05" })] },
    new: 0,
    skipped: { invalid_row: 1 },
    rejected: [SHORTENED],
  },
  {
    of: "a serial that only looks like a number",
    files: { [CLAIMS]: scooters("12E4", "E1234") },
    new: 2,
  },
  {
    of: "shortened keys",
    files: { [LINES]: [line("1.2E+05"), line("L2", { order_number: '"1,2E+05"' })] },
    new: 0,
    skipped: { invalid_row: 2 },
    rejected: [SHORTENED, SHORTENED],
  },
  {
    of: "keys with decimals, in formulas, behind apostrophes, with characters that do not show",
    files: {
      [CUSTOMERS]: ["77,Di Poe,di@example.com,,,,,,,,"],
      [PRODUCTS]: ['="00777",Lift,stairlift,true,base,,,'],
      [LINES]: [
        line("L1", { customer_ref: "77.0", sku: "'00777" }),
        line("L2", { customer_ref: '="77"', sku: "\u200b00777\u00a0" }),
        line("L3", { customer_ref: "\u202a77\u202c", sku: "00777" }),
      ],
    },
    new: 3,
  },
  {
    of: "serials separated by commas for a quantity of two",
    files: { [LINES]: [line("L1", { quantity: "2", serial_numbers: '"P1, P2"' })] },
    new: 2,
  },
  {
    of: "serials separated by other signs, and one that may be one",
    files: {
      [LINES]: ["P1/P2", "P3 P4", "Q1 & Q2", "SL 1234"].map((serial_numbers, i) =>
        line(`L${i}`, { quantity: "2", serial_numbers })
      ),
    },
    new: 8,
    notices: [
      /"P1\/P2" was read as 2 for a quantity of 2/,
      /"P3 P4" was read as 2/,
      /"Q1 & Q2" was read as 2/,
      /"SL 1234" was read as 1/,
    ],
  },
  {
    of: "the words of French spreadsheets",
    files: {
      [LINES]: ["C1", "C2"].map((customer_ref, i) =>
        line(`L${i + 1}`, { customer_ref, serial_numbers: "FAUX" })
      ),
      [CLAIMS]: scooters("VRAI", "123.5E+9"),
      [PRODUCTS]: ["SL-F,Lift,stairlift,VRAI,base,,,"],
    },
    new: 2,
    skipped: { no_serial: 1, invalid_row: 1 },
    rejected: [SHORTENED],
  },
  {
    of: "an order of the day of the run, which is as good as one of the day before",
    files: {
      [LINES]: [
        line("L1", { order_date: TODAY, delivery_date: "" }),
        line("L2", { order_date: "2026-06-01", delivery_date: "" }),
        line("L3", { order_date: "1990-01-01", delivery_date: "" }),
      ],
    },
    new: 3,
    anchors: { order: 3 },
  },
  {
    of: "an order of tomorrow, and one from before 1990",
    files: {
      [LINES]: [
        line("L1", { order_date: "2026-06-03", delivery_date: "" }),
        line("L2", { order_date: "1989-12-31", delivery_date: "" }),
      ],
    },
    new: 2,
    anchors: { today: 2 },
    notices: [/order_date 2026-06-03 cannot be/, /order_date 1989-12-31 cannot be/],
  },
  {
    of: "an order of the far future",
    files: { [LINES]: [line("L1", { order_date: "2062-05-01", delivery_date: "" })] },
    new: 1,
    notices: [/order_date 2062-05-01 cannot be/],
  },
  {
    of: "a delivery of the far future, and one before anybody sold lifts",
    files: {
      [LINES]: [
        line("L1", { delivery_date: "2062-05-01" }),
        line("L2", { delivery_date: "1900-01-01" }),
      ],
    },
    new: 1,
    skipped: { not_delivered: 1 },
    notices: [/delivery_date 2062-05-01 cannot be/, /delivery_date 1900-01-01 cannot be/],
  },
  {
    of: "dates that stand for none",
    files: {
      [LINES]: [
        line("L1", { order_date: "N/A", delivery_date: "-", invoice_date: "0" }),
        line("L2", { commitment_date: "TBD", delivery_date: "FALSE" }),
      ],
    },
    new: 2,
  },
  {
    of: "a client who is a sum, and one whose name is a number",
    files: {
      [CUSTOMERS]: ["Total,1,,,,,,,,,", "C9,12,,,,,,,,,", "C10,Grand Total,,,,,,,,,"],
      [LINES]: [line("L1"), "Total,,,,,,,,,,1,3200.00,"],
    },
    new: 1,
    skipped: { invalid_row: 1 },
    rejected: [/sum/, /name "12" is no name/, /sum/, /sum/],
  },
  {
    of: "places that are none",
    files: {
      [CUSTOMERS]: [
        "C7,Di Poe,,,,,,,,0,0",
        "C8,Ed Poe,,,,,,,,-79.4,43.6",
        "C9,Fay Poe,,,,,,,,43.6,79.4",
        "C10,Gus Poe,,,,,,,,43.6,-79.4",
      ],
      [LINES]: ["C7", "C8", "C9", "C10"].map((customer_ref, i) => line(`L${i}`, { customer_ref })),
    },
    new: 4,
    notices: [/0, 0 is nowhere/, /-79.4, 43.6 has its two numbers swapped/, /lies far away/],
  },
  {
    of: "details of a client that are too long or cannot be",
    files: {
      [CUSTOMERS]: [
        `C7,Di Poe,,call my son,${"x".repeat(201)},,,,,,`,
        "C8,Ed Poe,,9.05555E+09,FALSE,FALSE,N/A,,-,,",
        "C9,Fay Poe,,000-000-0000,,,,,,,",
      ],
      [LINES]: ["C7", "C8", "C9"].map((customer_ref, i) => line(`L${i}`, { customer_ref })),
    },
    new: 3,
    notices: [
      /phone "call my son" is not a phone number and was left out; street "x{60}…" is longer than 200/,
      SHORTENED,
      /phone "000-000-0000" is not a phone number/,
    ],
  },
];

for (const { of, files, ...expected } of CASES) {
  Deno.test(of, () =>
    inTransaction(async (_tx, rpc) => {
      const { new: fresh, skipped, anchors, rejected, notices } = await scan(rpc, files);
      if (expected.anchors) expect(anchors).toEqual(expected.anchors);
      expect({ new: fresh, skipped }).toEqual({
        new: expected.new,
        skipped: expected.skipped ?? {},
      });
      const said = (remarks: typeof rejected) => remarks.map(({ reason }) => reason);
      for (
        const [told, wanted] of [[rejected, expected.rejected], [
          notices,
          expected.notices,
        ]] as const
      ) {
        expect(said(told)).toEqual((wanted ?? []).map((reason) => expect.stringMatching(reason)));
      }
    }));
}
