/** A day of three technicians on the board, over the stand-in. */
import { addDays } from "@/lib/text/dates.ts";
import { DAY, LUIS } from "./fake_api.ts";
import { signIn, staffIs } from "./staff_world.ts";
import { api } from "./world.ts";

export const MAREK = "44444444-4444-4444-8444-444444444444";
export const PRIYA = "44444444-4444-4444-8444-444444444445";
export const AGNES = "33333333-3333-4333-8333-333333333331";
export const PETER = "33333333-3333-4333-8333-333333333332";
export const CALL = "33333333-3333-4333-8333-333333333333";
export const AWAY = "33333333-3333-4333-8333-333333333334";
export const REPAIR = "55555555-5555-4555-8555-555555555551";
export const GLORIA = "55555555-5555-4555-8555-555555555552";
export const DEED = "66666666-6666-4666-8666-666666666666";
const CLIENT = "77777777-7777-4777-8777-777777777777";
export const PAGE = `/office/board?day=${DAY}`;

/** An instant of the day, by its hour in UTC: 13:00 is nine o'clock. */
export const at = (hour: string, day = DAY) => `${day}T${hour}:00+00:00`;

function person(technician_id: string, name: string, skills: string[], days: number) {
  return {
    technician_id,
    name,
    first_name: name.split(" ")[0],
    active: true,
    skills,
    home: { latitude: 43.7, longitude: -79.4 },
    days: Array.from({ length: days }, (_, n) => {
      const on_day = addDays(DAY, n);
      return {
        on_day,
        hours: [
          { starts_at: at("12:00", on_day), ends_at: at("16:00", on_day) },
          { starts_at: at("16:30", on_day), ends_at: at("20:30", on_day) },
        ],
        work_minutes: 480,
        stop_minutes: 120,
        drive_minutes: 40,
        open_minutes: 320,
      };
    }),
  };
}

/** What a visit costs, with its reminder sent. */
export const PROMISED = {
  due_on: "2026-05-30",
  fee: 189,
  tax: 24.57,
  tax_name: "HST 13 %",
  no_charge_reason: null,
  is_promised: true,
};

export const VISIT = {
  task_id: AGNES,
  technician_id: LUIS,
  task_type: "maintenance",
  state: "scheduled",
  revision: 4,
  starts_at: at("14:45"),
  ends_at: at("15:45"),
  arrive_by: at("15:15"),
  title: null as string | null,
  customer_id: CLIENT as string | null,
  client_name: "Agnes Fraser" as string | null,
  city: "Toronto" as string | null,
  address: "61 Garden Ave, Toronto" as string | null,
  phone: "905-555-0117" as string | null,
  reach_by: "relay" as string | null,
  is_mailed: true,
  note: "Side door, dog in the yard" as string | null,
  latitude: 43.65 as number | null,
  longitude: -79.38 as number | null,
  units: [{ visit_id: CLIENT, kind: "Stair lift", state: "scheduled", ...PROMISED }],
  badge: "booked",
  late_minutes: null as number | null,
  drive_before: 15 as number | null,
  drive_after: 12 as number | null,
  work_order_id: null,
  can_move: true,
};

const OTHER = {
  ...VISIT,
  customer_id: null,
  is_mailed: false,
  client_name: null,
  city: null,
  address: null,
  latitude: null,
  longitude: null,
  units: [],
  drive_before: null,
  drive_after: null,
};

export const TASKS = [
  VISIT,
  {
    ...VISIT,
    task_id: PETER,
    technician_id: MAREK,
    starts_at: at("17:30"),
    ends_at: at("18:30"),
    client_name: "Peter Vance",
    city: "Oakville",
    latitude: 43.45,
    longitude: -79.68,
    badge: "late",
    late_minutes: 20,
  },
  {
    ...OTHER,
    task_id: CALL,
    technician_id: MAREK,
    task_type: "other",
    title: "Team call",
    starts_at: at("16:30"),
    ends_at: at("17:00"),
  },
  {
    ...OTHER,
    task_id: AWAY,
    technician_id: PRIYA,
    task_type: "time_off",
    title: "Vacation",
    starts_at: at("04:00"),
    ends_at: at("04:00", addDays(DAY, 1)),
    can_move: false,
  },
];

