const PGBENCH = "/usr/lib/postgresql/15/bin/pgbench";

export interface Run {
  transactionsPerSecond: number;
  /** Milliseconds of every transaction, in no order; empty unless asked for. */
  latencies: number[];
}

export interface RunOptions {
  clients: number;
  /** Seconds, or transactions of each client. */
  seconds?: number;
  transactions?: number;
  /** Scripts by weight; without any, pgbench's own tpcb-like. */
  scripts?: { sql: string; weight: number }[];
  /** Keep the time of each transaction. */
  log?: boolean;
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
    if (options.log) args.push("-l", `--log-prefix=${dir}/log`);
    const output = await pgbench(url, args);
    const tps = /tps = ([\d.]+)/.exec(output);
    if (!tps) throw new Error(`pgbench said no rate: ${output}`);
    return {
      transactionsPerSecond: Number(tps[1]),
      latencies: options.log ? await readLog(dir) : [],
    };
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

/** Third column: elapsed microseconds. */
async function readLog(dir: string): Promise<number[]> {
  const latencies: number[] = [];
  for await (const entry of Deno.readDir(dir)) {
    if (!entry.name.startsWith("log")) continue;
    for (const line of (await Deno.readTextFile(`${dir}/${entry.name}`)).trimEnd().split("\n")) {
      latencies.push(Number(line.split(" ")[2]) / 1000);
    }
  }
  return latencies;
}

async function pgbench(url: string, args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(PGBENCH, { args: [...args, url] })
    .output();
  const text = new TextDecoder();
  if (!success) throw new Error(text.decode(stderr));
  return text.decode(stdout);
}
