import { expect } from "expect";
import { readTogether } from "./serials.ts";

Deno.test("serials written together are taken apart where there are devices for them", () => {
  const cases: [cell: string, units: number, serials: string[]][] = [
    ["P1/P2", 2, ["P1", "P2"]],
    ["P1 P2", 2, ["P1", "P2"]],
    ["Q1 & Q2", 2, ["Q1", "Q2"]],
    ["Q1 and Q22", 2, ["Q1", "Q22"]],
    ["Q1 et Q2", 2, ["Q1", "Q2"]],
    ["AB-12 + ab-13", 3, ["AB-12", "ab-13"]],
    ["SL1001 SL1002 SL1003", 3, ["SL1001", "SL1002", "SL1003"]],
    ["12345 / 12346", 2, ["12345", "12346"]],
  ];
  expect(cases.map(([cell, units]) => readTogether(cell, units)))
    .toEqual(cases.map(([, , serials]) => serials));
});

Deno.test("a serial with a space or a stroke in it stays one, as do more serials than devices", () => {
  const cases: [string, number][] = [
    ["SL 1234", 2],
    ["AB/12", 2],
    ["P1/P2", 1],
    ["P1/P2/P3", 2],
    ["left & right", 2],
    ["AB12/34CD", 2],
    ["P1", 2],
    ["P1/", 2],
  ];
  expect(cases.filter(([cell, units]) => readTogether(cell, units) !== undefined)).toEqual([]);
});
