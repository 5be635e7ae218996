import type { World } from "./world.ts";

const NIGHT_SHIFT: World = {
  zone: "America/Toronto",
  step: 30,
  horizonDays: 60,
  noticeHours: 0,
  waitPerDay: 3,
  now: "2026-10-31T12:00:00.000Z",
  technicians: [{
    home: [43.6, -79.6],
    active: true,
    maxVisits: null,
    skills: [],
    hours: [{ weekday: 7, starts: "00:00", ends: "06:00", from: null, to: null }],
  }],
  holidays: [],
  closures: [],
  customers: [],
  tasks: [{
    technician: 0,
    type: "repair",
    state: "scheduled",
    starts: "2026-11-01T02:00:00.000Z",
    ends: "2026-11-01T05:00:20.000Z",
    at: [43.63, -79.56],
    customer: null,
  }],
  travel: [],
  search: {
    skills: [],
    visitMinutes: 60,
    at: [43.6, -79.56],
    postalCode: null,
    fromDate: "2026-11-01",
    days: 1,
    maxSlots: 40,
    technician: null,
    startsAt: null,
    ignoreTask: null,
    isOutdoor: false,
    winters: [],
  },
};

/**
 * Worlds that must keep being searched as the oracle reads them, each named by what it is about. What the
 * property test prints, shrunk, belongs here.
 */
export const regressions: Record<string, World> = {
  "a repeated hour offers its times twice, after a task that runs in from the day before":
    NIGHT_SHIFT,
  "a meeting blocks and moves nobody": {
    ...NIGHT_SHIFT,
    tasks: [...NIGHT_SHIFT.tasks, {
      technician: 0,
      type: "other",
      state: "scheduled",
      starts: "2026-11-01T07:00:00.000Z",
      ends: "2026-11-01T08:00:00.000Z",
      at: null,
      customer: null,
    }],
  },
};
