import { expect } from "expect";
import { readTap } from "@/tests/pgtap.ts";
import { readDenoTest, readTapRun } from "./tally.ts";

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
  expect(readDenoTest({ success: true, output }))
    .toMatchObject({ passed: 12, failed: 0, skipped: ["two words"] });
});

Deno.test("deno test: an exit in failure is a failure, whatever the summary says", () => {
  const failed = (output: string) => readDenoTest({ success: false, output });
  expect(failed("FAILED | 3 passed | 2 failed (1s)\n")).toMatchObject({ passed: 3, failed: 2 });
  expect(failed("error: Uncaught")).toMatchObject({ passed: 0, failed: 1 });
  expect(failed("ok | 3 passed | 0 failed (1s)")).toMatchObject({ failed: 1 });
});

Deno.test("deno test: success without a summary is no success", () => {
  expect(readDenoTest({ success: true, output: "" })).toMatchObject({ passed: 0, failed: 1 });
});

Deno.test("a run that was cut short tells so after the last thing it said", () => {
  const run = {
    success: false,
    output: "one ...",
    cutShort: "said nothing for 360 s and was ended",
  };
  const output = "one ...\nThe suite said nothing for 360 s and was ended.";
  expect(readDenoTest(run)).toEqual({ passed: 0, failed: 1, skipped: [], output });
  expect(readTapRun(run)).toEqual({ passed: 0, failed: 1, skipped: [], output });
});

Deno.test("pgTAP: the last line is the tally, without which nothing was proved", () => {
  const said = "supabase/tests/a.sql\n  not ok 1\n";
  const counts = { passed: 3, failed: 1, skipped: ["an assertion of a.sql"] };
  expect(readTapRun({ success: true, output: `${said}${JSON.stringify(counts)}\n` }))
    .toEqual({ ...counts, output: said });
  expect(readTapRun({ success: true, output: said })).toMatchObject({ passed: 0, failed: 1 });
  expect(readTapRun({ success: false, output: `${JSON.stringify(counts)}\n` }))
    .toMatchObject({ passed: 0, failed: 1 });
});
