/** The days of a week's board, and each technician's day on it as a ribbon. */
import { addDays } from "@/lib/text/dates.ts";
import { layOut, type Range, rangeOf, tasksOn } from "./lay.ts";
import type { Board, BoardTechnician } from "./shapes.ts";

/** A day of the week, and the holiday that closes it. */
export interface WeekDay {
  day: string;
  holiday: string | null;
}

/** The days from Monday on: of a weekend only those on which somebody works or has something to do. */
export function weekDays(board: Board, zone: string): WeekDay[] {
  const { from_day, days, technicians, tasks, holidays } = board;
  return Array.from({ length: days }, (_, n) => addDays(from_day, n))
    .filter((day, n) =>
      n < 5 || tasksOn(tasks, day, zone).length > 0 ||
      technicians.some((each) =>
        each.days.some(({ on_day, hours }) => on_day === day && hours.length > 0)
      )
    )
    .map((day) => ({ day, holiday: holidays.find(({ on_day }) => on_day === day)?.name ?? null }));
}

/** The hours that all ribbons of a week show, so that they can be compared. */
export function weekRange(board: Board, days: WeekDay[], zone: string): Range {
  const ranges = days.map(({ day }) => rangeOf(board, day, zone));
  return {
    from: Math.min(...ranges.map(({ from }) => from)),
    to: Math.max(...ranges.map(({ to }) => to)),
  };
}

/** A part of a ribbon, in minutes from its begin. */
export interface Stretch {
  kind: "rest" | "road" | "work";
  /** The kind of work. */
  style: string;
  x: number;
  width: number;
}

export function ribbonOf(
  board: Board,
  technician: BoardTechnician,
  day: string,
  range: Range,
  zone: string,
): Stretch[] {
  return layOut(technician, board.tasks, day, range, zone).map(({ kind, from, to, task }) => ({
    kind: kind === "task" ? "work" : kind === "drive" ? "road" : "rest",
    style: task?.task_type.replace("_", "-") ?? "",
    x: from - range.from,
    width: to - from,
  }));
}
