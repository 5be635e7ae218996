import { expect } from "expect";
import { layOut, placeRules, rangeOf, tasksOn } from "./lay.ts";
import type { Board, BoardTask, BoardTechnician } from "./shapes.ts";

const DAY = "2026-05-12";
const ZONE = "America/Toronto";
const at = (time: string, day = DAY) => `${day}T${time}:00-04:00`;

const LUIS = {
  technician_id: "luis",
  days: [{
    on_day: DAY,
    hours: [
      { starts_at: at("08:00"), ends_at: at("12:00") },
      { starts_at: at("12:30"), ends_at: at("16:30") },
    ],
  }],
} as BoardTechnician;

const task = (from: string, to: string, other: Partial<BoardTask> = {}) =>
  ({
    technician_id: "luis",
    task_type: "maintenance",
    starts_at: at(from),
    ends_at: at(to),
    drive_before: null,
    drive_after: null,
    ...other,
  }) as BoardTask;

const laid = (tasks: BoardTask[], range = { from: 420, to: 1020 }) =>
  layOut(LUIS, tasks, DAY, range, ZONE).map(({ kind, from, to }) => `${kind} ${from}-${to}`);

Deno.test("a lane has its off-hours and its break, and drives before their stops", () => {
  expect(laid([task("09:00", "10:00", { drive_before: 20, drive_after: 15 })])).toEqual([
    "off 420-480",
    "break 720-750",
    "off 990-1020",
    "drive 520-540",
    "task 540-600",
    "drive 600-615",
  ]);
});

Deno.test("a drive for which there is no room is not drawn over the stop before", () => {
  const spans = laid([task("09:00", "10:00"), task("10:10", "11:00", { drive_before: 30 })]);
  expect(spans).toContain("drive 600-610");
});

Deno.test("leave that goes over several days fills the hours that are shown", () => {
  const away = task("09:00", "10:00", {
    task_type: "time_off",
    starts_at: at("00:00", "2026-05-11"),
    ends_at: at("00:00", "2026-05-14"),
  });
  expect(laid([away])).toContain("task 420-1020");
  expect(tasksOn([away], "2026-05-13", ZONE)).toHaveLength(1);
  expect(tasksOn([away], "2026-05-14", ZONE)).toEqual([]);
});

Deno.test("who does not work has a lane without hours", () => {
  const idle = { technician_id: "idle", days: [] } as unknown as BoardTechnician;
  const spans = layOut(idle, [], DAY, { from: 420, to: 1020 }, ZONE);
  expect(spans.map(({ kind }) => kind)).toEqual(["off"]);
});

Deno.test("the hours that are shown begin and end with some air, whatever is early or late", () => {
  const board = { technicians: [LUIS], tasks: [task("18:00", "19:10")] } as Board;
  expect(rangeOf(board, DAY, ZONE)).toEqual({ from: 420, to: 1200 });
  expect(rangeOf({ technicians: [], tasks: [] } as unknown as Board, DAY, ZONE))
    .toEqual({ from: 480, to: 1020 });
});

Deno.test("each place is one rule, however many stand at it", () => {
  const span = { from: 480, to: 540 };
  expect(placeRules([span, span], { from: 420, to: 1020 })).toBe(".p60-60{--from:60;--for:60}");
});

Deno.test("what lies outside of the hours that are shown is not drawn", () => {
  const early = task("05:00", "06:00", { drive_before: 20 });
  expect(laid([early], { from: 480, to: 990 })).toEqual(["break 720-750"]);
});

Deno.test("what ends at midnight is on its own day alone", () => {
  const late = { ...task("22:00", "23:00"), ends_at: at("00:00", "2026-05-13") };
  expect(laid([late], { from: 990, to: 1440 })).toContain("task 1320-1440");
  expect(tasksOn([late], "2026-05-13", ZONE)).toEqual([]);
});
