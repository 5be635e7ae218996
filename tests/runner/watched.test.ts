import { expect } from "expect";
import { within } from "@/embedded/within.ts";
import { until } from "@/tests/until.ts";
import { LIMITS, runWatched } from "./watched.ts";

const never = new AbortController().signal;

function sh(script: string, limits = LIMITS, stopped = never) {
  const run = runWatched("sh", { args: ["-c", script] }, stopped, limits);
  return within(60_000, "the end of the program", run);
}

/** Waits until the process whose pid is the last line does nothing any more. */
function untilGone(output: string): Promise<void> {
  return until("the process to be gone", async () => !await isAlive(output));
}

/** Whether the process whose pid is the last line still does anything. */
async function isAlive(output: string): Promise<boolean> {
  const pid = output.trimEnd().split("\n").at(-1)!;
  const { stdout } = await new Deno.Command("ps", { args: ["-o", "stat=", "-p", pid] }).output();
  const state = new TextDecoder().decode(stdout).trim();
  // A zombie waits for nothing but to be counted.
  return state !== "" && !state.startsWith("Z");
}

Deno.test("a program that ends by itself is told as it ended, with both of its streams", async () => {
  expect(await sh("echo one; echo two >&2; exit 3")).toEqual({
    success: false,
    output: expect.stringMatching(/^(one\ntwo|two\none)\n$/),
    cutShort: undefined,
  });
  expect(await sh("true")).toMatchObject({ success: true });
});

Deno.test("a program that falls silent is ended with all that it started, and what it said is kept", async () => {
  const limits = { ...LIMITS, silenceMilliseconds: 2000 };
  const run = await sh("echo before; sleep 200 & echo $!; wait", limits);
  expect(run).toMatchObject({ success: false, cutShort: "said nothing for 2 s and was ended" });
  expect(run.output).toMatch(/^before\n/);
  await untilGone(run.output);
});

Deno.test("a program may take longer than it may be silent", async () => {
  const limits = { ...LIMITS, silenceMilliseconds: 4000 };
  expect(await sh("for n in 1 2 3; do echo $n; sleep 2; done", limits))
    .toMatchObject({ success: true, output: "1\n2\n3\n" });
});

Deno.test("a program that never ends is ended, however much it says", async () => {
  const limits = { ...LIMITS, wholeMilliseconds: 300 };
  const run = await sh("while true; do echo on; sleep 0.05; done", limits);
  expect(run).toMatchObject({ success: false, cutShort: "did not end in 0.3 s and was ended" });
});

Deno.test("what a program leaves behind is ended, also when it succeeds", async () => {
  const run = await sh("sleep 200 & echo $!");
  expect(run.success).toBe(true);
  await untilGone(run.output);
});

Deno.test("a program is ended when the run is stopped", async () => {
  const sign = await Deno.makeTempFile();
  const stop = new AbortController();
  const run = sh(`echo up > ${sign}; sleep 200`, LIMITS, stop.signal);
  await until("the program to run", async () => await Deno.readTextFile(sign) !== "");
  stop.abort();
  expect(await run).toMatchObject({ success: false, cutShort: "was stopped" });
  expect(await sh("sleep 200", LIMITS, stop.signal)).toMatchObject({ cutShort: "was stopped" });
  await Deno.remove(sign);
});
