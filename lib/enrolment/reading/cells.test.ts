import { expect } from "expect";
import fc from "fast-check";
import { isDateLike, isNothing, isShortened, unwrapped, withoutDecimals } from "./cells.ts";

Deno.test("what spreadsheets wrap around a cell is taken off", () => {
  const cases = [
    ['="00777"', "00777"],
    ['="say ""hi"""', 'say "hi"'],
    ["'00777", "00777"],
    ["\u00a0A 1\u202f", "A 1"],
    ["\ufeffA\u200b-\u202e1\u202c", "A-1"],
    ["'t Hooft", "'t Hooft"],
    ["O'Brien", "O'Brien"],
    ["=A1+B1", "=A1+B1"],
    ["", ""],
  ];
  expect(cases.map(([cell]) => unwrapped(cell))).toEqual(cases.map(([, plain]) => plain));
});

Deno.test("a plain cell stays as it is", () => {
  const plain = fc.stringMatching(/^[A-Za-z0-9\u00e9][A-Za-z0-9 \u00e9.,()-]*$/);
  fc.assert(fc.property(plain, (cell) => expect(unwrapped(cell)).toBe(cell.trim())));
});

Deno.test("what stands for an empty cell depends on the column", () => {
  const words = [
    "FALSE",
    "vrai",
    "0",
    "X",
    "n/a",
    "-",
    "N.A.",
    "#N/A",
    "See file",
    "xxxx",
    "A1",
    "Nanny",
    "?",
  ];
  const nothing = (kind: keyof typeof isNothing) => words.filter(isNothing[kind]);
  const always = ["n/a", "-", "N.A.", "#N/A", "See file"];
  expect(nothing("text")).toEqual(["FALSE", "vrai", "0", "X", ...always, "?"]);
  expect(nothing("apartment")).toEqual(["FALSE", "vrai", "0", ...always]);
  expect(nothing("date")).toEqual(["FALSE", "vrai", "0", ...always]);
  expect(nothing("number")).toEqual(["FALSE", "vrai", ...always]);
  expect(nothing("flag")).toEqual(always);
});

Deno.test("every word that other systems export for nothing is read as such, in any case", () => {
  const words = ["FALSE", "N/A", "NA", "NONE", "NULL", "-", "–", ".", "0", "x", "tbd", "unknown"];
  for (const word of [...words, "see file"]) {
    for (const said of [word, word.toLowerCase(), word.toUpperCase()]) {
      expect([said, isNothing.text(said)]).toEqual([said, true]);
    }
  }
});

Deno.test("a shortened number is known by its exponent, and no serial number is taken for one", () => {
  const shortened = [
    "1.23457E+11",
    "1,2E+05",
    "9.06e+09",
    "1E+15",
    "4.5E-05",
    "123.5E+9",
    "12,3E+9",
  ];
  expect(shortened.filter((cell) => !isShortened(cell))).toEqual([]);
  expect(["12E4", "1E5", "E12", "2E+", "12.5", "SL-1E+05"].filter(isShortened)).toEqual([]);
});

Deno.test("decimals of a whole number are dropped, those of others stay", () => {
  expect(["12345.0", "7.00", "1.5", "A1.0", "1.0.0"].map(withoutDecimals))
    .toEqual(["12345", "7", "1.5", "A1.0", "1.0.0"]);
});

Deno.test("what was made a date of is known by its form, and no flat is taken for one", () => {
  const dates = ["3-Jan", "Jan-03", "02-févr.", "13/01/2026", "2026-01-03", "2026-01-03 00:00:00"];
  expect(dates.filter((cell) => !isDateLike(cell))).toEqual([]);
  expect(["3-12", "3-B", "1203", "May", "Marina 12", "3.2", "12/3"].filter(isDateLike)).toEqual([]);
});
