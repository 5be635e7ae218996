import fc from "fast-check";
import { DateTime } from "luxon";
import { type Hours, type Point, SKILLS, type Task, type Technician, type World } from "./world.ts";

/** Zones with the days around which things go wrong: changes of the clock, a year's end, a leap day. */
const CALENDARS: [zone: string, days: string[]][] = [
  ["America/Toronto", ["2026-03-06", "2026-10-30", "2026-11-20", "2026-12-28", "2027-03-12"]],
  ["Europe/Berlin", ["2026-03-27", "2026-10-23"]],
  ["America/Santiago", ["2026-04-02", "2026-09-03"]],
  ["Australia/Lord_Howe", ["2026-04-03", "2026-10-02"]],
  ["UTC", ["2028-02-27"]],
];

const POSTAL_CODES = ["L6Y 0A1", "l6y1b2", "M5V 2T6", " m5 v", "K1"];
const SHIFT_TIMES = [
  0,
  60,
  90,
  150,
  360,
  480,
  525,
  540,
  690,
  720,
  750,
  765,
  960,
  1020,
  1025,
  1200,
  1410,
  1440,
];

const point: fc.Arbitrary<Point> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(fc.nat(2), fc.nat(1)).map((
      [i, j],
    ): Point => [decimal(43.6 + i * 0.03), decimal(-79.6 + j * 0.04)]),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.nat(40_000), fc.nat(40_000)).map((
      [i, j],
    ): Point => [decimal(43.5 + i / 1e5), decimal(-79.8 + j / 1e5)]),
  },
);
const maybePoint = fc.option(point, { freq: 4 });
const postalCode = fc.option(fc.constantFrom(...POSTAL_CODES), { freq: 5 });
const skills = fc.subarray([...Array(SKILLS).keys()]);

/** A company within a few days of `CALENDARS`, and a search in it. */
export const worlds: fc.Arbitrary<World> = fc
  .constantFrom(...CALENDARS.flatMap(([zone, days]) => days.map((day) => ({ zone, day }))))
  .chain(({ zone, day }) =>
    fc.record({
      zone: fc.constant(zone),
      step: fc.constantFrom(15, 30, 5, 20, 25, 45, 60, 120),
      horizonDays: fc.constantFrom(60, 1, 2, 4, 180),
      noticeHours: fc.constantFrom(24, 0, 1, 5, 48),
      waitPerDay: fc.constantFrom(3, 0.01, 1.5, 10, 60),
      now: instantNear(zone, day, -1, 2),
      technicians: fc.array(technicianNear(day), { minLength: 1, maxLength: 4 }),
      holidays: fc.uniqueArray(dayNear(day, 0, 7), { maxLength: 2 }),
      closures: fc.array(
        fc.record({
          day: dayNear(day, 0, 5),
          technicians: fc.subarray([0, 1, 2, 3], { minLength: 1 }),
        }),
        { maxLength: 2 },
      ),
      customers: fc.array(fc.record({ postalCode, at: maybePoint }), { maxLength: 5 }),
      tasks: fc.array(taskNear(zone, day), { maxLength: 14 }),
      travel: fc.uniqueArray(
        fc.record({ from: point, to: point, minutes: fc.constantFrom(0, 1, 7, 12, 25, 60, 200) }),
        {
          maxLength: 12,
          selector: ({ from, to }) => `${from} ${to}`,
        },
      ),
      search: fc.record({
        skills: fc.oneof({ weight: 3, arbitrary: fc.constant<readonly number[]>([]) }, {
          weight: 2,
          arbitrary: skills,
        }),
        visitMinutes: fc.constantFrom(60, 1, 30, 45, 90, 105, 180, 400),
        at: maybePoint,
        postalCode,
        fromDate: fc.option(dayNear(day, -1, 5), { freq: 2 }),
        days: fc.constantFrom(1, 2, 3, 5, 8, 0),
        maxSlots: fc.constantFrom(12, 6, 1, 3, 13, 40, 500, 0),
        technician: fc.option(fc.nat(3), { freq: 2 }),
        startsAt: fc.oneof(
          { weight: 5, arbitrary: fc.constant(null) },
          { weight: 1, arbitrary: instantNear(zone, day, 0, 4) },
        ),
        ignoreTask: fc.option(fc.nat(13), { freq: 2 }),
        isOutdoor: fc.oneof(
          { weight: 3, arbitrary: fc.constant(false) },
          { weight: 1, arbitrary: fc.constant(true) },
        ),
        winters: fc.oneof({ weight: 4, arbitrary: fc.constant<readonly string[]>([]) }, {
          weight: 1,
          arbitrary: fc.array(season(day), { minLength: 1, maxLength: 2 }),
        }),
      }),
    })
  )
  .map(madeWhole);

