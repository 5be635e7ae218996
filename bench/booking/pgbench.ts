const PGBENCH = "/usr/lib/postgresql/15/bin/pgbench";

export interface Run {
  /** After the warm-up. */
  transactionsPerSecond: number;
  /** Milliseconds of every transaction after the warm-up, in no order. */
  latencies: number[];
}

export interface RunOptions {
  clients: number;
  /** Seconds, or transactions of each client. */
  seconds?: number;
  transactions?: number;
  /** Scripts by weight; without any, pgbench's own tpcb-like. */
  scripts?: { sql: string; weight: number }[];
  /** Transactions of each client that do not count: a new connection first plans what it will run. */
  warmUp: number;
}

export async function pgbenchExists(): Promise<boolean> {
  return await Deno.stat(PGBENCH).then(() => true, () => false);
}

/** Makes pgbench's own tables; scale 64, so that 64 clients need not queue for one branch. */
export async function initTpcb(url: string): Promise<void> {
  await pgbench(url, ["-i", "-q", "-s", "64"]);
}

/** @throws when a client was aborted: a benchmark with errors measures nothing. */
export async function run(url: string, options: RunOptions): Promise<Run> {
  const dir = await Deno.makeTempDir({ prefix: "bench-" });
  try {
    const args = ["-n", "-M", "prepared", "-c", `${options.clients}`, "-j", "2"];
    if (options.seconds) args.push("-T", `${options.seconds}`);
    if (options.transactions) args.push("-t", `${options.transactions}`);
    for (const [n, { sql, weight }] of (options.scripts ?? []).entries()) {
      await Deno.writeTextFile(`${dir}/${n}.sql`, sql + "\n");
      args.push("-f", `${dir}/${n}.sql@${weight}`);
    }
    args.push("-l", `--log-prefix=${dir}/log`);
    await pgbench(url, args);
    return await readLog(dir, options.warmUp);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

/**
 * Columns: client, number, elapsed microseconds, script, end in seconds and microseconds. What counts begins
 * when the last client is warm: until then some of the machine's time goes into planning.
 */
async function readLog(dir: string, warmUp: number): Promise<Run> {
  const rows: { number: number; latency: number; end: number }[] = [];
  for await (const entry of Deno.readDir(dir)) {
    if (!entry.name.startsWith("log")) continue;
    for (const line of (await Deno.readTextFile(`${dir}/${entry.name}`)).trimEnd().split("\n")) {
      const [, number, elapsed, , seconds, micros] = line.split(" ").map(Number);
      if (Number.isFinite(seconds)) {
        rows.push({ number, latency: elapsed / 1000, end: seconds + micros / 1e6 });
      }
    }
  }
  const latest = (ends: { end: number }[]) => ends.reduce((a, { end }) => Math.max(a, end), 0);
  const warm = latest(rows.filter(({ number }) => number < warmUp));
  const counted = rows.filter(({ number, end }) => number >= warmUp && end > warm);
  return {
    transactionsPerSecond: counted.length / (latest(rows) - warm),
    latencies: counted.map(({ latency }) => latency),
  };
}

async function pgbench(url: string, args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(PGBENCH, { args: [...args, url] })
    .output();
  const text = new TextDecoder();
  if (!success) throw new Error(text.decode(stderr));
  return text.decode(stdout);
}
