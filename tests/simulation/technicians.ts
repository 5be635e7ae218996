import { bookNext } from "./next_visits.ts";
import { outOfReach } from "./phones.ts";
import { repairReport, visitReport } from "./reports.ts";
import { type Answer, idOf, type Persona, type Stage } from "./stage.ts";

export const TECHNICIANS: Persona[] = [1, 2, 3, 4].map((n) => `technician ${n}` as const);

/** Something that a technician does at an instant; those of all of them happen in the order of time. */
export interface Step {
  at: string;
  by: Persona;
  run(): Promise<void>;
}

/** A stop as its technician knows it, with a name that is the same in each run of a seed. */
export interface Stop {
  by: Persona;
  told: Answer;
  name: string;
}

/** The day of all technicians, as they drive from stop to stop. */
export async function techniciansWork(stage: Stage): Promise<void> {
  const steps: Step[] = [];
  for (const by of await atWork(stage)) {
    const day = await stage.act(by, "technician_day");
    for (const told of day.not_closed) steps.push(...catchUp(stage, stopOf(by, told)));
    for (const told of day.stops) steps.push(...await stepsOf(stage, stopOf(by, told)));
  }
  steps.sort((a, b) => a.at.localeCompare(b.at) || a.by.localeCompare(b.by));
  for (const { at, run } of steps) {
    stage.moveTo(at);
    await run();
  }
}

/** Those who have not left. */
export async function atWork(stage: Stage): Promise<Persona[]> {
  const rows = await stage.rows<{ id: string }>(
    "select h.id::text from public.technicians h where h.active",
  );
  const ids = new Set(rows.map(({ id }) => id));
  return TECHNICIANS.filter((by) => ids.has(idOf(`${by} at work`)));
}

function stopOf(by: Persona, told: Answer): Stop {
  const units = told.units.map(({ unit_id }: Answer) => unit_id).sort();
  return { by, told, name: `${units.join(" ")} ${told.starts_at}` };
}

/** What was forgotten on an earlier day is told by and by, or never: then the office asks. */
function catchUp(stage: Stage, stop: Stop): Step[] {
  if (!stage.chance.happens(0.35, "remembers", stage.day, stop.name)) return [];
  return [{ at: stage.hour("07:45"), by: stop.by, run: () => finish(stage, stop) }];
}

async function stepsOf(stage: Stage, stop: Stop): Promise<Step[]> {
  const { by, told } = stop;
  if (told.state !== "scheduled") return [];
  const step = (at: string, run: () => Promise<void>) => ({ at, by, run });
  const leave = async () => {
    await stage.act(by, "set_task_state", { task_id: told.task_id, state: "en_route" });
  };
  if (told.task_type === "repair") {
    const repair = await repairOf(stage, told.task_id);
    return [
      step(plus(told.starts_at, -15), leave),
      step(told.ends_at, () => completeRepair(stage, stop, repair)),
    ];
  } else if (told.task_type !== "maintenance") {
    return [];
  }
  if (stage.chance.happens(0.02, "out of reach", stop.name)) return await outOfReach(stage, stop);
  const fate = stage.chance.of("fate", stop.name);
  const steps = [step(plus(told.starts_at, -15), leave)];
  if (stage.chance.happens(0.03, "late", stop.name)) {
    steps.push(step(plus(told.starts_at, -10), async () => {
      await stage.act(by, "running_late", { task_id: told.task_id, minutes: 40 });
    }));
  }
  if (fate < 0.04) return stage.chance.happens(0.5, "left", stop.name) ? steps : [];
  if (fate < 0.11) return [...steps, step(plus(told.starts_at, 10), () => failAll(stage, stop))];
  return [
    ...steps,
    step(told.starts_at, () => begin(stage, stop)),
    step(
      plus(told.ends_at, stage.chance.between(-25, 20, "ends", stop.name)),
      () => finish(stage, stop),
    ),
  ];
}

async function begin(stage: Stage, { by, told, name }: Stop): Promise<void> {
  await stage.act(by, "set_task_state", { task_id: told.task_id, state: "in_progress" });
  const open = told.units.filter(isOpen);
  if (open.length === 0 || !stage.chance.happens(0.4, "adds", name)) return;
  const sheet = await stage.act(by, "visit_sheet", { visit_id: open[0].visit_id });
  for (const { contract_id } of sheet.could_add ?? []) {
    await stage.act(by, "add_unit_to_stop", { task_id: told.task_id, contract_id });
  }
}

/** Each unit of a stop has its own outcome: mostly done, now and then not. */
async function finish(stage: Stage, { by, told, name }: Stop): Promise<void> {
  // Units may have been added, and time given away, since the day was read.
  const visits = await stage.rows<{ visit: string; unit: string }>(
    `select v.id::text as visit, c.unit_id::text as unit
     from public.maintenance_visits v
     join public.maintenance_cycles y on y.id = v.cycle_id
     join public.maintenance_contracts c on c.id = y.contract_id
     where v.task_id = $1 and private.is_expected(v.state) order by c.unit_id`,
    [told.task_id],
  );
  for (const { visit, unit } of visits) {
    if (visits.length > 1 && stage.chance.happens(0.05, "fails", name, unit)) {
      await fail(stage, by, visit, "not_completed", "no_time");
    } else {
      await complete(stage, by, visit, told);
    }
  }
  // Whoever tells days later is not at the door any more.
  if (visits.length > 0 && told.is_near) await bookNext(stage, by, visits[0].visit, name);
}

