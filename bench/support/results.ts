const FILE = new URL("../results.json", import.meta.url);

/** Files the figures of one benchmark in `bench/results.json`, beside those of the others. */
export async function saveResults(name: string, figures: unknown): Promise<void> {
  const all = await Deno.readTextFile(FILE).then(JSON.parse, () => ({}));
  all[name] = { at: new Date().toISOString(), machine: machine(), figures };
  await Deno.writeTextFile(FILE, JSON.stringify(all, null, 2) + "\n");
}

/** What the figures were measured on: ratios travel, milliseconds do not. */
export function machine(): Record<string, unknown> {
  return {
    os: `${Deno.build.os} ${Deno.osRelease()}`,
    cores: navigator.hardwareConcurrency,
    memory_gb: Math.round(Deno.systemMemoryInfo().total / 2 ** 30),
    load: Deno.loadavg()[0],
  };
}

/** The middle one; of an even number the mean of the middle two. */
export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The value that this share of all values does not exceed. */
export function share(values: number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(Math.ceil(sorted.length * part) - 1, 0)];
}
