/**
 * `deno task test [NAME…]`: everything that can be tested on this machine, or the suites whose name
 * starts with NAME, or single test files. Exits 1 on any failure, and with `CI` set on any skip. A suite
 * that hangs is ended and fails; Ctrl-C or SIGTERM ends all of them and their servers.
 */
import { lazyServers } from "@/tests/runner/servers.ts";
import { selectSuites, type Suite } from "@/tests/runner/suites.ts";
import { broken, type Tally } from "@/tests/runner/tally.ts";
import { untilStopped } from "./signals.ts";

/** One more than there are cores on a small machine: some suites wait for a clock, not for a processor. */
const AT_ONCE = 3;

const suites = await selectSuites(Deno.args);
if (suites.length === 0) {
  console.error(`No suite is called ${Deno.args.join(", ")}.`);
  Deno.exit(2);
}
const servers = lazyServers();
const stop = new AbortController();
untilStopped().then(() => stop.abort());
const results: { suite: Suite; tally: Tally }[] = [];
try {
  const waiting = [...suites];
  await Promise.all(Array.from({ length: AT_ONCE }, () => work(waiting)));
} finally {
  await servers.stop();
}
Deno.exit(summarize());

async function work(waiting: Suite[]): Promise<void> {
  while (waiting.length > 0 && !stop.signal.aborted) {
    const suite = waiting.shift()!;
    const started = performance.now();
    const tally = await suite.run(servers, stop.signal)
      .catch((error) => broken(error.stack ?? String(error)));
    results.push({ suite, tally });
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`${tally.failed ? "FAILED" : "ok"}  ${suite.name}  ${counts(tally)}  ${seconds} s`);
    if (tally.failed) console.log(tally.output.trimEnd() + "\n");
  }
}

function counts({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed, ${skipped.length} skipped`;
}

/** Names what was left out, prints the total as the last line and gives the exit code. */
function summarize(): number {
  const total: Tally = { passed: 0, failed: 0, skipped: [], output: "" };
  for (const { suite, tally } of results) {
    total.passed += tally.passed;
    total.failed += tally.failed;
    total.skipped.push(...tally.skipped.map((reason) => `${suite.name}: ${reason}`));
  }
  for (const reason of total.skipped) console.log(`skipped  ${reason}`);
  const skipsFail = Deno.env.has("CI") && total.skipped.length > 0;
  if (skipsFail) console.log("With CI set, what is skipped counts as a failure.");
  console.log(counts(total));
  return total.failed > 0 || skipsFail || stop.signal.aborted ? 1 : 0;
}
