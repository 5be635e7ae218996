/** Rows under one key that tell of different things: none is dropped without a word, and a person decides. */
import { expect } from "expect";
import type { Queryable } from "@/embedded/database.ts";
import { runBackfill } from "@/lib/enrolment/run.ts";
import type { Rpc } from "@/lib/database/rpc.ts";
import { claim, CLAIMS, line, LINES } from "./rows.ts";
import { inTransaction, smallSet } from "./support.ts";

const TODAY = "2026-06-02";
const enrol = (rpc: Rpc, files: Parameters<typeof smallSet>[0]) =>
  runBackfill(rpc, smallSet(files), { today: TODAY, isExecuted: true });

const questions = (tx: Queryable) =>
  tx.query(
    `select subject_key, details ->> 'file' as file, (details ->> 'line')::int as line, details ->> 'message' as message
     from public.office_activities where kind = 'enrolment_question' and state = 'open' order by subject_key`,
  );

interface Case {
  of: string;
  files: Parameters<typeof smallSet>[0];
  new: number;
  duplicates: number;
  /** What is told of which row, and asked. */
  asked: [key: string, line: number, message: string][];
}

const CASES: Case[] = [
  {
    of: "one line_ref at two clients",
    files: {
      [LINES]: [
        line("D18", { order_number: "S1" }),
        line("D18", { order_number: "S2", customer_ref: "C2" }),
      ],
    },
    new: 1,
    duplicates: 1,
    asked: [[
      "line:D18",
      3,
      'line_ref "D18" is already on line 2, with another customer_ref, order_number',
    ]],
  },
  {
    of: "one line_ref for more devices than the row before",
    files: { [LINES]: [line("L1"), line("L1", { customer_ref: "C2", quantity: "2" })] },
    new: 1,
    duplicates: 1,
    asked: [[
      "line:L1",
      3,
      'line_ref "L1" is already on line 2, with another customer_ref, quantity',
    ]],
  },
  {
    of: "a line that a system tells once for each serial number",
    files: {
      [LINES]: [line("L1", { serial_numbers: "SL-1" }), line("L1", { serial_numbers: "SL-2" })],
    },
    new: 1,
    duplicates: 1,
    asked: [["line:L1", 3, 'line_ref "L1" is already on line 2, with another serial_numbers']],
  },
  {
    of: "one claim_ref with two serial numbers",
    files: { [CLAIMS]: [claim("KY", "AB-1"), claim("KY", "AB-2", { customer_ref: "C1" })] },
    new: 1,
    duplicates: 1,
    asked: [[
      "claim:KY",
      3,
      'claim_ref "KY" is already on line 2, with another customer_ref, serial_number',
    ]],
  },
  {
    of: "one serial number twice on a line of two",
    files: { [LINES]: [line("L1", { quantity: "2", serial_numbers: "R1;r1" })] },
    new: 1,
    duplicates: 1,
    asked: [["line:L1", 2, 'serial number "r1" stands twice on this line']],
  },
  {
    of: "a line of three without serial numbers",
    files: { [LINES]: [line("L1", { quantity: "3" })] },
    new: 3,
    duplicates: 0,
    asked: [],
  },
  {
    of: "a row that is told twice, word for word",
    files: { [LINES]: [line("L1"), line("L1")] },
    new: 1,
    duplicates: 1,
    asked: [],
  },
  {
    of: "a line that was no sale at first",
    files: { [LINES]: [line("L1", { sku: "SV" }), line("L1")] },
    new: 1,
    duplicates: 0,
    asked: [["line:L1", 3, 'line_ref "L1" is already on line 2, with another sku']],
  },
  {
    of: "rows of services that nobody maintains, under one line_ref",
    files: { [LINES]: [line("L1", { sku: "SV" }), line("L1", { sku: "SV", customer_ref: "C2" })] },
    new: 0,
    duplicates: 0,
    asked: [],
  },
];

for (const { of, files, asked, ...expected } of CASES) {
  Deno.test(of, () =>
    inTransaction(async (tx, rpc) => {
      const { new: fresh, skipped, notices } = await enrol(rpc, files);
      expect({ new: fresh, duplicates: skipped.duplicate ?? 0 }).toEqual(expected);
      const [file] = Object.keys(files!);
      expect(notices).toEqual(asked.map(([, line, reason]) => ({ file, line, reason })));
      expect(await questions(tx)).toEqual(
        asked.map(([subject_key, line, message]) => ({ subject_key, file, line, message })),
      );
    }));
}

Deno.test("a line_ref that the next file gives to another client is no word of the old one", () =>
  inTransaction(async (tx, rpc) => {
    await enrol(rpc, { [LINES]: [line("D18")] });
    const { new: fresh, notices } = await enrol(rpc, {
      [LINES]: [line("D18", { order_number: "S9", customer_ref: "C2" })],
    });
    const message = 'line_ref "D18" is on record in order SD18 of C1';
    expect({ fresh, notices }).toEqual({
      fresh: 0,
      notices: [{ file: LINES, line: 2, reason: message }],
    });
    expect(await questions(tx)).toEqual([
      { subject_key: "line:D18", file: LINES, line: 2, message },
    ]);
  }));
