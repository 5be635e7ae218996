/**
 * A small company as a literal: everything the slot search reads, and one search in it. Places in lists
 * stand for rows: `technician: 0` is the first technician.
 */
export interface World {
  zone: string;
  step: number;
  horizonDays: number;
  noticeHours: number;
  waitPerDay: number;
  /** ISO instant. */
  now: string;
  technicians: Technician[];
  /** ISO days. */
  holidays: string[];
  /** Days closed for outdoor units, and for whom: places of technicians. */
  closures: { day: string; technicians: readonly number[] }[];
  customers: { postalCode: string | null; at: Point | null }[];
  tasks: Task[];
  travel: { from: Point; to: Point; minutes: number }[];
  search: Search;
}

/** Latitude, longitude. */
export type Point = readonly [number, number];

export interface Technician {
  home: Point | null;
  active: boolean;
  maxVisits: number | null;
  skills: readonly number[];
  hours: Hours[];
}

export interface Hours {
  /** 1 = Monday … 7. */
  weekday: number;
  /** HH:MM, up to 24:00. */
  starts: string;
  ends: string;
  /** First and last day of validity, inclusive. */
  from: string | null;
  to: string | null;
}

export interface Task {
  technician: number;
  type: "maintenance" | "repair" | "delivery" | "assessment" | "time_off" | "other";
  state:
    | "scheduled"
    | "en_route"
    | "in_progress"
    | "completed"
    | "cancelled"
    | "needs_rescheduling";
  /** ISO instants. */
  starts: string;
  ends: string;
  at: Point | null;
  customer: number | null;
}

export interface Search {
  skills: readonly number[];
  visitMinutes: number;
  at: Point | null;
  postalCode: string | null;
  fromDate: string | null;
  days: number;
  maxSlots: number;
  technician: number | null;
  startsAt: string | null;
  ignoreTask: number | null;
  /** Whether a unit of the stop stands outside. */
  isOutdoor: boolean;
  /** Seasons without times: "11-15/04-15". */
  winters: readonly string[];
}

/** What a search finds. */
export interface Found {
  slots: { start: string; end: string; technician: number; travelMinutes: number }[];
  days: { date: string; times: number }[];
}

export const SKILLS = 3;
