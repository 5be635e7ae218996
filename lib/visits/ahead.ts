import type { Rpc } from "@/lib/database/rpc.ts";
import { addDays } from "@/lib/text/dates.ts";
import { shortName } from "@/lib/text/units.ts";
import { readDay } from "./day.ts";
import { MINUTES } from "./late.ts";
import type { Stop } from "./shapes.ts";
import { isJob, isOver, nextOf, techRepairHref, visitHref, whatText } from "./words.ts";

/** What a technician's phone keeps for when there is no signal. */
export interface Ahead {
  /** Addresses of pages, each with what changes when they do. */
  pages: { path: string; stamp: string }[];
  /** Whom visits, repairs and stops are about, by their ids. */
  names: Record<string, string>;
}

/** The pages of today and tomorrow, the next job's first. */
export async function readAhead(rpc: Rpc): Promise<Ahead> {
  const today = await readDay(rpc);
  const tomorrow = await readDay(rpc, addDays(today.on_day, 1));
  const next = nextOf(today.stops);
  const stops = [...today.stops, ...today.not_closed, ...tomorrow.stops]
    .sort((a, b) => Number(b === next) - Number(a === next));
  const day = [...today.stops, ...tomorrow.stops].map(({ task_id, revision }) =>
    `${task_id} ${revision}`
  ).join(" ");
  const shared = ["/tech", "/tech/sending", "/tech/week"].map((path) => ({ path, stamp: day }));
  return {
    pages: [...shared, ...stops.flatMap((stop) => pagesOf(stop, stop === next))],
    names: Object.fromEntries(stops.flatMap(namesOf)),
  };
}

function pagesOf(stop: Stop, isNext: boolean): Ahead["pages"] {
  const { work_order_id } = stop;
  const stamp = String(stop.revision);
  if (work_order_id) {
    const at = techRepairHref(work_order_id);
    const steps = isOver(stop.state) ? [] : [
      techRepairHref(work_order_id, "finish"),
      techRepairHref(work_order_id, "could-not"),
      techRepairHref(work_order_id, "wish"),
    ];
    return [at, ...steps].map((path) => ({ path, stamp }));
  }
  const steps = ["checklist", "finish", "could-not", "wish", "history"] as const;
  const paths = stop.units.flatMap(({ visit_id, state }) =>
    isOver(state)
      ? [visitHref(visit_id), visitHref(visit_id, "wish")]
      : [visitHref(visit_id), ...steps.map((step) => visitHref(visit_id, step))]
  );
  const first = stop.units[0]?.visit_id;
  if (first !== undefined && isJob(stop)) {
    const late = visitHref(first, "late");
    paths.push(late, ...(isNext ? MINUTES.map((minutes) => `${late}?minutes=${minutes}`) : []));
  }
  return paths.map((path) => ({ path, stamp }));
}

/** "Ethel Example, stair lift" */
function namesOf(stop: Stop): [string, string][] {
  const who = stop.client_name;
  const named = (id: string, what: string): [string, string] => [
    id,
    [who, what].filter(Boolean).join(", "),
  ];
  return [
    named(stop.task_id, who ? "" : whatText(stop)),
    ...(stop.work_order_id ? [named(stop.work_order_id, whatText(stop))] : []),
    ...stop.units.map((unit) => named(unit.visit_id, shortName(unit))),
  ];
}
