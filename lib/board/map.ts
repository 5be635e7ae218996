/** A day as a picture of its places: home, stops in their order, and what lies around. */
import { spanText } from "@/lib/text/dates.ts";
import {
  apart,
  type Frame,
  frameOf,
  HEIGHT,
  kilometres,
  type Place,
  pointOf,
  WIDTH,
} from "@/lib/text/map_picture.ts";
import { tasksOn } from "./lay.ts";
import type { Board, BoardTask, BoardTechnician } from "./shapes.ts";
import { nameOf } from "./words.ts";

interface Point {
  x: number;
  y: number;
}

export interface Mapped {
  home: Point | null;
  stops: (Point & { id: string; number: number; text: string; leg: string })[];
  legs: { from: Point; to: Point; isDriven: boolean }[];
  /** What the others do that day. */
  others: Point[];
  towns: (Point & { name: string })[];
  /** How long the bar of the scale is, in kilometres and on the picture. */
  km: number;
  bar: number;
  /** Stops of which nobody knows where they are. */
  unplaced: number;
}

type Placed = BoardTask & Place;
const isPlaced = (task: BoardTask): task is Placed =>
  task.latitude !== null && task.longitude !== null;

/** Null where no place is known. */
export function mapOf(
  board: Board,
  { technician_id, home }: BoardTechnician,
  day: string,
  zone: string,
): Mapped | null {
  const onDay = tasksOn(board.tasks, day, zone).filter(({ task_type }) => task_type !== "time_off");
  const own = onDay.filter((task) => task.technician_id === technician_id);
  const placed = own.filter(isPlaced);
  const around = onDay.filter((task) => task.technician_id !== technician_id).filter(isPlaced);
  const frame = frameOf([...placed, ...(home ? [home] : [])]);
  if (frame === null || placed.length === 0) return null;
  const at = (place: Place) => pointOf(frame, place);
  const isWithin = ({ x, y }: Point) => x > 0 && y > 0 && x < WIDTH && y < HEIGHT;
  const now = Date.parse(board.as_of);
  const way: (Place & { isDriven: boolean })[] = [
    ...(home ? [{ ...home, isDriven: true }] : []),
    ...placed.map((task) => ({ ...task, isDriven: Date.parse(task.starts_at) <= now })),
    ...(home ? [{ ...home, isDriven: false }] : []),
  ];
  const points = placed.map(at);
  const km = [1, 2, 5, 10, 20, 50].find((each) => each * frame.perKm > 40) ?? 100;
  return {
    home: home && at(home),
    stops: placed.map((task, index) => ({
      ...points[index],
      id: task.task_id,
      number: index + 1,
      text: `${spanText(task.starts_at, task.ends_at, zone).replace(/^from /, "")}, ${
        nameOf(task)
      }${task.city ? `, ${task.city}` : ""}`,
      leg: legText(task, placed[index - 1] ?? home),
    })),
    legs: way.slice(1).map((to, index) => ({
      from: at(way[index]),
      to: at(to),
      isDriven: to.isDriven,
    })),
    others: around.map(at).filter(isWithin),
    towns: townsOf([...placed, ...around], frame, [...points, ...(home ? [at(home)] : [])]),
    km,
    bar: Math.round(km * frame.perKm),
    unplaced: own.length - placed.length,
  };
}

function legText(task: Placed, before: Place | null | undefined): string {
  if (!before) return "";
  const far = Math.max(1, Math.round(kilometres(before, task)));
  return task.drive_before ? `${far} km, ${task.drive_before} min to drive` : `${far} km`;
}

/** Each town by its name, in the middle of its stops; those that would lie on something are left out. */
function townsOf(tasks: Placed[], frame: Frame, taken: Point[]): (Point & { name: string })[] {
  const names = [...new Set(tasks.flatMap(({ city }) => city ?? []))];
  const mean = (values: number[]) => values.reduce((sum, each) => sum + each, 0) / values.length;
  const words = names.map((name) => {
    const there = tasks.filter(({ city }) => city === name);
    const { x, y } = pointOf(frame, {
      latitude: mean(there.map(({ latitude }) => latitude)),
      longitude: mean(there.map(({ longitude }) => longitude)),
    });
    return { name, x, y: y + 22 };
  });
  return apart(words, taken).filter(({ x, y }) =>
    x > 30 && x < WIDTH - 30 && y > 12 && y < HEIGHT - 24
  );
}
