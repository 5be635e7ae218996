import { expect } from "expect";
import { answersOf, passTheRest } from "./draft.ts";
import { dangersOf, gapsOf, lackOf, progressOf, resultText } from "./progress.ts";
import type { Line, Result } from "./sheet.ts";

const line = (position: number, result: Result | null, more: Partial<Line> = {}): Line => ({
  position,
  label: `Line ${position}`,
  help: null,
  required: true,
  safety_critical: false,
  result,
  note: null,
  ...more,
});

Deno.test("a section says what failed, then what is to go, then what passed", () => {
  const texts = [
    [line(1, "pass"), line(2, "pass")],
    [line(1, "pass"), line(2, "not_applicable")],
    [line(1, "pass"), line(2, null)],
    [line(1, "fail"), line(2, null)],
    [line(1, "fail"), line(2, "pass")],
  ].map((lines) => progressOf(lines).text);
  expect(texts).toEqual([
    "2 passed",
    "1 passed, 1 n.a.",
    "1 to go",
    "1 failed, 1 to go",
    "1 failed",
  ]);
});

Deno.test("the whole list says how many passed", () => {
  expect(resultText([line(1, "pass"), line(2, "pass")]).text).toBe("2 of 2 passed");
  expect(resultText([line(1, "pass"), line(2, "fail")]))
    .toEqual({ text: "1 of 2 passed, 1 failed", shape: "failed" });
  expect(resultText([line(1, "pass"), line(2, null)]).text).toBe("1 of 2 answered");
});

Deno.test("a line that is not required may stay open, except on a safety-critical unit", () => {
  const lines = [line(1, null), line(2, null, { required: false }), line(3, "pass")];
  const gaps = (safety_critical: boolean) =>
    gapsOf(lines, { safety_critical }).map(({ position }) => position);
  expect(gaps(false)).toEqual([1]);
  expect(gaps(true)).toEqual([1, 2]);
});

Deno.test("only a failed safety line takes the unit out of service", () => {
  const lines = [
    line(1, "fail"),
    line(2, "not_applicable", { safety_critical: true }),
    line(3, "fail", { safety_critical: true }),
  ];
  expect(dangersOf([{ section: "All", lines }]).map(({ position }) => position)).toEqual([3]);
});

Deno.test("a note that is wiped is kept as wiped, one that never was is left out", () => {
  const form = new FormData();
  form.set("note-1", "");
  form.set("note-2", " ");
  form.set("line-3", "pass");
  const lines = [line(1, null, { note: "Old" }), line(2, null), line(3, null)];
  expect(answersOf(form, lines)).toEqual({ 1: { note: null }, 3: { result: "pass", note: null } });
});

Deno.test("all pass leaves every answer as it is, kept or just typed", () => {
  const lines = [line(1, "fail"), line(2, null), line(3, null)];
  expect(passTheRest({ 3: { result: "fail", note: "Worn" } }, { section: "All", lines }))
    .toEqual({ 3: { result: "fail", note: "Worn" }, 2: { result: "pass" } });
});

Deno.test("what is critical for safety and does not apply lacks a word why", () => {
  const critical = { safety_critical: true };
  const lines = [
    line(1, "not_applicable", critical),
    line(2, "not_applicable", { ...critical, note: "No rail on this side" }),
    line(3, "not_applicable"),
    line(4, "pass", critical),
    line(5, null),
    line(6, null, { required: false }),
  ];
  const strict = { safety_critical: true };
  expect(lines.map((each) => lackOf(each, strict))).toEqual([
    "reason",
    null,
    null,
    null,
    "answer",
    "answer",
  ]);
  expect(gapsOf(lines, { safety_critical: false }).map(({ position }) => position)).toEqual([1, 5]);
});
