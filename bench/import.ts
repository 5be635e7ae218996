/**
 * An afternoon of enrolling: 100,000 order lines and 60,000 clients as CSV and as Excel workbooks, read, imported, scanned
 * and enrolled, each in a process of its own whose memory is the app's. Uses scratch databases of a Debian PostgreSQL 15;
 * 10,000 lines also on the embedded database. Fails where a goal is missed. Writes `bench/results.json`.
 */
import { openDatabase } from "@/embedded/database.ts";
import { migrate } from "@/embedded/migrate.ts";
import { startTestServer } from "@/tests/databases.ts";
import { postgres15 } from "@/tools/postgres/binaries.ts";
import type { Took } from "./import/enrol.ts";
import { type Size, writeFiles } from "./import/files.ts";
import { saveResults } from "./support/results.ts";

const SIZE: Size = { lines: 100_000, customers: 60_000 };
const EMBEDDED: Size = { lines: 10_000, customers: 6_000 };
const GOALS = { seconds: 60, embedded: 30, call_ms: 2000, resident_mb: 512, contracts: 2000 };

const binaries = await postgres15();
if (!binaries) {
  console.error("This benchmark needs Debian's postgresql-15.");
  Deno.exit(1);
}
const figures: Record<string, Record<string, unknown>> = {};
const server = await startTestServer(binaries, { shared_buffers: "512MB" });
try {
  for (const kind of ["csv", "xlsx"] as const) {
    const root = await openDatabase({ url: server.url("postgres"), maxConnections: 1 });
    await root.exec(`create database import_${kind}`);
    await root.close();
    const url = server.url(`import_${kind}`);
    const db = await openDatabase({ url, maxConnections: 1 });
    await migrate(db, { defaultPrivileges: "new" });
    await db.close();
    const took = await enrol(url, SIZE, kind);
    const read = took.import_s + took.dry_run_s;
    const rate = Math.round(took.enrolled / took.execution_s);
    const [slowest] = Object.entries(took.slowest).sort(([, a], [, b]) => b - a);
    judge(kind, [
      [
        read <= GOALS.seconds,
        `read, imported and scanned in ${read.toFixed(1)} s (import ${took.import_s.toFixed(1)})`,
      ],
      [slowest[1] <= GOALS.call_ms, `slowest call ${slowest[0]} ${slowest[1]} ms`],
      [took.resident_mb <= GOALS.resident_mb, `${took.resident_mb} MB`],
      [rate >= GOALS.contracts, `${rate} contracts/s`],
    ]);
    figures[kind] = { ...SIZE, ...took, contracts_per_s: rate };
  }
} finally {
  await server.stop();
}
const embedded = await enrol("memory", EMBEDDED, "csv");
const read = embedded.import_s + embedded.dry_run_s;
judge("embedded", [[
  read <= GOALS.embedded,
  `10,000 lines read, imported and scanned in ${read.toFixed(1)} s, enrolled in ${
    embedded.execution_s.toFixed(1)
  } s`,
]]);
figures.embedded = { ...EMBEDDED, ...embedded };
await saveResults("import", figures);

async function enrol(url: string, size: Size, kind: "csv" | "xlsx"): Promise<Took> {
  const folder = await Deno.makeTempDir();
  try {
    await writeFiles(folder, size, kind);
    const { code, stdout } = await new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "-A",
        "--no-check",
        new URL("import/enrol.ts", import.meta.url).pathname,
        url,
        folder,
      ],
      stderr: "inherit",
    }).output();
    if (code !== 0) throw new Error(`enrolling ended with ${code}`);
    return JSON.parse(new TextDecoder().decode(stdout).trim().split("\n").at(-1)!);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function judge(what: string, goals: [isMet: boolean, said: string][]): void {
  if (goals.some(([isMet]) => !isMet)) Deno.exitCode = 1;
  console.log(
    `${what}: ${goals.map(([isMet, said]) => isMet ? said : `${said} (missed)`).join(", ")}`,
  );
}
