import { parse } from "csv-parse/sync";
import { FILE_KINDS } from "@/lib/enrolment/files.ts";
import type { ReadBytes } from "@/lib/enrolment/import.ts";
import { runImport } from "@/lib/enrolment/night/import_run.ts";
import type { SourceFile } from "@/lib/enrolment/source.ts";
import { addDays } from "@/lib/text/dates.ts";
import { type Company, instantAt, minutesAfter } from "./company.ts";
import { type Night, NIGHTS, type ToldJob, type ToldLine } from "./nights_story.ts";
import { workday } from "./week.ts";

type Fields = Record<string, string>;

/** A visit that is to come. */
interface Visit {
  technician: string;
  startsAt: string;
  endsAt: string;
}

/** What the company's other systems told in the last nights, and what the office said to it in the mornings. */
export async function liveNights(company: Company, files: ReadBytes, now: Date): Promise<void> {
  const known = await knownClients(files);
  const visits = await visitsToCome(company);
  for (const night of NIGHTS) {
    const at = instantAt(company, addDays(company.today, -night.daysAgo), "02:10");
    // Who begins before the night does has had it a moment ago.
    await company.moveClock(at < now ? at : minutesAfter(now, -5));
    const told = [
      fileOf(
        night,
        "customers",
        (night.clients ?? []).map((client) => ({
          ...known.get(client.customer_ref),
          ...client,
        })),
      ),
      fileOf(
        night,
        "sales_order_lines",
        (night.lines ?? []).map((line) => lineTold(company, line)),
      ),
      fileOf(
        night,
        "technician_jobs",
        (night.jobs ?? []).map((job) => jobTold(company, job, visits)),
      ),
    ];
    await runImport(
      company.rpcOf("jobs"),
      told.flatMap((file) => file ?? []),
      { source: night.source, requestId: crypto.randomUUID() },
    );
    if (!night.answers) continue;
    await company.moveClock(minutesAfter(at, 7 * 60));
    await company.read("select private.find_people_twice(null)");
    await correct(company, night.corrected!);
    await answer(company, night.answers);
  }
  await company.read("select private.find_people_twice(null)");
}

/** What the files of the install base say of each client. */
async function knownClients(files: ReadBytes): Promise<Map<string, Fields>> {
  const text = new TextDecoder().decode(await files("customers.csv"));
  const rows = parse(text, { columns: true }) as Fields[];
  return new Map(rows.map((row) => [row.customer_ref, row]));
}

/** The first visits after the next days, whose work is told elsewhere. */
async function visitsToCome({ read, today }: Company): Promise<Visit[]> {
  return await read<Visit>(
    `select h.name as technician, to_json(lower(t.during)) #>> '{}' as "startsAt", to_json(upper(t.during)) #>> '{}' as "endsAt"
     from public.technician_tasks t join public.technicians h on h.id = t.technician_id
     where t.task_type = 'maintenance' and t.state = 'scheduled' and private.company_day(lower(t.during)) > $1::date + 1
     order by lower(t.during), t.id limit 2`,
    [today],
  );
}

/** A night's file of a kind; null where it tells nothing of it. The showroom tells of everybody, the others of what changed. */
function fileOf({ source }: Night, name: string, rows: Fields[]): SourceFile | null {
  const kind = FILE_KINDS.find(({ kind }) => kind === name)!;
  const blank = Object.fromEntries(Object.keys(kind.columns).map((column) => [column, ""]));
  return rows.length === 0 ? null : {
    kind,
    fileName: kind.fileName,
    isWhole: source === "showroom",
    async *rows() {
      yield* rows.map((fields, n) => ({ line: n + 2, fields: { ...blank, ...fields } }));
    },
  };
}

function lineTold({ today }: Company, told: ToldLine): Fields {
  return {
    order_number: told.order,
    line_ref: told.line,
    order_state: told.state,
    order_date: addDays(today, -told.ordered),
    delivery_date: told.delivered === undefined ? "" : addDays(today, -told.delivered),
    customer_ref: told.customerRef,
    sku: told.sku,
    quantity: String(told.quantity ?? 1),
    unit_price: told.price.toFixed(2),
    serial_numbers: told.serial ?? "",
  };
}

function jobTold(company: Company, job: ToldJob, visits: Visit[]): Fields {
  const { ref, title, free, overVisit, customerRef = "" } = job;
  const told = { job_ref: ref, title, task_type: "other", customer_ref: customerRef };
  if (!free) {
    const { technician, startsAt, endsAt } = visits[overVisit!];
    return { ...told, technician, starts_at: startsAt, ends_at: endsAt };
  }
  const day = workday(company.today, free.workday);
  return {
    ...told,
    technician: free.technician,
    starts_at: `${day} ${free.from}`,
    ends_at: `${day} ${free.until}`,
  };
}

async function correct(
  company: Company,
  { customerRef, email }: NonNullable<Night["corrected"]>,
): Promise<void> {
  const [client] = await company.read<{ id: string; fields: Fields; shown: string }>(
    `select c.id, jsonb_build_object('name', c.name, 'phone', c.phone) as fields, private.client_shown(c) as shown
     from public.customers c where c.customer_ref = $1`,
    [customerRef],
  );
  await company.ask(company.office, "save_client", {
    customer_id: client.id,
    fields: { ...client.fields, email },
    shown: client.shown,
  }, "saved");
}

/** The office answers one question of each kind. */
async function answer(company: Company, answers: Record<string, string>): Promise<void> {
  for (const [kind, decision] of Object.entries(answers)) {
    const [{ id }] = await company.read<{ id: string }>(
      `select id from public.import_conflicts
       where conflict_kind = $1 and decided_at is null order by opened_at desc, id limit 1`,
      [kind],
    );
    const page = await company.ask(company.office, "conflict_page", { conflict_id: id }, "ok");
    let told = page as { status: string; shown: string };
    // What has consequences is told first, and answered once more.
    while (told.status !== "decided") {
      told = await company.ask(
        company.office,
        "decide_conflict",
        {
          conflict_id: id,
          decision,
          shown: told.shown,
        },
        "tried",
        "decided",
      ) as { status: string; shown: string };
    }
  }
}
