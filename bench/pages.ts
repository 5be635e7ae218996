/**
 * The office's pages at 50,000 contracts and 200,000 visits: each page as a browser gets it, against the call of the
 * database behind it, on the same server in the same run. Uses the empty database at `DATABASE_URL`, else a
 * scratch Debian PostgreSQL 15. Prints ratios, writes `bench/results.json`.
 */
import { openDatabase } from "@/embedded/database.ts";
import { migrate } from "@/embedded/migrate.ts";
import { createStaffUser } from "@/embedded/staff.ts";
import { startTestServer } from "@/tests/databases.ts";
import { startProgram } from "@/tests/started_program.ts";
import { freePort } from "@/tools/free_port.ts";
import { postgres15 } from "@/tools/postgres/binaries.ts";
import { loadCompany } from "./office/company.ts";
import { median, saveResults } from "./support/results.ts";

const ROUNDS = 9;
/** Rounds before those, which fill caches and plans, and after which the server's code is compiled as it is for days. */
const WARM_UP = 30;
/** How often the time of its call a page may take. */
const GOAL = 3;
const CLERK = {
  email: "clerk@example.com",
  password: "bench-office",
  name: "Clerk",
  role: "office",
} as const;

/** Each page, and the call that it makes. */
const PAGES = [
  { path: "/office/contracts", call: listCall("contracts", { state: "active" }) },
  {
    path: "/office/contracts?q=smith",
    call: listCall("contracts", { state: "active", search: "smith" }),
  },
  {
    path: "/office/contracts?situation=overdue",
    call: listCall("contracts", { state: "active", situation: "overdue" }),
  },
  { path: "/office/clients", call: listCall("clients", {}) },
  { path: "/office/visits", call: listCall("visits", {}) },
  { path: "/office/invoices", call: listCall("invoices", {}) },
  { path: "/office/messages", call: listCall("messages", {}) },
  { path: "/office/search?q=marsh", call: "private.find('marsh', 8, null)" },
  { path: "/office/search.json?q=mar", call: "private.find('mar', 3, null)" },
];

const given = Deno.env.get("DATABASE_URL");
const binaries = given ? undefined : await postgres15();
if (!given && !binaries) {
  console.error("This benchmark needs DATABASE_URL or Debian's postgresql-15.");
  Deno.exit(1);
}
const server = binaries && await startTestServer(binaries, { shared_buffers: "512MB" });
const url = given ?? server!.url("postgres");
try {
  const db = await openDatabase({ url, maxConnections: 1 });
  await migrate(db, { defaultPrivileges: "new" });
  await loadCompany(db);
  await db.transaction((tx) => createStaffUser(tx, CLERK));
  // No night's work while pages are timed.
  await db.exec(`
    set session_replication_role = replica;
    create function private.no_work(as_of timestamptz) returns jsonb language sql as 'select jsonb ''{"more": false}''';
    update private.jobs set daily_work = 'no_work' where runs = 'daily';
    reset session_replication_role;
  `);
  const app = await startProgram(["run", "-A", "commands/start.ts"], /^\{.*\}$/, {
    PORT: String(freePort()),
    DATABASE_URL: url,
  });
  try {
    const { app_url } = JSON.parse(app.line);
    const Cookie = await signIn(app_url);

    const pageTime = async (path: string) => {
      const start = performance.now();
      const response = await fetch(app_url + path, { headers: { Cookie }, redirect: "manual" });
      const { length } = await response.text();
      if (response.status !== 200) throw new Error(`${path} answers ${response.status}`);
      return { took: performance.now() - start, length };
    };
    const callTime = async (call: string) => {
      const start = performance.now();
      await db.query(`select ${call}`);
      return performance.now() - start;
    };

    const figures: Record<string, Record<string, number>> = {};
    for (const { path, call } of PAGES) {
      const pages: number[] = [];
      const calls: number[] = [];
      let characters = 0;
      for (let round = -WARM_UP; round < ROUNDS; round++) {
        const { took, length } = await pageTime(path);
        const called = await callTime(call);
        if (round >= 0) {
          pages.push(took);
          calls.push(called);
        }
        characters = length;
      }
      const ratio = median(pages.map((took, round) => took / calls[round]));
      figures[path] = { page_ms: median(pages), call_ms: median(calls), ratio, characters };
      console.log(
        `${path}: page ${median(pages).toFixed(0)} ms, call ${median(calls).toFixed(0)} ms, ` +
          `ratio ${ratio.toFixed(1)} (goal ≤ ${GOAL})`,
      );
    }
    await saveResults("pages", figures);
  } finally {
    await app.stop("SIGTERM");
    await db.close();
  }
} finally {
  await server?.stop();
}

function listCall(list: string, filters: Record<string, string>): string {
  return `private.list_${list}('${JSON.stringify(filters)}', null, null, 50, true)`;
}

/** Signs in as a browser does, and resolves to the cookies that tell the session. */
async function signIn(appUrl: string): Promise<string> {
  const { email, password } = CLERK;
  const response = await fetch(`${appUrl}/sign-in`, {
    method: "POST",
    headers: { Origin: appUrl },
    body: new URLSearchParams({ email, password }),
    redirect: "manual",
  });
  await response.body?.cancel();
  if (response.status !== 303) throw new Error(`signing in answers ${response.status}`);
  return response.headers.getSetCookie().map((cookie) => cookie.split(";")[0]).join("; ");
}
