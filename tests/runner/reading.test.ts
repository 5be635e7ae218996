import { expect } from "expect";
import { readTap } from "@/tests/pgtap.ts";
import { readDenoTest } from "./suites.ts";

Deno.test("TAP: what passed, failed and was skipped is counted, with its explanation", () => {
  const tally = readTap([
    "1..3",
    "ok 1 - fine",
    "not ok 2 - wrong",
    '# Failed test 2: "wrong"',
    "#         have: 1",
    "ok 3 # SKIP no such engine",
    "# not about a failure",
  ]);
  expect(tally).toEqual({
    passed: 1,
    failed: 1,
    skipped: 1,
    diagnostics: ["not ok 2 - wrong", '# Failed test 2: "wrong"', "#         have: 1"],
  });
});

Deno.test("TAP: a subtest's lines are not counted again", () => {
  expect(readTap(["1..1", "    ok 1 - inner", "    not ok 2 - inner", "ok 1 - outer"]))
    .toMatchObject({ passed: 1, failed: 0 });
});

for (
  const [title, lines] of [
    ["that stops early", ["1..2", "ok 1"]],
    ["that does more than planned", ["1..1", "ok 1", "ok 2"]],
    ["without a plan", ["ok 1"]],
    ["that says nothing", []],
  ] as const
) {
  Deno.test(`TAP: a file ${title} fails`, () => {
    const { failed, diagnostics } = readTap([...lines]);
    expect(failed).toBe(1);
    expect(diagnostics).toHaveLength(1);
  });
}

Deno.test("deno test: its summary is read, steps and ignored tests included", () => {
  const output = "one ... ok (3ms)\ntwo words ... ignored (0ms)\n\n" +
    "ok | 12 passed (30 steps) | 0 failed | 1 ignored (2s)\n";
  expect(readDenoTest(true, output))
    .toMatchObject({ passed: 12, failed: 0, skipped: ["two words"] });
});

Deno.test("deno test: an exit in failure is a failure, whatever the summary says", () => {
  const output = "FAILED | 3 passed | 2 failed (1s)\n";
  expect(readDenoTest(false, output)).toMatchObject({ passed: 3, failed: 2 });
  expect(readDenoTest(false, "error: Uncaught")).toMatchObject({ passed: 0, failed: 1 });
  expect(readDenoTest(false, "ok | 3 passed | 0 failed (1s)")).toMatchObject({ failed: 1 });
});

Deno.test("deno test: success without a summary is no success", () => {
  expect(readDenoTest(true, "")).toMatchObject({ passed: 0, failed: 1 });
});
