import type { WatchedRun } from "./watched.ts";

/** What came of one suite. */
export interface Tally {
  passed: number;
  failed: number;
  /** Names or reasons of what was left out. */
  skipped: string[];
  /** Shown when something failed. */
  output: string;
}

/** The tally of a suite that could not run. */
export function leftOut(reason: string): Tally {
  return { passed: 0, failed: 0, skipped: [reason], output: "" };
}

/** The tally of a suite that broke. */
export function broken(reason: string): Tally {
  return { passed: 0, failed: 1, skipped: [], output: reason };
}

/**
 * Reads the summary that `deno test` prints last; without one nothing was proved. An ignored test counts as
 * skipped, by name.
 */
export function readDenoTest(run: WatchedRun): Tally {
  const summary = /\| (\d+) passed(?: \([^)]*\))? \| (\d+) failed/.exec(run.output);
  const skipped = [...run.output.matchAll(/^(.+?) \.\.\. ignored/gm)].map((match) => match[1]);
  const passed = Number(summary?.[1] ?? 0);
  const failed = Number(summary?.[2] ?? 0);
  const isWhole = run.success && summary !== null;
  return {
    passed,
    failed: isWhole ? failed : Math.max(failed, 1),
    skipped,
    output: withReason(run),
  };
}

/** Reads what `run_tap.ts` prints: a line of JSON at the end, without which nothing was proved. */
export function readTapRun(run: WatchedRun): Tally {
  const [, said, counts] = /^([^]*?)(\{.*\})\n$/.exec(run.output) ?? [];
  if (!run.success || counts === undefined) return broken(withReason(run));
  return { ...JSON.parse(counts), output: said };
}

/** Where a run was cut short, the last thing it said tells where it stood. */
function withReason({ output, cutShort }: WatchedRun): string {
  return cutShort === undefined ? output : `${output}\nThe suite ${cutShort}.`;
}
