/** Thirty nights of exports that drift, as those of real systems do, and people who correct things here meanwhile. */
import { expect } from "expect";
import type { Queryable } from "@/embedded/database.ts";
import type { Rpc } from "@/lib/database/rpc.ts";
import { fileSource } from "@/lib/enrolment/reading/file_source.ts";
import { FILE_KINDS } from "@/lib/enrolment/files.ts";
import { type ImportReport, runImport } from "@/lib/enrolment/night/import_run.ts";
import { inTransaction } from "./support.ts";

type Row = Record<string, string>;
/** What the other system has, by file and by what a row is called. */
type Export = Record<
  "customers" | "products" | "sales_order_lines" | "technician_jobs",
  Map<string, Row>
>;

const DAYS = 30;
const dayOf = (night: number) => `2026-06-${String(night).padStart(2, "0")}`;

function begin(): Export {
  const customers = Array.from({ length: 30 }, (_, n): [string, Row] => [`C${n}`, {
    customer_ref: `C${n}`,
    name: `Client Number${n}`,
    email: `c${n}@example.com`,
    phone: `905-555-01${String(n).padStart(2, "0")}`,
    street: `${n + 1} Elm St`,
    city: "Brampton",
    postal_code: "L6Y 0A1",
  }]);
  const lines = Array.from(
    { length: 12 },
    (_, n) => line(`S${n}`, `C${n}`, n % 3 === 2 ? "draft" : "sale"),
  );
  return {
    customers: new Map(customers),
    products: new Map([["SL", {
      sku: "SL",
      name: "Lift",
      category_code: "stairlift",
      unit_kind: "base",
    }]]),
    sales_order_lines: new Map(lines),
    technician_jobs: new Map(Array.from({ length: 12 }, (_, n) => job(`J${n}`, 16 + n))),
  };
}

const line = (order: string, client: string, state: string): [string, Row] => [`${order}-1`, {
  order_number: order,
  line_ref: `${order}-1`,
  order_state: state,
  order_date: "2026-05-20",
  delivery_date: "",
  customer_ref: client,
  sku: "SL",
  quantity: "1",
  serial_numbers: "",
}];

const job = (ref: string, day: number): [string, Row] => [ref, {
  job_ref: ref,
  technician: "Dana",
  starts_at: `${dayOf(day)} 09:00`,
  ends_at: `${dayOf(day)} 10:30`,
  task_type: "delivery",
  title: `Delivery ${ref}`,
}];

/** How an update of the other system came to call its columns. */
const RENAMED: Row = { email: "E-mail", phone: "Phone number", postal_code: "Postal Code" };

function csv(rows: Map<string, Row>, { renamed = false, most = Infinity } = {}) {
  const all = [...rows.values()].slice(0, most);
  const columns = Object.keys(all[0] ?? rows.values().next().value ?? {});
  const head = columns.map((column) => renamed ? RENAMED[column] ?? column : column);
  const text = [
    head.join(","),
    ...all.map((row) => columns.map((column) => row[column]).join(",")),
  ];
  return new TextEncoder().encode(text.join("\n") + "\n");
}

interface Night {
  tx: Queryable;
  rpc: Rpc;
  told: Export;
  night: number;
}

async function take({ rpc, told, night }: Night): Promise<ImportReport> {
  const files = FILE_KINDS.filter(({ kind }) => kind in told).map((kind) => {
    const renamed = night >= 8 && kind.kind === "customers";
    // Its export broke off.
    const most = night === 12 && kind.kind === "sales_order_lines" ? 6 : Infinity;
    const bytes = csv(told[kind.kind as keyof Export], { renamed, most });
    return fileSource({ kind, fileName: kind.fileName, bytes });
  });
  return await runImport(rpc, files, { source: "files", requestId: crypto.randomUUID() });
}

const set = (rows: Map<string, Row>, ref: string, more: Row) =>
  rows.set(ref, { ...rows.get(ref)!, ...more });

/** What happens there before a night's export. */
function drift({ told: { customers, sales_order_lines, technician_jobs }, night }: Night): void {
  const [order] = [`N${night}`];
  if (night % 2 === 0) sales_order_lines.set(...line(order, `C${night % 30}`, "sale"));
  if (night % 4 === 0) sales_order_lines.set(...line(`Q${night}`, `C${(night + 7) % 30}`, "draft"));
  // A client moves, another gets another number, and the duplicate is still written to there.
  if (night % 5 === 0) set(customers, `C${night - 3}`, { street: `${night} Oak Ave` });
  if (night % 3 === 0) {
    set(customers, `C${night - 1}`, { phone: `905-555-09${String(night).padStart(2, "0")}` });
  }
  if (night === 9 || night === 19) set(customers, "C29", { phone: `416-555-01${night}` });
  // The other system corrects, after people here did.
  if (night === 15) set(customers, "C4", { email: "four.there@example.com" });
  if (night === 6) set(sales_order_lines, "S2-1", { order_state: "sale" });
  if (night === 10) set(sales_order_lines, "S0-1", { order_state: "cancel" });
  if (night === 11) set(sales_order_lines, "S1-1", { delivery_date: dayOf(9) });
  if (night === 14) {
    set(technician_jobs, "J1", { starts_at: `${dayOf(27)} 13:00`, ends_at: `${dayOf(27)} 14:00` });
  }
  if (night === 16) technician_jobs.delete("J2");
  if (night === 17) technician_jobs.set(...job("K1", 29));
  if (night === 18) set(sales_order_lines, "N2-1", { order_state: "cancel" });
}

