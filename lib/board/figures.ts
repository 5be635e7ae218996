/** What the head of the board counts, and which cards each of its numbers means. */
import { counted } from "@/lib/text/names.ts";
import type { Badge, Board, BoardTask } from "./shapes.ts";

/** The badges that each number counts, in the order in which they are told; all: of whatever badge. */
const COUNTED = {
  all: null,
  done: ["done", "done_unpaid", "lift_failed"],
  under_way: ["on_the_way", "started"],
  late: ["late"],
  nobody_home: ["no_show"],
  not_done: ["not_completed"],
  no_outcome: ["not_closed"],
  lift_failed: ["lift_failed"],
} as const satisfies Record<string, readonly Badge[] | null>;
export type Only = keyof typeof COUNTED;

export const ONLY = Object.keys(COUNTED) as Only[];

const SAID: Record<Exclude<Only, "all">, string> = {
  done: "done",
  under_way: "under way",
  late: "running late",
  nobody_home: "with nobody home",
  not_done: "not done",
  no_outcome: "without an outcome",
  lift_failed: "with a lift that failed",
};

/** The stops that a number counts: leave is none. */
export function stopsOf({ tasks }: Pick<Board, "tasks">, only: Only): BoardTask[] {
  const badges: readonly Badge[] | null = COUNTED[only];
  return tasks.filter(({ task_type, badge }) =>
    task_type !== "time_off" && (badges === null || badges.includes(badge))
  ).toSorted((one, other) => Date.parse(one.starts_at) - Date.parse(other.starts_at));
}

/** "21 stops", "5 done". */
export const figureText = (number: number, only: Only): string =>
  only === "all" ? counted(number, "stop") : `${number} ${SAID[only]}`;

/** The numbers that are not nothing: all stops first, then how far they are and what is unusual about them. */
export function figuresOf(board: Pick<Board, "tasks">): { only: Only; text: string }[] {
  return ONLY.map((only) => ({ only, number: stopsOf(board, only).length }))
    .filter(({ number }) => number > 0)
    .map(({ only, number }) => ({ only, text: figureText(number, only) }));
}
