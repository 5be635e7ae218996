import { visitReport } from "./reports.ts";
import { type Answer, idOf, type Stage } from "./stage.ts";
import { plus, type Step, type Stop, TECHNICIANS } from "./technicians.ts";

/** A technician without a connection: the office changes the stop meanwhile, and hears of it from an old revision. */
export async function outOfReach(stage: Stage, stop: Stop): Promise<Step[]> {
  const { by, told } = stop;
  const sheets: Answer[] = [];
  for (const { visit_id } of told.units) {
    sheets.push(await stage.act(by, "visit_sheet", { visit_id }));
  }
  return [
    { at: plus(told.starts_at, -60), by, run: () => changeMeanwhile(stage, stop) },
    { at: plus(told.ends_at, 30), by, run: () => tellLate(stage, stop, sheets) },
  ];
}

async function changeMeanwhile(stage: Stage, { by, told, name }: Stop): Promise<void> {
  const { chance } = stage;
  const task_id = told.task_id;
  const way = chance.of("meanwhile", name);
  if (way < 0.4) {
    // To one of those who can do everything: the office would not send anybody else.
    const others = TECHNICIANS.slice(0, 2).filter((technician) => technician !== by);
    await stage.act("office", "move_task", {
      ...{ task_id, starts_at: told.starts_at, override: true },
      technician_id: idOf(`${chance.oneOf(others, "meanwhile", name)} at work`),
    });
  } else if (way < 0.8) {
    await stage.act("office", "move_task", {
      ...{ task_id, override: true, technician_id: idOf(`${by} at work`) },
      starts_at: plus(told.starts_at, 24 * 60 * chance.between(1, 8, "meanwhile", name)),
    });
  } else {
    const state = way < 0.9 ? "needs_rescheduling" : "cancelled";
    await stage.act("office", "set_task_state", { task_id, state });
  }
}

/** What the phone kept is sent as it was written, each report twice now and then. */
async function tellLate(stage: Stage, { by, told, name }: Stop, sheets: Answer[]): Promise<void> {
  const based_on: number = told.revision;
  for (const sheet of sheets) {
    if (sheet.status !== "ok") continue;
    const visit_id: string = sheet.visit_id;
    const failure = {
      ...{ visit_id, based_on, report_id: idOf(`late ${sheet.unit.unit_id} ${told.starts_at}`) },
      ...{
        outcome: "not_completed",
        reason: stage.chance.oneOf(["access", "moved"], "late", name),
      },
    };
    const times = {
      started_at: new Date(told.starts_at).toISOString(),
      finished_at: new Date(told.ends_at).toISOString(),
    };
    const send = stage.chance.happens(0.3, "late", sheet.unit.unit_id, told.starts_at)
      ? () => stage.act(by, "fail_visit", failure)
      : () => {
        const report = visitReport(stage, sheet, based_on, times);
        return stage.act(by, "complete_visit", { visit_id, report });
      };
    await send();
    if (stage.chance.happens(0.2, "late again", name)) await send();
  }
}

const KEPT = `
  select r.id::text as report, c.unit_id::text as unit
  from public.visit_reports r
  join public.maintenance_visits v on v.id = r.visit_id
  join public.maintenance_cycles y on y.id = v.cycle_id
  join public.maintenance_contracts c on c.id = y.contract_id
  where r.state = 'conflict' order by 2, r.received_at, 1`;

/** The office says which of the reports that met something else are what happened. */
export async function decideReports(stage: Stage): Promise<void> {
  for (const { report, unit } of await stage.rows<{ report: string; unit: string }>(KEPT)) {
    if (!stage.chance.happens(0.4, "decides", stage.day, unit)) continue;
    const taken = stage.chance.happens(0.7, "takes", stage.day, unit) &&
      await stage.act("office", "accept_report", { report_id: report });
    if (taken && ["done", "recorded"].includes(taken.status)) continue;
    await stage.act("office", "discard_report", { report_id: report, reason: "Not so" });
  }
}
