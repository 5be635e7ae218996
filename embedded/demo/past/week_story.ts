import type { Findings } from "./report.ts";

/** A client's first unit is serviced; of work that is over is told what was found. */
export interface VisitWork extends Findings {
  visit: string;
  by?: "office";
  /** What a photo of it shows. */
  photo?: string;
  /** At the door the visit after it was booked. */
  next?: true;
}

/** A client's unit that stopped is repaired: they called, and agreed to the quote. */
export interface RepairWork {
  repair: string;
  problem: string;
}

/** Work that is no visit: at a client's, or where nobody drives to. */
export interface MadeWork {
  type: "delivery" | "assessment" | "other";
  minutes: number;
  title: string;
  customerRef?: string;
}

/** What a technician has on: at the first time that their drives, hours and break leave, or not before one. */
export type PlannedWork = (VisitWork | RepairWork | MadeWork) & { from?: string };

/** Working days after today. Of days before yesterday those of this week are told. */
export interface DayOfWork {
  technician: string;
  day: number;
  work: PlannedWork[];
}

const delivery = (customerRef: string, title: string): MadeWork => ({
  type: "delivery",
  minutes: 45,
  title,
  customerRef,
});

const assessment = (customerRef: string, title: string): MadeWork => ({
  type: "assessment",
  minutes: 60,
  title,
  customerRef,
});

const inOffice = (title: string): MadeWork => ({ type: "other", minutes: 60, title });

/** The days around today, for everybody but the demonstration's technician, whose today is told in `day.ts`. */
export const WEEK: DayOfWork[] = [
  {
    technician: "Dana",
    day: -4,
    work: [delivery("C00128", "Rollator"), { visit: "C00260", from: "13:00" }],
  },
  { technician: "Luis", day: -4, work: [{ visit: "C00166", from: "09:30" }] },
  { technician: "Priya", day: -4, work: [{ ...delivery("C00319", "Bath lift"), from: "13:30" }] },
  { technician: "Marek", day: -4, work: [{ visit: "C00021" }] },
  { technician: "Dana", day: -3, work: [{ visit: "C00291", from: "10:30" }] },
  {
    technician: "Luis",
    day: -3,
    work: [assessment("C00040", "Straight stair lift"), delivery("C00062", "Walker")],
  },
  { technician: "Priya", day: -3, work: [{ visit: "C00400", from: "10:00" }] },
  { technician: "Marek", day: -3, work: [assessment("C00068", "Porch lift")] },
  {
    technician: "Dana",
    day: -2,
    work: [{ ...assessment("C00010", "Curved stair lift"), from: "13:00" }],
  },
  { technician: "Luis", day: -2, work: [{ visit: "C00424" }] },
  {
    technician: "Priya",
    day: -2,
    work: [inOffice("Stock count"), { visit: "C00325" }],
  },
  {
    technician: "Marek",
    day: -2,
    work: [delivery("C00190", "Wheelchair"), { visit: "C00438", from: "13:30" }],
  },
  {
    technician: "Dana",
    day: -1,
    work: [
      delivery("C00249", "Ramp for the side door"),
      { visit: "C00125", findings: "Runs smoothly; track cleaned.", next: true, from: "10:00" },
    ],
  },
  {
    technician: "Luis",
    day: -1,
    work: [{
      visit: "C00072",
      findings: "Rail end stop was loose; fastened.",
      photo: "The rail after fastening the end stop",
    }, { ...assessment("C00219", "Seat or lift"), from: "13:30" }],
  },
  { technician: "Priya", day: -1, work: [delivery("C00322", "Lift chair")] },
  { technician: "Marek", day: -1, work: [{ visit: "C00196", by: "office", from: "09:30" }] },
  {
    technician: "Dana",
    day: 0,
    work: [
      { visit: "C00218" },
      delivery("C00033", "New lift chair"),
      { visit: "C00107", by: "office", from: "13:00" },
    ],
  },
  {
    technician: "Luis",
    day: 0,
    work: [
      { visit: "C00313" },
      { visit: "C00252", from: "10:00" },
      assessment("C00146", "Stair lift for a curved staircase"),
    ],
  },
  {
    technician: "Priya",
    day: 0,
    work: [
      inOffice("Team meeting"),
      { visit: "C00290" },
      { visit: "C00448", by: "office", from: "13:30" },
    ],
  },
  {
    technician: "Marek",
    day: 0,
    work: [inOffice("Team meeting"), { visit: "C00337" }, { visit: "C00014", from: "13:00" }],
  },
  { technician: "Aisha", day: 1, work: [{ visit: "C00360" }, { visit: "C00251", from: "13:00" }] },
  {
    technician: "Dana",
    day: 1,
    // After noon she is at the dentist: who was booked then needs another time.
    work: [{ visit: "C00103" }, { visit: "C00298", from: "14:00" }],
  },
  {
    technician: "Luis",
    day: 1,
    work: [
      { repair: "C00169", problem: "Squeals going down." },
      { visit: "C00061" },
      { ...delivery("C00134", "Walker"), from: "13:30" },
    ],
  },
  {
    technician: "Priya",
    day: 1,
    work: [{ visit: "C00416" }, { ...delivery("C00288", "Lift chair"), from: "13:00" }],
  },
  {
    technician: "Marek",
    day: 1,
    work: [
      { repair: "C00073", problem: "Remote control at the bottom is dead." },
      { visit: "C00051", by: "office", from: "14:00" },
    ],
  },
  {
    technician: "Aisha",
    day: 2,
    work: [delivery("C00087", "Grab bars"), { visit: "C00391", from: "13:30" }],
  },
  { technician: "Dana", day: 2, work: [{ visit: "C00285" }, inOffice("Van to the garage")] },
  {
    technician: "Luis",
    day: 2,
    work: [{ visit: "C00104" }, { visit: "C00302", by: "office", from: "13:00" }],
  },
  { technician: "Priya", day: 2, work: [{ visit: "C00375", from: "10:00" }] },
  { technician: "Marek", day: 2, work: [{ visit: "C00171" }, { visit: "C00083", from: "13:00" }] },
  { technician: "Aisha", day: 3, work: [{ visit: "C00309", from: "09:30" }] },
  { technician: "Dana", day: 3, work: [delivery("C00039", "Bath seat")] },
  { technician: "Luis", day: 3, work: [{ ...assessment("C00199", "Porch lift"), from: "14:00" }] },
  { technician: "Marek", day: 3, work: [{ visit: "C00201" }] },
  { technician: "Priya", day: 4, work: [{ visit: "C00345" }] },
  { technician: "Aisha", day: 4, work: [assessment("C00232", "Stair lift with two rails")] },
];

/** What nobody has yet waits on the board. */
export const UNASSIGNED: MadeWork[] = [
  { type: "delivery", minutes: 30, title: "Walker and bath seat", customerRef: "C00132" },
];

/** Clients who called because something does not work, and have no time yet. */
export interface CalledRepair {
  customerRef: string;
  problem: string;
  then: "quoted" | "approved" | "waiting";
  /** What is waited for. */
  part?: string;
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
];
