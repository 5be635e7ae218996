import type { Rpc } from "@/lib/database/rpc.ts";
import { addDays } from "@/lib/text/dates.ts";
import { shortName } from "@/lib/text/units.ts";
import { readDay } from "./day.ts";
import { MINUTES } from "./late.ts";
import type { Stop } from "./shapes.ts";
import { isJob, isOver, nextOf, repairHref, visitHref, whatText } from "./words.ts";

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
  const steps = ["checklist", "finish", "could-not"] as const;
  const paths = stop.units.flatMap(({ visit_id, state }) =>
    isOver(state)
      ? [visitHref(visit_id)]
      : [visitHref(visit_id), ...steps.map((step) => visitHref(visit_id, step))]
  );
  if (stop.work_order_id) {
    const repair = stop.work_order_id;
    const steps = ["finish", "could-not"] as const;
    paths.push(repairHref(repair));
    if (!isOver(stop.state)) paths.push(...steps.map((step) => repairHref(repair, step)));
  }
  const first = stop.units[0]?.visit_id;
  if (first !== undefined && isJob(stop)) {
    const late = visitHref(first, "late");
    paths.push(late, ...(isNext ? MINUTES.map((minutes) => `${late}?minutes=${minutes}`) : []));
  }
  return paths.map((path) => ({ path, stamp: String(stop.revision) }));
}

/** "Ethel Example, stair lift" */
function namesOf(stop: Stop): [string, string][] {
  const who = stop.client_name;
  const named = (id: string, what: string): [string, string] => [
    id,
    [who, what].filter(Boolean).join(", "),
  ];
  const stopItself = who ? "" : whatText(stop);
  return [
    named(stop.task_id, stopItself),
    ...(stop.work_order_id ? [named(stop.work_order_id, stopItself)] : []),
    ...stop.units.map((unit) => named(unit.visit_id, shortName(unit))),
  ];
}