/** A season that begins or ends near a day, or one that goes on then. */
function season(day: string): fc.Arbitrary<string> {
  const near = dayNear(day, -1, 6).map((each) => each.slice(5));
  return fc.oneof(
    fc.tuple(near, near).map((ends) => ends.join("/")),
    near.map((last) => `${last < "07-01" ? "11-15" : "05-01"}/${last}`),
  );
}

/** Drops what no database would hold: references to nobody, and tasks that overlap on one calendar. */
function madeWhole(world: World): World {
  const tasks: Task[] = [];
  for (const task of world.tasks) {
    if (task.technician >= world.technicians.length) continue;
    const clash = isBlocking(task) &&
      tasks.some((other) =>
        isBlocking(other) && other.technician === task.technician &&
        Date.parse(other.starts) < Date.parse(task.ends) &&
        Date.parse(other.ends) > Date.parse(task.starts)
      );
    if (clash) continue;
    tasks.push({ ...task, customer: within(task.customer, world.customers.length) });
  }
  const { search } = world;
  const closures = world.closures.map((closure) => ({
    ...closure,
    technicians: closure.technicians.filter((place) => place < world.technicians.length),
  })).filter(({ technicians }) => technicians.length > 0);
  const technician = within(search.technician, world.technicians.length);
  const ignoreTask = within(search.ignoreTask, tasks.length);
  return { ...world, tasks, closures, search: { ...search, technician, ignoreTask } };
}

function isBlocking(task: Task): boolean {
  return !["cancelled", "needs_rescheduling"].includes(task.state);
}

function within(place: number | null, length: number): number | null {
  return place !== null && place < length ? place : null;
}

function technicianNear(day: string): fc.Arbitrary<Technician> {
  return fc.record({
    home: fc.option(point, { freq: 8 }),
    active: fc.constantFrom(true, true, true, true, true, false),
    maxVisits: fc.option(fc.constantFrom(1, 2, 3), { freq: 2 }),
    skills: fc.oneof(fc.constant([...Array(SKILLS).keys()]), skills),
    hours: fc.oneof(
      { weight: 2, arbitrary: weekOfHours(null, null) },
      {
        weight: 1,
        arbitrary: dayNear(day, 0, 6).chain((last) =>
          fc.tuple(weekOfHours(null, last), weekOfHours(nextDay(last), null)).map((weeks) =>
            weeks.flat()
          )
        ),
      },
    ),
  });
}

/** The same hours on every weekday, with one weekday different or free. */
function weekOfHours(from: string | null, to: string | null): fc.Arbitrary<Hours[]> {
  return fc.tuple(dayOfHours, fc.integer({ min: 1, max: 7 }), fc.option(dayOfHours)).map((
    [usual, oddDay, odd],
  ) =>
    [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) =>
      (weekday === oddDay ? odd ?? [] : usual).map((hours) => ({ ...hours, weekday, from, to }))
    )
  );
}

