/** What the office sees as it books on the phone, over the stand-in. */
import { CHAIR, DAY, LIFT, LUIS, slot, WHEELCHAIR } from "./fake_api.ts";
import { CONTRACT, signIn, staffIs } from "./staff_world.ts";
import { api } from "./world.ts";

export const PAGE = `/office/contracts/${CONTRACT}/book`;
export const MAREK = "44444444-4444-4444-8444-444444444444";
export const TASK = "33333333-3333-4333-8333-333333333333";
export const AT = `${DAY}T13:00:00.000Z`;

/** A stair lift with a wheelchair beside it. */
export const SHEET = {
  status: "ok",
  contract_id: CONTRACT,
  today: "2026-05-08",
  situation: "open",
  paused_until: null as string | null,
  client: {
    customer_id: LUIS,
    name: "Ethel Example",
    phone: "905-555-0112" as string | null,
    deceased_on: null as string | null,
    reach_by: "phone",
    reach_note: null as string | null,
    is_mailed: true,
  },
  unit: { unit_id: LUIS, kind: "Stair lift", product_name: "Flow X", told_apart: null },
  skill: "Stair lifts",
  address: "41 Maple Crescent, Oakville ON  L6J 2K4",
  due_on: "2026-05-20",
  minutes: 60,
  household: [{
    ...CHAIR,
    contract_id: WHEELCHAIR,
    product_name: null,
    due_on: "2026-05-30",
    minutes: 45,
  }],
  phone: "905-555-0112" as string | null,
  access_notes: "Key with the neighbour" as string | null,
  technicians: [
    { technician_id: LUIS, name: "Luis Ortega", first_name: "Luis" },
    { technician_id: MAREK, name: "Marek Nowak", first_name: "Marek" },
  ],
  booked: null as unknown,
};

/** The same with its visit. */
export const BOOKED_SHEET = {
  ...SHEET,
  situation: "booked",
  household: [],
  booked: {
    task_id: TASK,
    visit_id: LUIS,
    revision: 3,
    starts_at: AT,
    ends_at: `${DAY}T14:45:00Z`,
    arrive_by: `${DAY}T13:30:00Z`,
    technician_name: "Luis",
    booked_by: "office",
    phone: "905-555-0112",
    access_notes: "Key with the neighbour",
    units: [LIFT, CHAIR],
    not_closed: false,
    can_move: true,
  },
};

/** That Luis can come at nine, with both units. */
export const POSSIBLE = {
  status: "possible",
  starts_at: AT,
  ends_at: `${DAY}T14:45:00Z`,
  arrive_by: `${DAY}T13:30:00Z`,
  technician_id: LUIS,
  technician_name: "Luis Ortega",
  first_name: "Luis",
  units: [LIFT, CHAIR],
  warnings: [] as unknown[],
};

/** That Marek could, but. */
export const WARNED = {
  ...POSSIBLE,
  status: "warned",
  starts_at: `${DAY}T20:30:00Z`,
  arrive_by: `${DAY}T21:00:00Z`,
  ends_at: `${DAY}T22:15:00Z`,
  technician_id: MAREK,
  technician_name: "Marek Nowak",
  first_name: "Marek",
  warnings: [
    {
      reason: "hours",
      works_from: `${DAY}T12:00:00Z`,
      works_until: `${DAY}T21:00:00Z`,
      breaks: [] as unknown[],
      ends_at: `${DAY}T22:15:00Z`,
    },
    { reason: "drive", side: "before", minutes: 38, planned: 30, is_home: false, place: "Milton" },
  ] as unknown[],
};

/** That Marek is with somebody else. */
export const IMPOSSIBLE = {
  ...WARNED,
  status: "impossible",
  warnings: [],
  in_the_way: {
    task_id: TASK,
    task_type: "repair",
    starts_at: `${DAY}T18:00:00Z`,
    ends_at: `${DAY}T19:00:00Z`,
    customer: "Bernard Kowalski",
  },
  free_after: `${DAY}T19:30:00Z`,
};

export const TIMES = {
  status: "open",
  slots: [
    slot("13:00"),
    slot("13:15"),
    slot("14:45"),
    slot("17:30"),
    slot("13:30", "2026-05-13"),
  ],
  days: [{ date: DAY, times: 4 }, { date: "2026-05-13", times: 1 }],
  book_until: "2026-12-15",
};

let signedIn: Promise<{ Cookie: string }> | undefined;

/** Somebody of the office who signed in once, before that page, whose functions answer so. */
export async function atTheDesk(answers: Record<string, unknown> = {}) {
  const headers = await (signedIn ??= signIn("office"));
  staffIs("office");
  api.calls.length = 0;
  const all: Record<string, unknown> = {
    booking_sheet: SHEET,
    contract_slots: TIMES,
    check_time: POSSIBLE,
    ...answers,
  };
  api.answer(Object.fromEntries(Object.entries(all).map(([name, said]) => [name, () => said])));
  return headers;
}
