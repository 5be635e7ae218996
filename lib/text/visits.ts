/** Words of visits and of what came of them: one for each thing, on a technician's phone, in the office and on paper. */
import type { CertificateState } from "@/lib/database/shapes.ts";
import { dayOf, instantText, shortDayText, unbroken } from "./dates.ts";
import { type Amount, feeText } from "./money.ts";

/** What each kind of work on the calendar is called. */
export const TASK_NAMES = {
  maintenance: "Maintenance",
  repair: "Repair",
  delivery: "Delivery",
  assessment: "Assessment",
  time_off: "Time off",
  other: "Other work",
};

/** Why a visit came to nothing at the door. */
export const FAILURES = {
  nobody_home: "Nobody home",
  refused: "Was sent away",
  access: "Couldn't get to the unit",
  weather: "Weather or road",
  parts: "A part was missing",
  unsafe: "Not safe to work",
  no_time: "Ran out of time",
  hospital: "In hospital or away",
  deceased: "The client has died",
  moved: "Has moved",
};

/** As what a drive in vain counts, by why it was one. */
export const outcomeOf = (reason: string): "no_show" | "not_completed" =>
  reason === "nobody_home" ? "no_show" : "not_completed";

const CERTIFICATES: Record<CertificateState, string> = {
  current: "current until",
  expired: "expired on",
  superseded: "replaced by a later inspection; it ran until",
  revoked: "revoked; it ran until",
};

/** "current until Thu, Jun 3, 2027" */
export function certificateText(
  { state, expires_on }: { state: CertificateState; expires_on: string },
): string {
  return `${CERTIFICATES[state]} ${shortDayText(expires_on)}`;
}

const REPAIRS: Record<string, string> = {
  quoted: "quoted, not answered yet",
  approved: "wanted by the client, has no day yet",
  declined: "not wanted by the client",
  waiting_for_parts: "waits for parts",
  scheduled: "has a day",
  done: "done",
  cancelled: "cancelled",
};

/** "quoted, not answered yet", "done on Thu, Jun 4, 2026" */
export function repairStateText(
  { state, repaired_on }: { state: string; repaired_on: string | null },
): string {
  const when = repaired_on ? ` on ${shortDayText(repaired_on)}` : "";
  return `${REPAIRS[state] ?? state}${when}`;
}

/** The office's page of a repair. */
export const repairHref = (work_order_id: string) => `/office/repairs/${work_order_id}`;

/** Where work is looked at: its visit, its repair, or else its place on the board. */
export function workHref(
  { visit_id, work_order_id, task_id, starts_at }: {
    visit_id: string | null;
    work_order_id: string | null;
    task_id: string;
    starts_at: string;
  },
  zone: string,
): string {
  if (visit_id) return `/office/visits/${visit_id}`;
  if (work_order_id) return repairHref(work_order_id);
  return `/office/board?day=${dayOf(starts_at, zone)}&task=${task_id}`;
}

/** "R-000071" */
export const repairNumber = (number: number) => `R-${String(number).padStart(6, "0")}`;

/** "R-000071, $284.50 + applicable tax: quoted, not answered yet" */
export function repairText(
  repair: { number: number; state: string; quoted: Amount; repaired_on: string | null },
): string {
  return `${repairNumber(repair.number)}, ${feeText(repair.quoted)}: ${repairStateText(repair)}`;
}

const CHARGES = { included: "included", billed: "billed", quote: "for the repair" };

/** How a part is charged. */
export const chargeText = (charge: keyof typeof CHARGES) => CHARGES[charge];

/** "2 × Belt", "Belt" */
export function countText(
  { description, quantity }: { description: string; quantity: Amount },
): string {
  return Number(quantity) === 1 ? description : `${Number(quantity)} × ${description}`;
}

/** "2 × Belt, serial 7" */
export function partText(
  part: { description: string; quantity: Amount; serial_number?: string | null },
): string {
  const { serial_number } = part;
  return serial_number ? `${countText(part)}, serial ${serial_number}` : countText(part);
}

/** Who signed. */
export const SIGNERS = {
  client: "client",
  caregiver: "family or caregiver",
  facility_staff: "staff of the home",
};

/** "1 photo", "3 photos" */
export const photosText = (count: number): string => count === 1 ? "1 photo" : `${count} photos`;

/** "On the phone by Luis Ortega, Wednesday, …"; also when it came, where that was later. */
export function fromText(
  { recorded_by, by, recorded_at, received_at }: {
    recorded_by: "technician" | "office";
    by: string | null;
    recorded_at: string;
    received_at: string;
  },
  zone: string,
): string {
  const how = recorded_by === "office" ? "In the office" : "On the phone";
  const came = instantText(received_at, zone);
  const written = instantText(recorded_at, zone);
  return unbroken(
    [by ? `${how} by ${by}` : how, written, came !== written && `here since ${came}`]
      .filter(Boolean).join(", "),
  );
}
