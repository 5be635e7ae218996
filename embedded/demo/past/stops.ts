import { type Company, minutesAfter } from "./company.ts";
import type { Diary } from "./diary.ts";
import { followUp } from "./follow_ups.ts";
import { enterPayments } from "./payments.ts";
import { type Findings, presenceFrom, reportOfVisit } from "./report.ts";
import type { Stop } from "./stop.ts";
import { type Told, USUAL_PAYMENTS } from "./story.ts";

/** Enters what becomes of a stop, then `after`. */
export function enterStop(
  company: Company,
  diary: Diary,
  stop: Stop,
  told: Told,
  turn: number,
  after: () => Promise<void>,
): void {
  const { startsAt } = stop;
  if (told.outcome === "not closed") return;
  if (told.outcome === "no_show" || told.outcome === "access") {
    return diary.enter(minutesAfter(startsAt, 20), async () => {
      await failStop(company, stop, told.outcome === "no_show");
      await after();
    });
  }
  let finishedAt = startsAt;
  for (const [n, visit] of stop.visits.entries()) {
    const presence = presenceFrom(minutesAfter(finishedAt, 5), visit.minutes - 8 - (turn + n) % 9);
    const isLast = n === stop.visits.length - 1;
    finishedAt = presence.finishedAt;
    diary.enter(finishedAt, async () => {
      const found = n === 0 ? told : told.second ?? {};
      await complete(company, stop, visit.visitId, found, presence);
      if (!isLast) return;
      enterPayments(
        company,
        diary,
        stop,
        told.pays ?? [USUAL_PAYMENTS[turn % USUAL_PAYMENTS.length]],
      );
      followUp(company, diary, stop, told);
      await after();
    });
  }
}

/** The technician says how far they are. */
export async function step(
  company: Company,
  { taskId, technician }: Stop,
  state: "en_route" | "in_progress",
): Promise<void> {
  await company.ask(technician, "set_task_state", { task_id: taskId, state }, "set");
}

/** The technician hands in the report of one unit. */
export async function complete(
  company: Company,
  { clientName, technician }: Stop,
  visitId: string,
  found: Findings,
  presence: { startedAt: Date; finishedAt: Date },
): Promise<void> {
  const report = await reportOfVisit(company, visitId, clientName, found, presence);
  await company.ask(technician, "complete_visit", { visit_id: visitId, report }, "done");
}

async function failStop(company: Company, stop: Stop, isNoShow: boolean): Promise<void> {
  for (const { visitId } of stop.visits) {
    await company.ask(stop.technician, "fail_visit", {
      visit_id: visitId,
      report_id: crypto.randomUUID(),
      ...isNoShow
        ? { outcome: "no_show", reason: "nobody_home", note: "Rang twice and waited 15 minutes." }
        : {
          outcome: "not_completed",
          reason: "access",
          note: "Boxes on the stairs up to the seat.",
        },
    }, "recorded");
  }
}
