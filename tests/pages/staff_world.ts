/** What the office may read, and how somebody of the staff signs in. */
import { expect } from "expect";
import { LUIS, WHEELCHAIR } from "./fake_api.ts";
import { api, post } from "./world.ts";

/** Somebody of the staff, as sign-in knows them. */
export const USER = { id: LUIS, aud: "authenticated", email: "office@example.com" };
export const CONTRACT = WHEELCHAIR;
/** What waits for the office. */
export const WAITING = { activities: 47, urgent: 6, conflicts: 0, messages: 3 };

/** A row of the list of contracts. */
export const ROW = {
  contract_id: CONTRACT,
  customer_id: CONTRACT,
  unit_id: LUIS,
  state: "active",
  fee: 189,
  category: "Stair lift",
  product_name: "Handicare 1000",
  serial_number: "S-1",
  condition: "in_service",
  city: "Brampton",
  customer: "Ada Example",
  phone: "905-555-0142",
  due_on: "2026-06-30",
  situation: "booked",
  told_apart: null,
  booked_for: "2026-05-12T13:00:00+00:00",
  visit_id: CONTRACT,
};

/** The first page of a company at rest. */
export const DESK = {
  status: "ok",
  today: "2026-05-12",
  as_of: "2026-05-12T14:00:00+00:00",
  holiday: null,
  waiting: { activities: 0, urgent: 0 },
  technicians: [],
  week: {
    from: "2026-05-11",
    to: "2026-05-17",
    booked: 0,
    done: 0,
    overdue: 0,
    invoiced: 0,
    paid: 0,
  },
  funnel: [],
  repairs: { open: 0, quoted: 0, approved: 0 },
  load: [],
  late: [],
  kinds: [],
  health: {
    missed: [],
    runs: [],
    imports: [],
    messages: {
      queued: 0,
      late: 0,
      dead: 0,
      uncertain: 0,
      paused: false,
      delivery_mode: "live",
    },
  },
};

/** What a letter about that contract says. */
export const LETTER = {
  status: "due",
  name: "Ada Example",
  first_name: "Ada",
  address_lines: ["4-12 Elm Street", "Brampton ON  L6Y 0A1"],
  unit: {
    kind: "Stair lift",
    product_name: "Handicare 1000",
    told_apart: null,
    due_on: "2099-06-30",
    fee: 199,
    tax: 25.87,
    tax_name: "HST 13 %",
    no_charge_reason: null,
  },
  due_on: "2099-06-30",
  company: {
    company_name: "Test Mobility",
    phone: "905-555-0100",
    postal_address: "1 Main Street",
  },
};

/** The same letter with link and code. */
export const PRINTED = {
  ...LETTER,
  status: "printed",
  url: "https://visits.example/book/secret",
  short_code: "K7M2QX9DRT",
};

/** A technician's day without work. */
export const NO_WORK = {
  status: "ok",
  on_day: "2026-05-12",
  today: "2026-05-12",
  as_of: "2026-05-12T14:00:00+00:00",
  technician: { technician_id: LUIS, first_name: "Luis" },
  stops: [],
  not_closed: [],
  next: null,
};

/** What the office may read: 120 contracts, and the letter about one of them. */
const OFFICE = {
  desk: () => DESK,
  list_contracts: () => ({
    status: "ok",
    rows: Array(50).fill(ROW),
    counts: { all: 120 },
    before: null,
    after: null,
  }),
  list_clients: () => ({ status: "ok", rows: [], counts: { all: 0 }, before: null, after: null }),
  equipment_categories: () => [{ code: "stairlift", name: "Stair lift" }],
  letter_facts: () => LETTER,
  print_letter: () => PRINTED,
  technician_day: () => NO_WORK,
};

/** The stand-in knows somebody of that role, whoever signs in or has signed in. */
export function staffIs(role: string) {
  const expires_at = Math.floor(Date.now() / 1000) + 3600;
  const tokens = { access_token: "a.b.c", refresh_token: "r", token_type: "bearer", expires_at };
  api.answer({
    ...OFFICE,
    token: () => ({ ...tokens, expires_in: 3600, user: USER }),
    user: () => USER,
    who_am_i: () => ({
      status: "ok",
      name: "Olga",
      role,
      waiting: role === "technician" ? null : WAITING,
    }),
  });
}

/** Signs in and resolves to the header that tells the session. */
export async function signIn(role: string): Promise<{ Cookie: string }> {
  staffIs(role);
  const { status, headers } = await post("/sign-in", { email: USER.email, password: "right" });
  expect([status, headers.get("Location")])
    .toEqual([303, role === "technician" ? "/tech" : "/office"]);
  const cookies = headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
  return { Cookie: cookies.join("; ") };
}

let session: Promise<{ Cookie: string }> | undefined;

/** The same for a file that asks often: one signs in once, and is who the stand-in says since. */
export async function signedInAs(role: string): Promise<{ Cookie: string }> {
  const headers = await (session ??= signIn(role));
  staffIs(role);
  return headers;
}
