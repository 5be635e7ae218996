/** The work list as the office sees it, over the stand-in. */
import { signIn, staffIs } from "./staff_world.ts";
import { LUIS, WHEELCHAIR } from "./fake_api.ts";
import { api } from "./world.ts";

export const ACTIVITY = "11111111-1111-4111-8111-111111111111";
export const NEXT = "22222222-2222-4222-8222-222222222222";

/** Somebody who asked for a call about a stair lift that is overdue. */
export const ROW = {
  activity_id: ACTIVITY,
  kind: "callback",
  urgent: true,
  due_on: "2026-05-11",
  when_due: 1,
  asked_at: "2026-05-11T13:00:00+00:00",
  call_by: "2026-05-12",
  details: { phone: "905-555-0199", preferred_times: "Mornings", note: "Is it Luis again?" },
  subject: "cycle",
  customer_id: LUIS,
  customer: "Ethel Example",
  has_died: false,
  city: "Brampton",
  reach_by: "email",
  reach_note: "Hard of hearing: let it ring",
  call: { phone: "905-555-0199", from: "left" } as Record<string, string> | null,
  letter_contract_id: null as string | null,
  contract_id: WHEELCHAIR,
  unit_id: LUIS,
  unit_kind: "Stair lift",
  product_name: "Flow X",
  told_apart: null,
  unit_due_on: "2026-04-28",
  task_at: null,
  technician: null,
  visit_id: null,
  about_visit_id: null as string | null,
  about_invoice_id: null as string | null,
  owner_id: null as string | null,
  owner: null as string | null,
  is_mine: false,
  tries: 0,
  shown: "2026-05-11 nobody 0",
};

/** Somebody who cannot hear, and whose reminder could not be mailed. */
export const LETTER_ROW = {
  ...ROW,
  activity_id: NEXT,
  kind: "call_client",
  urgent: false,
  due_on: "2026-05-12",
  when_due: 2,
  details: { reason: "no_address" },
  customer: "Doreen Example",
  reach_by: "relay",
  reach_note: null,
  call: null,
  letter_contract_id: WHEELCHAIR,
  owner: "Priya Two",
};

export const WORK = {
  status: "ok",
  today: "2026-05-12",
  next_week: "2026-05-19",
  activities: 2,
  parts: { 1: 1, 2: 1 } as Record<string, number>,
  kinds: [
    { kind: "callback", open: 1, urgent: 1 },
    { kind: "call_client", open: 1, urgent: 0 },
  ],
  rows: [ROW, LETTER_ROW] as unknown[],
  after: null as string | null,
};

/** The same activity with all that a caller needs. */
export const PAGE = {
  ...ROW,
  status: "ok",
  state: "open",
  today: "2026-05-12",
  closed_at: null,
  outcome: null as string | null,
  closed_by_hand: false,
  client: {
    email: null,
    address: "1 Elm Street",
    contacts: [{ name: "Carol Example", relation: "daughter", phone: "905-555-0147" }],
  },
  unit: {
    contract_id: WHEELCHAIR,
    kind: "Stair lift",
    told_apart: null,
    due_on: "2026-04-28",
    fee: 229,
    tax: 29.77,
    tax_name: "HST 13 %",
    no_charge_reason: null,
    product_name: "Flow X",
    minutes: 60,
  },
  others: [{
    contract_id: NEXT,
    kind: "Manual wheelchair",
    told_apart: null,
    due_on: "2026-05-20",
    fee: 79,
    tax: 10.27,
    tax_name: "HST 13 %",
    no_charge_reason: null,
  }],
  offers: [{
    starts_at: "2026-05-19T13:00:00+00:00",
    ends_at: "2026-05-19T14:00:00+00:00",
    technician_id: LUIS,
    technician_name: "Luis",
  }],
  lately: [
    {
      what: "call",
      at: "2026-05-08T14:09:00+00:00",
      result: "no_answer",
      note: "rang ten times",
      by: "Priya Two",
    },
    { what: "mail", at: "2026-05-01T12:00:00+00:00", kind: "reminder", state: "sent" },
  ],
  calls_seen: 1,
  shown: "2026-05-12 nobody 1",
  again_on: "2026-05-14",
  next_day: "2026-05-13",
  next_week: "2026-05-20",
  results: ["no_answer", "left_message", "spoke", "declined", "wrong_number"],
  opened: null as unknown,
  staff: [{ staff_id: LUIS, name: "Olga One" }],
};

export const LOGGED = {
  status: "ok",
  activity_id: ACTIVITY,
  kind: "callback",
  customer: "Ethel Example",
  state: "open",
  result: "left_message",
  again_on: "2026-05-14",
  by: "Olga One",
  number: 1,
  can_undo: true,
};

let signedIn: Promise<{ Cookie: string }> | undefined;

/** Somebody of the office who signed in once; the list, the activity, and what else is answered. */
export async function atWork(answers: Record<string, unknown> = {}, role = "office") {
  const headers = await (signedIn ??= signIn(role));
  staffIs(role);
  const all = { work_list: WORK, activity_page: PAGE, call_logged: LOGGED, ...answers };
  api.answer(Object.fromEntries(Object.entries(all).map(([name, said]) => [name, () => said])));
  return headers;
}
