/**
 * `deno task simulate [--days N] [--seed N] [--units N]`: a company lives for years in a throw-away database,
 * day by day, by the doors that people and jobs use; what must always hold is looked at after each night. The
 * same seed tells the same story. Exits 1 with the day, the rule and the rows where one is broken.
 */
import { parseArgs } from "node:util";
import { freshDatabase } from "@/tests/databases.ts";
import { simulate, type Story } from "@/tests/simulation/simulate.ts";
import { CommandError, runCommand } from "./fail.ts";
import { untilStopped } from "./signals.ts";

/** The first Monday of a year whose holidays are known; the third after it is a leap year. */
const FIRST_DAY = "2026-01-05";

await runCommand(async () => {
  const wish = readArguments();
  console.log(`${wish.days} days, ${wish.units} units, seed ${wish.seed}`);
  const started = performance.now();
  const seconds = () => `${((performance.now() - started) / 1000).toFixed(0)} s`;
  const stopped = untilStopped();
  const fresh = await freshDatabase({ maxConnections: 1 });
  // At an exit, not at a signal, the server that was started for this ends as well: once it is there.
  stopped.then(() => Deno.exit(1));
  try {
    const story = await simulate(fresh.db, {
      ...wish,
      ...{ firstDay: FIRST_DAY, dueWithin: 360 },
      onDay({ day, counts }) {
        if (!day.endsWith("-01")) return;
        const done = counts["complete_visit: done"] ?? 0;
        console.log(`${day}  ${done} visits done  ${seconds()}`);
      },
    });
    console.log(summary(story));
    console.log(`${story.days} days in ${seconds()}`);
    if (story.broken) Deno.exitCode = 1;
  } finally {
    await fresh.drop();
  }
});
Deno.exit();

function readArguments(): { days: number; seed: number; units: number } {
  const { values, positionals } = parse();
  if (positionals.length > 0) throw new CommandError(USAGE);
  const [days, seed, units] = ([
    ["days", values.days ?? "1096", 1, 3650],
    ["seed", values.seed ?? "1", 0, 2 ** 31 - 1],
    ["units", values.units ?? "400", 1, 5000],
  ] as const).map(([name, written, least, most]) => {
    const number = Number(written);
    if (!/^\d+$/.test(written) || number < least || number > most) {
      throw new CommandError(
        `--${name} must be a number from ${least} to ${most}, not "${written}".`,
      );
    }
    return number;
  });
  return { days, seed, units };
}

const USAGE = "Usage: simulate [--days N] [--seed N] [--units N]";

function parse() {
  const text = { type: "string" } as const;
  try {
    return parseArgs({
      args: Deno.args,
      options: { days: text, seed: text, units: text },
      allowPositionals: true,
    });
  } catch (error) {
    throw new CommandError(`${error instanceof Error ? error.message : error}\n${USAGE}`);
  }
}

/** What happened how often, and what broke. */
function summary({ counts, broken }: Story): string {
  const names = Object.keys(counts).sort();
  const width = Math.max(...names.map((name) => name.length));
  const table = names.map((name) => `${name.padEnd(width)}  ${String(counts[name]).padStart(6)}`);
  if (!broken) return table.join("\n");
  const found = broken.invariants.map(({ name, rule, rows }) =>
    `BROKEN on ${broken.day}: ${name}\n  ${rule}\n${
      rows.map((row) => `  ${JSON.stringify(row)}`).join("\n")
    }`
  );
  return [...table, ...found].join("\n");
}