/** What people do here on the day after. */
async function correct({ tx, rpc, night }: Night): Promise<void> {
  const write = (ref: string, column: string, value: string) =>
    tx.query(`update public.customers set ${column} = $2 where customer_ref = $1`, [ref, value]);
  if (night === 2) await write("C3", "email", "three.here@example.com");
  if (night === 3) await write("C4", "email", "four.here@example.com");
  if (night === 13) await write("C20", "phone", "905-555-0777");
  if (night === 4) {
    const [{ keep_id, drop_id }] = await tx.query<{ keep_id: string; drop_id: string }>(
      `select (select id from public.customers where customer_ref = 'C28') as keep_id,
         (select id from public.customers where customer_ref = 'C29') as drop_id`,
    );
    const { shown } = await rpc("merge_customers", { keep_id, drop_id }) as { shown: string };
    await rpc("merge_customers", { keep_id, drop_id, shown, dry_run: false });
  }
}

Deno.test("after thirty nights of drifting exports nothing that people did is lost, and all that changed there is here", () =>
  inTransaction(async (tx, rpc) => {
    await tx.exec(
      `insert into public.technicians (name, home_latitude, home_longitude) values ('Dana', 43.7, -79.7)`,
    );
    const told = begin();
    const runs: ImportReport[] = [];
    for (let night = 1; night <= DAYS; night++) {
      await tx.exec(
        `create or replace function private.clock() returns timestamptz language sql stable set search_path = ''
         as $$ select timestamptz '${dayOf(night)} 06:10+00' $$`,
      );
      const world = { tx, rpc, told, night };
      drift(world);
      const report = await take(world);
      runs.push(report);
      if (night === 12) expect(report).toMatchObject({ status: "held", reason: "fewer_rows" });
      await correct(world);
    }

    expect(runs.map(({ status }) => status)).toEqual(
      runs.map((_, n) => n === 11 ? "held" : "applied"),
    );
    expect(await clientsHere(tx)).toEqual(clientsExpected(told));
    expect(await ordersHere(tx)).toEqual(ordersExpected(told));
    expect(await jobsHere(tx)).toEqual([
      "J0",
      "J1 at 06-27 13:00",
      "J10",
      "J11",
      "J3",
      "J4",
      "J5",
      "J6",
      "J7",
      "J8",
      "J9",
      "K1",
    ]);
    const [{ open }] = await tx.query<{ open: number }>(
      "select count(*)::integer as open from public.office_activities where kind = 'import_problem' and state = 'open'",
    );
    expect(open).toBe(0);
    // The truncated night enrolled nothing of its file; what it lacked came the night after.
    const enrolled = runs.map(({ enrolled }) => Number(enrolled ?? 0));
    expect([enrolled[11], enrolled[12]]).toEqual([0, 1]);
    const [{ twice }] = await tx.query<{ twice: number }>(
      `select count(*)::integer as twice from (
         select u.source_line_id, u.unit_number from public.units u group by 1, 2 having count(*) > 1) d`,
    );
    expect(twice).toBe(0);
  }));

const clientText = ({ customer_ref, email, phone, street }: Row) =>
  [customer_ref, email, phone, street].join(" ");

async function clientsHere(tx: Queryable): Promise<string[]> {
  const rows = await tx.query<Row>(
    "select customer_ref, email, phone, street from public.customers order by customer_ref",
  );
  return rows.map(clientText).sort();
}

/** What the other system says, but for what was corrected here and never changed there. */
function clientsExpected({ customers }: Export): string[] {
  const rows = [...customers.values()].filter(({ customer_ref }) => customer_ref !== "C29");
  const corrected: Record<string, Row> = {
    C3: { email: "three.here@example.com" },
    C20: customers.get("C20")!.phone === "905-555-0921" ? {} : { phone: "905-555-0777" },
  };
  return rows.map((row) => clientText({ ...row, ...corrected[row.customer_ref] })).sort();
}

async function ordersHere(tx: Queryable): Promise<string[]> {
  const rows = await tx.query<{ told: string }>(
    `select concat_ws(' ', o.order_number, c.state) as told
     from public.sales_orders o join public.sales_order_lines l on l.order_id = o.id
     left join public.units u on u.source_line_id = l.id left join public.maintenance_contracts c on c.unit_id = u.id`,
  );
  return rows.map(({ told }) => told).sort();
}

/** What is confirmed there is enrolled here, what was cancelled has ended, and drafts are nobody's. */
function ordersExpected({ sales_order_lines }: Export): string[] {
  const state: Row = { sale: " active", cancel: " cancelled", draft: "" };
  return [...sales_order_lines.values()]
    .map(({ order_number, order_state }) => order_number + state[order_state]).sort();
}

async function jobsHere(tx: Queryable): Promise<string[]> {
  const rows = await tx.query<{ told: string }>(
    `select external_ref || case when external_ref = 'J1' then ' at ' || to_char(lower(during) at time zone 'America/Toronto', 'MM-DD HH24:MI') else '' end as told
     from public.technician_tasks where external_ref is not null and blocking order by 1`,
  );
  return rows.map(({ told }) => told);
}
