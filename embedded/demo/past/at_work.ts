import { type Company, minutesAfter } from "./company.ts";
import { pay } from "./payments.ts";
import { photoOfStairs } from "./photo.ts";
import { type Findings, presenceFrom } from "./report.ts";
import type { Stop } from "./stop.ts";
import { complete, step } from "./stops.ts";
import type { Payment } from "./story.ts";

/** On the way, then at work. */
export async function begin(company: Company, stop: Stop): Promise<void> {
  await company.moveClock(minutesAfter(stop.startsAt, -15));
  await step(company, stop, "en_route");
  await company.moveClock(stop.startsAt);
  await step(company, stop, "in_progress");
}

/** The report of each unit is handed in, what was found at the first, and all of it paid. */
export async function finish(
  company: Company,
  stop: Stop,
  { photo, ...found }: Findings & { photo?: string },
  method: Payment["method"] = "card",
): Promise<void> {
  let from = stop.startsAt;
  for (const [n, { visitId, minutes }] of stop.visits.entries()) {
    const presence = presenceFrom(minutesAfter(from, 5), minutes - 10);
    from = presence.finishedAt;
    const fileIds = n === 0 && photo
      ? [await takePhoto(company, stop, photo, minutesAfter(from, -5))]
      : [];
    await company.moveClock(from);
    await complete(company, stop, visitId, n === 0 ? { ...found, fileIds } : {}, presence);
  }
  await pay(company, stop.technician, stop, { method, days: 0 });
}

/** Resolves to the file's id. */
async function takePhoto(
  company: Company,
  { technician, visits: [{ visitId }] }: Stop,
  caption: string,
  at: Date,
): Promise<string> {
  const fileId = crypto.randomUUID();
  const content = photoOfStairs().toBase64();
  const photo = { visit_id: visitId, file_id: fileId, content, caption };
  await company.moveClock(at);
  await company.ask(technician, "add_visit_photo", photo, "kept");
  return fileId;
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