/** Records a visit as done, from a sheet of paper if it is told who was there; whoever was visited pays, or will get the invoice. */
export async function complete(
  stage: Stage,
  by: Persona,
  visit_id: string,
  stop: Answer,
  technician_id?: string,
): Promise<void> {
  const sheet = await stage.act(by, "visit_sheet", { visit_id });
  if (sheet.status !== "ok") return;
  const finished = [stop.ends_at, stage.now].map((at) => new Date(at).toISOString()).sort()[0];
  const times = { started_at: new Date(stop.starts_at).toISOString(), finished_at: finished };
  if (times.started_at > finished) times.started_at = finished;
  const report = visitReport(stage, sheet, sheet.stop.revision, times);
  const done = technician_id === undefined
    ? await stage.act(by, "complete_visit", { visit_id, report })
    : await stage.act(by, "record_from_paper", { visit_id, technician_id, report });
  // A phone that got no answer sends again.
  if (stage.chance.happens(0.05, "again", report.report_id)) {
    await stage.act(by, "complete_visit", { visit_id, report });
  }
  const { invoice } = done;
  if (invoice?.balance > 0 && stage.chance.happens(0.5, "pays", report.report_id)) {
    await pay(stage, by, invoice.id, Number(invoice.balance), report.report_id);
  }
}

/** Pays an invoice in whole or in part; about names the occasion. */
export async function pay(
  stage: Stage,
  by: Persona,
  invoice_id: string,
  balance: number,
  about: string,
): Promise<void> {
  const method = stage.chance.oneOf(["cash", "card", "cheque", "e_transfer"], "pays", about);
  const amount = balance > 40 && stage.chance.happens(0.15, "part", about) ? 40 : balance;
  const payment = { invoice_id, amount, method, request_id: idOf(`payment ${about}`) };
  const answer = await stage.act(by, "record_payment", payment);
  if (answer.status === "recorded") stage.count(`paid: ${method}`);
  // Too much is refused, and the same again is the same payment.
  if (stage.chance.happens(0.03, "pays again", about)) {
    await stage.act(by, "record_payment", payment);
    await stage.act(by, "record_payment", {
      ...payment,
      amount: balance + 1,
      request_id: idOf(about),
    });
  }
}

async function failAll(stage: Stage, { by, told, name }: Stop): Promise<void> {
  const [outcome, reason] = stage.chance.happens(0.5, "no-show", name)
    ? ["no_show", "nobody_home"]
    : ["not_completed", stage.chance.oneOf(REASONS, "reason", name)];
  for (const { visit_id } of told.units.filter(isOpen)) {
    await fail(stage, by, visit_id, outcome, reason);
  }
  const [first] = told.units.filter(isOpen);
  if (first) await bookNext(stage, by, first.visit_id, name);
}

const REASONS = [
  ...["refused", "access", "weather", "parts", "unsafe", "no_time"],
  ...["hospital", "deceased", "moved"],
];

export async function fail(
  stage: Stage,
  by: Persona,
  visit_id: string,
  outcome: string,
  reason: string,
): Promise<void> {
  await stage.act(by, "fail_visit", { visit_id, outcome, reason, note: "At the door" });
}

interface Repair {
  order: string;
  failed: number[];
}

async function repairOf(stage: Stage, task: string): Promise<Repair> {
  const [repair] = await stage.rows<Repair>(
    `select w.id::text as order, array(
       select l.position from private.checklist_since_repair l
       where l.visit_id = w.visit_id and l.result = 'fail' order by l.position) as failed
     from public.technician_tasks t join public.work_orders w on w.id = t.work_order_id where t.id = $1`,
    [task],
  );
  return repair;
}

async function completeRepair(
  stage: Stage,
  { by, told }: Stop,
  { order, failed }: Repair,
): Promise<void> {
  const times = {
    started_at: new Date(told.starts_at).toISOString(),
    finished_at: new Date(told.ends_at).toISOString(),
  };
  const report = repairReport(stage, order, failed, times);
  const done = await stage.act(by, "complete_repair", { work_order_id: order, report });
  if (done.invoice?.balance > 0 && stage.chance.happens(0.5, "pays", told.starts_at, by)) {
    const { id, balance } = done.invoice;
    await pay(stage, by, id, Number(balance), `repair ${told.starts_at} ${by}`);
  }
}

function isOpen({ state }: Answer): boolean {
  return state === "scheduled" || state === "in_progress";
}

export function plus(instant: string, minutes: number): string {
  return new Date(Date.parse(instant) + minutes * 60_000).toISOString();
}
