import { expect } from "expect";
import { csvCell, csvLine } from "./csv.ts";

Deno.test("what a spreadsheet would run is text", () => {
  for (
    const typed of [
      "=1+1",
      "+1",
      "-1",
      "@sum",
      "\tx",
      "\rx",
      "\nx",
      "＝1+1",
      "－1",
      "＋1",
      "＠sum",
      '=cmd|"/c calc"',
    ]
  ) {
    expect(csvCell(typed).replace(/^"/, "")).toMatch(/^'/);
  }
  expect(csvCell("a=1")).toBe("a=1");
  expect(csvCell("-1.00+cmd")).toBe("'-1.00+cmd");
});

Deno.test("what was paid too much is a number that a spreadsheet adds up", () => {
  expect(csvCell("-12.50")).toBe("-12.50");
});

Deno.test("commas, quotes and lines stay in their cell", () => {
  expect(csvLine(["a,b", 'say "hi"', "two\nlines", "", "plain"]))
    .toBe('"a,b","say ""hi""","two\nlines",,plain\r\n');
});
