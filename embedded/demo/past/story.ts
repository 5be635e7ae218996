import type { Findings } from "./report.ts";

/** What became of one visit; a visit of which nothing is said was done, and paid in its turn. */
export interface Told extends Findings {
  /** Days before today on which it was; without, a few days before it was due. */
  daysAgo?: number;
  outcome?: Outcome;
  /** What was wrong with the second unit of a household. */
  second?: Findings;
  /** What was paid of its invoice; without, whatever is this client's turn. */
  pays?: Payment[];
  /** What the office did with what was found, or with the papers. */
  then?: "repaired" | "declined" | "billed anew" | "revoked";
}

export type Outcome = "done" | "no_show" | "access" | "not closed" | "reversed";

/** Days after the visit; `share` of the total, all of it without. */
export interface Payment {
  method: "card" | "cash" | "cheque" | "e_transfer";
  days: number;
  share?: number;
}

/** A client whose units were enrolled before all others. */
export interface Chapter {
  customerRef: string;
  /** Days before today on which the company enrolled them. */
  joined: number;
  visits: Told[];
  /** The office books for them on the phone, and knows how to get in. */
  accessNotes?: string;
  /** Nobody has booked since those visits. */
  isSilentSince?: true;
}

/** Days ago on which parts of the install base were enrolled; the rest followed with everybody. */
export const ROUNDS = [430, 215, 55];

const WORN_WHEEL = "Left guide wheel worn flat on one side.";

/**
 * What the company's first clients had of it. Each kind of thing that can become of a visit is in it: the
 * oldest first, then what the office has on its desk today.
 */
export const CHAPTERS: Chapter[] = [
  {
    customerRef: "C00144",
    joined: 430,
    visits: [
      { findings: "Rail was dry; cleaned and lubricated." },
      {
        failed: { "Brake holds under load": "Slides about 4 cm with a person on the seat." },
        findings: "Brake lining worn. The lift is switched off and tagged.",
        advice: "Please do not use the lift until we have replaced the brake.",
        parts: [{
          description: "Brake assembly, Flow X",
          quantity: 1,
          unit_price: 285,
          charge: "quote",
        }],
        pays: [{ method: "card", days: 0 }],
        then: "repaired",
      },
      { advice: "Keep the charge contacts at the bottom of the stairs free of dust." },
    ],
    isSilentSince: true,
  },
  {
    customerRef: "C00296",
    joined: 430,
    visits: [{ findings: "Runs smoothly.", pays: [{ method: "cash", days: 0 }] }],
    isSilentSince: true,
  },
  {
    customerRef: "C00295",
    joined: 430,
    visits: [{ daysAgo: 345, pays: [{ method: "cheque", days: 12 }] }],
    isSilentSince: true,
  },
  {
    customerRef: "C00048",
    joined: 430,
    visits: [
      {
        parts: [{
          description: "Set of two batteries 12 V 7 Ah",
          quantity: 1,
          unit_price: 118,
          charge: "billed",
        }],
      },
      { findings: "Quiet and level.", advice: "The new batteries hold well." },
      { pays: [] },
    ],
    isSilentSince: true,
  },
  {
    customerRef: "C00069",
    joined: 430,
    visits: [
      { findings: "Both lifts run on the same breaker; told the client." },
      {
        second: { failed: { "Call and send stations": "Upper station needs two presses." } },
        then: "declined",
      },
    ],
    isSilentSince: true,
  },
  {
    customerRef: "C00255",
    joined: 430,
    visits: [
      { findings: "Chain wear 2 mm, within limits." },
      {
        failed: { "Alarm": "Silent; the buzzer is dead." },
        advice: "The alarm is being replaced.",
        then: "repaired",
      },
    ],
    isSilentSince: true,
  },
  {
    customerRef: "C00036",
    joined: 215,
    visits: [{ pays: [{ method: "cheque", days: 21 }] }],
    accessNotes: "Buzzer 0742, second elevator.",
    isSilentSince: true,
  },
  {
    customerRef: "C00185",
    joined: 215,
    visits: [{ pays: [{ method: "e_transfer", days: 6 }], then: "billed anew" }],
    isSilentSince: true,
  },
  {
    customerRef: "C00200",
    joined: 215,
    visits: [{ pays: [{ method: "card", days: 0 }], then: "revoked" }, {}],
  },
  {
    customerRef: "C00151",
    joined: 215,
    visits: [{ outcome: "no_show" }, { daysAgo: 165 }, {}],
  },
  {
    customerRef: "C00102",
    joined: 215,
    visits: [{}, { daysAgo: 26, pays: [{ method: "cheque", days: 8, share: 0.5 }] }],
  },
  {
    customerRef: "C00342",
    joined: 215,
    visits: [
      { findings: "Front casters fluttered; forks tightened." },
      { daysAgo: 33, pays: [], findings: "Tires worn, good for another season." },
    ],
  },
  {
    customerRef: "C00140",
    joined: 55,
    visits: [
      {
        daysAgo: 5,
        failed: {
          "Footrest obstruction sensor stops the lift":
            "Does not stop until the footrest is pressed hard.",
          "Rollers and guide wheels": WORN_WHEEL,
        },
        findings: "Sensor plate bent. The lift is switched off at the wall and tagged.",
        advice:
          "Please do not use the lift until the sensor is replaced. We will call you with a price.",
        parts: [
          { description: "Footrest sensor plate", quantity: 1, unit_price: 164, charge: "quote" },
          { description: "Guide wheel", quantity: 2, unit_price: 27.5, charge: "quote" },
        ],
        pays: [{ method: "card", days: 0 }],
      },
    ],
  },
  {
    customerRef: "C00152",
    joined: 55,
    visits: [{ daysAgo: 13, outcome: "no_show" }, { daysAgo: 2, outcome: "no_show" }],
    isSilentSince: true,
  },
  {
    customerRef: "C00191",
    joined: 55,
    visits: [{ daysAgo: 4, outcome: "access" }],
    isSilentSince: true,
  },
  {
    customerRef: "C00011",
    joined: 55,
    visits: [{ daysAgo: 7, pays: [], advice: "Please keep the bottom step clear of shoes." }],
  },
  {
    customerRef: "C00224",
    joined: 55,
    visits: [{ daysAgo: 3, outcome: "reversed", pays: [] }],
    isSilentSince: true,
  },
  { customerRef: "C00242", joined: 55, visits: [{ daysAgo: 1, outcome: "not closed" }] },
  // Those whom the demonstration's technician sees today.
  { customerRef: "C00273", joined: 215, visits: [{}], isSilentSince: true },
  {
    customerRef: "C00222",
    joined: 215,
    visits: [{ findings: "Rail tight, seat belt replaced." }],
    isSilentSince: true,
  },
  {
    customerRef: "C00080",
    joined: 215,
    visits: [{
      second: { findings: "Seat swivel greased." },
      pays: [{ method: "cheque", days: 15 }],
    }],
    isSilentSince: true,
  },
];

/** In whose turn a client pays, where the story says nothing. */
export const USUAL_PAYMENTS: Payment[] = [
  { method: "card", days: 0 },
  { method: "e_transfer", days: 2 },
  { method: "cash", days: 0 },
  { method: "cheque", days: 11 },
];