/** Up to three stretches of work with breaks between, or none. */
const dayOfHours = fc.oneof(
  {
    weight: 3,
    // The last has two rows without a break between them.
    arbitrary: fc.constantFrom([480, 720, 765, 1020], [480, 1020], [540, 690, 750, 960], [
      ...[480, 720],
      ...[720, 1020],
    ]),
  },
  { weight: 2, arbitrary: fc.uniqueArray(fc.constantFrom(...SHIFT_TIMES), { maxLength: 6 }) },
).map((times) => {
  const inOrder = times.toSorted((a, b) => a - b);
  const rows: { starts: string; ends: string }[] = [];
  for (let i = 0; i + 1 < inOrder.length; i += 2) {
    rows.push({ starts: clock(inOrder[i]), ends: clock(inOrder[i + 1]) });
  }
  return rows;
});

function taskNear(zone: string, day: string): fc.Arbitrary<Task> {
  const lengths = [30, 45, 60, 15, 100, 1, 240, 600, 1440, 3000, 20_000];
  const during = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.tuple(
        instantNear(zone, day, -1, 6),
        fc.constantFrom(...lengths),
        fc.constantFrom(0, 0, 0, 0, 20),
      ),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(
        instantNear(zone, day, -13, -2),
        fc.constantFrom(3000, 20_000),
        fc.constant(0),
      ),
    },
  ).map(([starts, minutes, seconds]) => [starts, later(starts, minutes, seconds)]);
  const wholeDays = fc.tuple(dayNear(day, 0, 6), fc.integer({ min: 1, max: 2 })).map(
    ([first, days]) => {
      const midnight = DateTime.fromISO(first, { zone });
      return [midnight, midnight.plus({ days })].map((end) => end.toUTC().toISO()!);
    },
  );
  return fc.record({
    technician: fc.nat(3),
    type: fc.constantFrom<Task["type"]>(
      "maintenance",
      "maintenance",
      "maintenance",
      "repair",
      "other",
      "time_off",
    ),
    state: fc.constantFrom<Task["state"]>(
      "scheduled",
      "scheduled",
      "scheduled",
      "en_route",
      "completed",
      "cancelled",
      "needs_rescheduling",
    ),
    during: fc.oneof({ weight: 8, arbitrary: during }, { weight: 1, arbitrary: wholeDays }),
    at: fc.option(point, { freq: 2 }),
    customer: fc.option(fc.nat(4), { freq: 2 }),
  }).map(({ during: [starts, ends], ...task }) => ({
    ...task,
    // Nobody sets out to be away.
    state: task.type === "time_off" && ["en_route", "completed"].includes(task.state)
      ? "scheduled" as const
      : task.state,
    starts,
    ends,
  }));
}

/** Local times on quarter hours, mostly within working hours. */
function instantNear(zone: string, day: string, first: number, last: number): fc.Arbitrary<string> {
  const quarter = fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 30, max: 68 }) }, {
    weight: 1,
    arbitrary: fc.nat(95),
  });
  return fc.tuple(fc.integer({ min: first, max: last }), quarter, fc.constantFrom(0, 0, 0, 0, 7))
    .map(([days, quarters, minutes]) =>
      DateTime.fromISO(day, { zone }).plus({ days }).plus({ minutes: quarters * 15 + minutes })
        .toUTC().toISO()!
    );
}

function dayNear(day: string, first: number, last: number): fc.Arbitrary<string> {
  return fc.integer({ min: first, max: last }).map((days) =>
    DateTime.fromISO(day, { zone: "utc" }).plus({ days }).toISODate()!
  );
}

function nextDay(day: string): string {
  return DateTime.fromISO(day, { zone: "utc" }).plus({ days: 1 }).toISODate()!;
}

function later(instant: string, minutes: number, seconds: number): string {
  return DateTime.fromISO(instant, { zone: "utc" }).plus({ minutes, seconds }).toISO()!;
}

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${
    String(minutes % 60).padStart(2, "0")
  }`;
}

function decimal(degrees: number): number {
  return Number(degrees.toFixed(5));
}
