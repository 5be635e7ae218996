import { type Company, minutesAfter } from "./company.ts";
import { pay } from "./payments.ts";
import { photoOfStairs } from "./photo.ts";
import { type Findings, type Presence, presenceFrom } from "./report.ts";
import type { Stop } from "./stop.ts";
import { complete, step } from "./stops.ts";
import type { Payment } from "./story.ts";

/** The technician is there, and hands in what was found. */
export async function serve(
  company: Company,
  stop: Stop,
  found: Findings & { photo?: string },
): Promise<void> {
  const presence = presenceFrom(minutesAfter(stop.startsAt, 5), stop.visits[0].minutes - 10);
  await finish(company, stop, found, presence);
}

/** On the way, then at work. */
export async function begin(company: Company, stop: Stop): Promise<void> {
  await company.moveClock(minutesAfter(stop.startsAt, -15));
  await step(company, stop, "en_route");
  await company.moveClock(stop.startsAt);
  await step(company, stop, "in_progress");
}

/** The report is handed in, and paid. */
export async function finish(
  company: Company,
  stop: Stop,
  { photo, ...found }: Findings & { photo?: string },
  presence: Presence,
  method: Payment["method"] = "card",
): Promise<void> {
  const [{ visitId }] = stop.visits;
  const fileIds: string[] = [];
  if (photo) {
    await company.moveClock(minutesAfter(presence.finishedAt, -5));
    fileIds.push(crypto.randomUUID());
    await company.ask(stop.technician, "add_visit_photo", {
      visit_id: visitId,
      file_id: fileIds[0],
      content: photoOfStairs().toBase64(),
      caption: photo,
    }, "kept");
  }
  await company.moveClock(presence.finishedAt);
  await complete(company, stop, visitId, { ...found, fileIds }, presence);
  await pay(company, stop.technician, stop, { method, days: 0 });
}

/** Work that is no visit. */
export async function endOther(
  company: Company,
  { taskId, endsAt }: { taskId: string; endsAt: Date },
): Promise<void> {
  await company.moveClock(endsAt);
  for (const state of ["in_progress", "completed"]) {
    await company.ask(company.office, "set_task_state", { task_id: taskId, state }, "set");
  }
}

/** About the day on which the unit is due again, as the client liked to have it. */
export async function bookNext(
  company: Company,
  { technician, visits: [{ visitId }] }: Stop,
): Promise<void> {
  const { slots: [slot] } = await company.ask(technician, "return_slots", {
    visit_id: visitId,
    max_slots: 1,
  }, "open") as { slots: { technician_id: string; starts_at: string }[] };
  if (!slot) return;
  await company.ask(technician, "book_return", {
    visit_id: visitId,
    technician_id: slot.technician_id,
    starts_at: slot.starts_at,
  }, "booked");
}