export const WAITING = [
  {
    what: "repair",
    id: REPAIR,
    group: "nobody",
    task_type: "repair",
    revision: null,
    title: "Rail charger",
    client_name: "Stanley Brown",
    customer_id: CLIENT,
    city: "Hamilton",
    minutes: 120,
    units: ["Porch lift"],
    visits: [],
    urgent: true,
    since: at("12:00", "2026-05-08"),
    note: "Approved by his daughter",
    phone: "905-555-0142",
    reach_by: "phone",
    is_mailed: false,
    activity_id: null,
  },
  {
    what: "contract",
    id: GLORIA,
    group: "callback",
    task_type: "maintenance",
    revision: null,
    title: null,
    client_name: "Gloria Mendes",
    customer_id: CLIENT,
    city: "Vaughan",
    minutes: 45,
    units: ["Lift chair"],
    visits: [{ ...PROMISED, fee: 79, tax: 10.27, is_promised: false }],
    urgent: false,
    since: at("13:10"),
    note: "Wants mornings",
    phone: null,
    reach_by: "relay",
    is_mailed: true,
    activity_id: CLIENT,
  },
];

export const BOARD = {
  status: "ok",
  as_of: at("15:00"),
  today: DAY,
  from_day: DAY,
  days: 1,
  step: 15,
  stamp: "s1",
  holidays: [] as { on_day: string; name: string }[],
  technicians: [
    person(LUIS, "Luis Ortega", ["Stair lifts", "Lift chairs"], 1),
    person(MAREK, "Marek Nowak", ["Stair lifts"], 1),
    person(PRIYA, "Priya Shah", ["Wheelchairs"], 1),
  ],
  tasks: TASKS as unknown[],
  waiting: WAITING as unknown[],
};

/** From Monday on, with a holiday on Friday. */
export const WEEK = {
  ...BOARD,
  from_day: "2026-05-11",
  days: 7,
  holidays: [{ on_day: "2026-05-15", name: "Founders' Day" }],
  technicians: BOARD.technicians.map(({ technician_id, name, skills }) =>
    person(technician_id, name, skills, 3)
  ),
};

const stretch = (from: string, to: string, answer: string, figures = {}) => ({
  from: at(from),
  to: at(to),
  answer,
  ...figures,
});

/** Where Agnes's visit could be: with Luis in the afternoon; Marek has somebody, Priya has not learned it. */
export const PLACES = {
  status: "ok",
  what: "task",
  id: AGNES,
  revision: 4,
  minutes: 60,
  best: [
    {
      technician_id: LUIS,
      technician_name: "Luis Ortega",
      starts_at: at("18:15"),
      ends_at: at("19:15"),
      travel_minutes: 11,
    },
  ],
  technicians: [
    {
      technician_id: LUIS,
      days: [{
        on_day: DAY,
        answers: [
          stretch("10:00", "11:45", "hours", { works_from: at("12:00"), works_until: at("20:30") }),
          stretch("12:00", "15:00", "notice", { is_past: true }),
          stretch("15:15", "19:30", "fits", { travel_minutes: 11 }),
        ],
        best: { starts_at: at("18:15"), travel_minutes: 11 },
      }],
    },
    {
      technician_id: MAREK,
      days: [{
        on_day: DAY,
        answers: [
          stretch("16:45", "18:15", "overlap", {
            task_id: PETER,
            client_name: "Peter Vance",
            ends_at: at("18:30"),
          }),
          stretch("18:30", "19:30", "drive", { side: "before", minutes: 44, planned: 30 }),
        ],
        best: null,
      }],
    },
    {
      technician_id: PRIYA,
      days: [{
        on_day: DAY,
        answers: [stretch("10:00", "19:30", "skill", { skills: ["Stair lifts"] })],
        best: null,
      }],
    },
  ],
};

export const UNDO = { deed_id: DEED, until: at("15:05") };

/** What is read on a page, one word after the other. */
export const words = (html: string) =>
  html.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ").replace(/ (?=[,.:])/g, "");

/** A refusal as the doors give it. */
export const refusedFor = (reason: string, figures = {}, nearest: unknown = null) => ({
  status: "refused",
  reason,
  objection: { reason, ...figures },
  nearest,
});

let signedIn: Promise<{ Cookie: string }> | undefined;

/** Somebody of the office before the board, whose doors answer so. */
export async function atTheBoard(answers: Record<string, unknown> = {}) {
  const headers = await (signedIn ??= signIn("office"));
  staffIs("office");
  api.calls.length = 0;
  const all: Record<string, unknown> = { board: BOARD, board_places: PLACES, ...answers };
  api.answer(Object.fromEntries(Object.entries(all).map(([name, said]) => [name, () => said])));
  return headers;
}
