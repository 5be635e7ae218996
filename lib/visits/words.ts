import { TASK_NAMES } from "@/lib/text/visits.ts";
import type { Mark } from "@/lib/text/mark.ts";
import { capitalized, kindName, listText } from "@/lib/text/names.ts";
import type { Stop, WorkUnit } from "./shapes.ts";

const MARKS: Record<string, Mark> = {
  completed: { text: "Done", shape: "done" },
  done: { text: "Done", shape: "done" },
  no_show: { text: "Nobody home", shape: "missed" },
  not_completed: { text: "Could not be done", shape: "missed" },
  cancelled: { text: "Cancelled", shape: "missed" },
  reversed: { text: "Taken back", shape: "missed" },
  needs_rescheduling: { text: "Gets another time", shape: "late" },
  en_route: { text: "On my way", shape: "upcoming" },
  in_progress: { text: "Arrived", shape: "upcoming" },
};

const OVER = ["completed", "done", "no_show", "not_completed", "cancelled", "reversed"];

/** Whether nothing is to be done any more at a task, or a visit, in that state. */
export const isOver = (state: string) => OVER.includes(state);

/** Whether a technician still drives there: not to time off. */
export const isJob = ({ task_type, state }: Stop) => task_type !== "time_off" && !isOver(state);

/** What is to be done next: where one is on the way or at work, else the first that waits. */
export function nextOf(stops: Stop[]): Stop | undefined {
  const jobs = stops.filter(isJob);
  return jobs.find(({ state }) => state !== "scheduled") ?? jobs[0];
}

/** What stands beside a stop in a list; nothing for what is simply to come. */
export function markOf(stop: Stop, next?: Stop): Mark | null {
  const hasOutcome = stop.units.length > 0 || stop.work_order_id;
  if (stop.not_closed && hasOutcome) return { text: "Outcome missing", shape: "late" };
  const done = stop.units.filter(({ state }) => state === "done").length;
  if (stop.state === "completed" && stop.units.length > 1 && done < stop.units.length) {
    return { text: `${done} of ${stop.units.length} done`, shape: "done" };
  }
  const known = MARKS[stop.state];
  if (known) return known;
  return stop === next ? { text: "Next", shape: "upcoming" } : null;
}

/** What stands beside one unit of several. */
export function unitMark({ state }: Pick<WorkUnit, "state">): Mark {
  return MARKS[state] ?? { text: "Not started", shape: "todo" };
}

const TASKS: Record<string, string> = TASK_NAMES;

/** "Repair" */
export const taskName = (task_type: string) => TASKS[task_type] ?? "Work";

/** "Stair lift", "2 units", or "Repair" where no unit is known. */
export function whatText({ task_type, title, units }: Stop): string {
  const name = taskName(task_type);
  // A repair that was quoted is called one already.
  if (units.length === 0) {
    return title?.startsWith(name) ? title : [name, title].filter(Boolean).join(": ");
  }
  return units.length === 1 ? capitalized(kindName(units[0].kind)) : `${units.length} units`;
}

/** "Stair lift maintenance", "Stair lift and scooter maintenance" */
export function jobText(stop: Stop): string {
  if (stop.units.length === 0) return whatText(stop);
  const kinds = listText(stop.units.map(({ kind }) => kindName(kind)));
  return `${capitalized(kinds)} ${taskName(stop.task_type).toLowerCase()}`;
}

/** Where to lead a phone's map: the place itself, or what the address says. Null where neither is known. */
export function mapHref(
  { latitude, longitude, address }: Pick<Stop, "latitude" | "longitude" | "address">,
): string | null {
  const place = latitude !== null && longitude !== null ? `${latitude},${longitude}` : address;
  if (!place) return null;
  return `https://www.google.com/maps/dir/?api=1&destination=${encodeURIComponent(place)}`;
}

/** The page of a visit, or of one of its steps. */
export function visitHref(
  visit: string,
  step?: "checklist" | "finish" | "could-not" | "late" | "history" | "add-unit" | "next" | "wish",
): string {
  return step ? `/tech/visits/${visit}/${step}` : `/tech/visits/${visit}`;
}

/** The page that says why a report could not be taken: it is about the day, for the visit may be nobody's any more. */
export const changedHref = (reason: string) => `/tech?changed=${encodeURIComponent(reason)}`;

/** The page of a repair, or of one of its steps. */
export function techRepairHref(
  work_order: string,
  step?: "finish" | "could-not" | "next" | "wish",
): string {
  return step ? `/tech/repairs/${work_order}/${step}` : `/tech/repairs/${work_order}`;
}

/** What of a stop has no outcome yet, by its ids: by them a phone without signal knows when all of it is over. */
export function toDoIn({ units, work_order_id }: Stop): string {
  if (work_order_id) return work_order_id;
  return units.filter(({ state }) => !isOver(state)).map(({ visit_id }) => visit_id).join(" ");
}

/** Where a stop's page is: that of its repair, or of its first visit that waits, else of its first. Null for other work. */
export function stopHref({ units, work_order_id }: Stop): string | null {
  if (work_order_id) return techRepairHref(work_order_id);
  const visit = units.find(({ state }) => !isOver(state)) ?? units[0];
  return visit ? visitHref(visit.visit_id) : null;
}
