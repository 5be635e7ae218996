/** Where things stand on a day's board: minutes from its first hour, drawn by classes of one style element. */
import type { Board, BoardTask, BoardTechnician } from "./shapes.ts";
import { minuteOn } from "./times.ts";

/** The hours that a day's board shows, as minutes of the day. */
export interface Range {
  from: number;
  to: number;
}

/** Something in a lane, in minutes of the day. */
export interface Span {
  kind: "off" | "break" | "drive" | "task";
  from: number;
  to: number;
  task?: BoardTask;
  /** How long a drive takes, however much room there is for it. */
  minutes?: number;
}

const USUAL: Range = { from: 8 * 60, to: 17 * 60 };

/** All that somebody works or has on a day, with the hour begun before and after it. */
export function rangeOf({ technicians, tasks }: Board, day: string, zone: string): Range {
  const spans = [
    ...technicians.flatMap((each) => hoursOn(each, day, zone)),
    ...tasksOn(tasks, day, zone).filter(({ task_type }) => task_type !== "time_off")
      .map((task) => spanOf(task, day, zone)),
  ];
  if (spans.length === 0) return USUAL;
  const from = Math.min(...spans.map((span) => span.from));
  const to = Math.max(...spans.map((span) => span.to));
  return {
    from: Math.max(0, Math.floor((from - 30) / 60) * 60),
    to: Math.min(24 * 60, Math.ceil((to + 30) / 60) * 60),
  };
}

function hoursOn({ days }: BoardTechnician, day: string, zone: string): Range[] {
  const hours = days.find(({ on_day }) => on_day === day)?.hours ?? [];
  return hours.map(({ starts_at, ends_at }) => ({
    from: minuteOn(day, starts_at, zone),
    to: minuteOn(day, ends_at, zone),
  })).sort((one, other) => one.from - other.from);
}

/** The tasks that are on a day at any time, in their order. */
export function tasksOn(tasks: BoardTask[], day: string, zone: string): BoardTask[] {
  return tasks.filter((task) => {
    const { from, to } = spanOf(task, day, zone);
    return from < to;
  }).sort((one, other) => Date.parse(one.starts_at) - Date.parse(other.starts_at));
}

/** The part of a task that lies on a day. */
export function spanOf({ starts_at, ends_at }: BoardTask, day: string, zone: string): Range {
  return {
    from: Math.max(0, minuteOn(day, starts_at, zone)),
    to: Math.min(24 * 60, minuteOn(day, ends_at, zone)),
  };
}

/** What a lane shows from top to bottom: off-hours and breaks first, drives, then tasks on top of them. */
export function layOut(
  technician: BoardTechnician,
  tasks: BoardTask[],
  day: string,
  range: Range,
  zone: string,
): Span[] {
  const hours = hoursOn(technician, day, zone);
  const own = tasksOn(
    tasks.filter((each) => each.technician_id === technician.technician_id),
    day,
    zone,
  );
  return [
    ...restOf(hours, range),
    ...own.flatMap((task, index) => withDrives(task, own[index - 1], day, zone)),
  ].map((span) => clip(span, range)).filter(({ from, to }) => from < to);
}

/** What lies before, between and after the working hours. */
function restOf(hours: Range[], range: Range): Span[] {
  if (hours.length === 0) return [{ kind: "off", ...range }];
  const between = hours.slice(1).map((span, index): Span => ({
    kind: "break",
    from: hours[index].to,
    to: span.from,
  }));
  return [
    { kind: "off", from: range.from, to: hours[0].from },
    ...between,
    { kind: "off", from: hours.at(-1)!.to, to: range.to },
  ];
}

function withDrives(
  task: BoardTask,
  before: BoardTask | undefined,
  day: string,
  zone: string,
): Span[] {
  const at = spanOf(task, day, zone);
  const earliest = before ? spanOf(before, day, zone).to : 0;
  const drives: Span[] = [];
  if (task.drive_before) {
    drives.push({
      kind: "drive",
      from: Math.max(earliest, at.from - task.drive_before),
      to: at.from,
      minutes: task.drive_before,
    });
  }
  const after: Span[] = task.drive_after
    ? [{ kind: "drive", from: at.to, to: at.to + task.drive_after, minutes: task.drive_after }]
    : [];
  return [...drives, { kind: "task", ...at, task }, ...after];
}

const clip = (span: Span, range: Range): Span => ({
  ...span,
  from: Math.max(span.from, range.from),
  to: Math.min(span.to, range.to),
});

/** The class of a place on the board. */
export const placeClass = ({ from, to }: Range, range: Range): string =>
  `p${from - range.from}-${to - from}`;

/** A style for each place that is used: no element may have a style of its own (CSP). */
export function placeRules(spans: Range[], range: Range): string {
  const rules = spans.map((span) =>
    `.${placeClass(span, range)}{--from:${span.from - range.from};--for:${span.to - span.from}}`
  );
  return [...new Set(rules)].join("");
}
