import type { Findings } from "./report.ts";

/** A visit of the days around today; of yesterday's is told what was found. */
export interface BookedWork extends Findings {
  customerRef: string;
  technician: string;
  /** Working days after today. */
  day: number;
  at: string;
  by: "client" | "office";
  /** What a photo of it shows. */
  photo?: string;
  /** At the door the visit after it was booked. */
  next?: true;
}

/** Everybody's visits, those of a day one after the other and near where the technician lives. */
export const BOOKED: BookedWork[] = [
  {
    customerRef: "C00125",
    technician: "Dana",
    day: -1,
    at: "13:00",
    by: "client",
    findings: "Runs smoothly; track cleaned.",
    next: true,
  },
  {
    customerRef: "C00072",
    technician: "Luis",
    day: -1,
    at: "14:30",
    by: "client",
    findings: "Rail end stop was loose; fastened.",
    photo: "The rail after fastening the end stop",
  },
  { customerRef: "C00196", technician: "Marek", day: -1, at: "15:00", by: "office" },
  { customerRef: "C00218", technician: "Dana", day: 0, at: "08:30", by: "client" },
  { customerRef: "C00107", technician: "Dana", day: 0, at: "13:00", by: "office" },
  { customerRef: "C00313", technician: "Luis", day: 0, at: "09:30", by: "client" },
  { customerRef: "C00252", technician: "Luis", day: 0, at: "13:00", by: "client" },
  { customerRef: "C00290", technician: "Priya", day: 0, at: "10:15", by: "client" },
  { customerRef: "C00448", technician: "Priya", day: 0, at: "13:30", by: "office" },
  { customerRef: "C00337", technician: "Marek", day: 0, at: "10:00", by: "client" },
  { customerRef: "C00014", technician: "Marek", day: 0, at: "14:00", by: "client" },
  { customerRef: "C00103", technician: "Dana", day: 1, at: "09:00", by: "client" },
  { customerRef: "C00298", technician: "Dana", day: 1, at: "14:00", by: "client" },
  { customerRef: "C00061", technician: "Luis", day: 1, at: "13:00", by: "client" },
  { customerRef: "C00416", technician: "Priya", day: 1, at: "09:30", by: "client" },
  { customerRef: "C00360", technician: "Aisha", day: 1, at: "08:30", by: "client" },
  { customerRef: "C00251", technician: "Aisha", day: 1, at: "13:00", by: "client" },
  { customerRef: "C00171", technician: "Marek", day: 2, at: "09:30", by: "client" },
];

/** Work that is no visit; what nobody has yet waits on the board. */
export interface MadeWork {
  type: "delivery" | "assessment" | "other";
  minutes: number;
  title: string;
  customerRef?: string;
  technician?: string;
  day?: number;
  at?: string;
}

export const MADE: MadeWork[] = [
  {
    type: "delivery",
    minutes: 45,
    title: "New lift chair",
    customerRef: "C00033",
    technician: "Dana",
    day: 0,
    at: "10:15",
  },
  {
    type: "assessment",
    minutes: 60,
    title: "Stair lift for a curved staircase",
    customerRef: "C00146",
    technician: "Luis",
    day: 0,
    at: "14:45",
  },
  { type: "other", minutes: 60, title: "Team meeting", technician: "Priya", day: 0, at: "08:00" },
  { type: "other", minutes: 60, title: "Team meeting", technician: "Marek", day: 0, at: "08:00" },
  { type: "delivery", minutes: 30, title: "Walker and bath seat", customerRef: "C00132" },
];

/** Clients who called because something does not work. */
export interface CalledRepair {
  customerRef: string;
  problem: string;
  then: "quoted" | "approved" | "waiting" | "scheduled";
  /** What is waited for. */
  part?: string;
  technician?: string;
  day?: number;
  at?: string;
}

export const REPAIRS: CalledRepair[] = [
  { customerRef: "C00034", problem: "Beeps at the top and will not start again.", then: "quoted" },
  { customerRef: "C00094", problem: "Seat does not swivel any more.", then: "approved" },
  {
    customerRef: "C00148",
    problem: "Stops half-way; the light blinks red.",
    then: "waiting",
    part: "Control board SL-600",
  },
  {
    customerRef: "C00073",
    problem: "Remote control at the bottom is dead.",
    then: "scheduled",
    technician: "Marek",
    day: 1,
    at: "10:00",
  },
  {
    customerRef: "C00169",
    problem: "Squeals going down.",
    then: "scheduled",
    technician: "Luis",
    day: 1,
    at: "09:30",
  },
];
