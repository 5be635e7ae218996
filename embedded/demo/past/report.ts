import { type Company, minutesAfter } from "./company.ts";

/** What a technician found and did at a unit; what is left out was as it should be. */
export interface Findings {
  /** Label of a line of the checklist → what was wrong with it. */
  failed?: Record<string, string>;
  findings?: string;
  advice?: string;
  parts?: Part[];
  /** Photos of it that were kept. */
  fileIds?: string[];
  /** Who signs, where it is not the client. */
  signedBy?: { name: string; role: "client" | "caregiver" } | { role: "unable"; reason: string };
}

export interface Part {
  description: string;
  quantity: number;
  unit_price: number;
  charge: "included" | "billed" | "quote";
}

/** When a technician was at a unit. */
export interface Presence {
  startedAt: Date;
  finishedAt: Date;
}

/** Lines that only some units have. */
const NOT_EVERYWHERE = ["Ramp", "Backup battery"];

/** The report of a visit, as the technician's phone sends it. */
export async function reportOfVisit(
  company: Company,
  visitId: string,
  clientName: string,
  { failed = {}, fileIds, ...found }: Findings,
  presence: Presence,
) {
  const lines = await company.read<{ position: number; label: string; revision: number }>(
    `select i.position, i.label, t.revision
     from private.visit_checklist i
     join public.maintenance_visits v on v.id = i.visit_id
     join public.technician_tasks t on t.id = v.task_id
     where i.visit_id = $1 order by i.position`,
    [visitId],
  );
  const unknown = Object.keys(failed).filter((label) =>
    !lines.some((line) => line.label === label)
  );
  if (unknown.length > 0) throw new Error(`no line ${unknown.join(", ")}`);
  return {
    ...writtenBy(clientName, found, presence),
    based_on: lines[0].revision,
    advice_to_client: found.advice,
    file_ids: fileIds,
    checklist: lines.map(({ position, label }) => ({
      position,
      result: label in failed ? "fail" : NOT_EVERYWHERE.includes(label) ? "not_applicable" : "pass",
      note: failed[label],
    })),
  };
}

/** The report of a repair that puts right whatever had failed. */
export async function reportOfRepair(
  company: Company,
  workOrderId: string,
  clientName: string,
  found: Omit<Findings, "failed" | "advice" | "fileIds">,
  presence: Presence,
) {
  const lines = await company.read<{ position: number; revision: number }>(
    `select c.position, t.revision
     from public.work_orders w
     join public.technician_tasks t on t.work_order_id = w.id
     join private.checklist_since_repair c on c.visit_id = w.visit_id and c.result = 'fail'
     where w.id = $1`,
    [workOrderId],
  );
  return {
    ...writtenBy(clientName, found, presence),
    based_on: lines[0].revision,
    checklist: lines.map(({ position }) => ({ position, result: "pass" })),
  };
}

function writtenBy(
  clientName: string,
  { findings, parts = [], signedBy = { name: clientName, role: "client" } }: Findings,
  { startedAt, finishedAt }: Presence,
) {
  const now = finishedAt.toISOString();
  return {
    version: 1,
    report_id: crypto.randomUUID(),
    recorded_at: now,
    sent_at: now,
    started_at: startedAt.toISOString(),
    finished_at: now,
    labour_minutes: Math.round((finishedAt.getTime() - startedAt.getTime()) / 60_000),
    findings,
    parts: parts.map((part) => ({ ...part })),
    signature: signedBy.role === "unable" ? signedBy : { ...signedBy, method: "typed" },
  };
}

/** A technician at work for so long. */
export function presenceFrom(startedAt: Date, minutes: number): Presence {
  return { startedAt, finishedAt: minutesAfter(startedAt, minutes) };
}
