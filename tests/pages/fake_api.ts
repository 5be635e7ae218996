/**
 * Stands for the database's API where a test is about pages alone: answers functions, tables and
 * sign-in with made-up answers in their documented shapes, and remembers what was asked.
 */
import { addDays } from "@/lib/text/dates.ts";

/** One call of a function, one reading of a table, or one step of signing in. */
export interface Call {
  name: string;
  // deno-lint-ignore no-explicit-any -- whatever the page sent
  wanted: Record<string, any>;
}

/**
 * What a function, a table (its rows) or a step of signing in answers; a thrown value becomes the error's
 * body with status 400, a thrown response the answer itself. A promise answers when it is settled.
 */
// deno-lint-ignore no-explicit-any -- any shape, also wrong ones
type Answer = (wanted: Record<string, any>) => unknown;

export interface FakeApi {
  url: string;
  calls: Call[];
  /** Replaces answers for the following calls. */
  answer(answers: Record<string, Answer>): void;
  /** Back to the usual answers, nothing remembered. */
  reset(): void;
  stop(): Promise<void>;
}

export const TOKEN = "A".repeat(43);
export const LUIS = "11111111-1111-4111-8111-111111111111";
export const WHEELCHAIR = "22222222-2222-4222-8222-222222222222";
/** A Tuesday in summer time: 9:00 a.m. is 13:00 UTC. */
export const DAY = "2026-05-12";

export const COMPANY = {
  name: "Test Mobility",
  phone: "905-555-0100",
  email: "service@example.com",
  brand_color: "#0b5d3b",
  logo_url: null,
  time_zone: "America/Toronto",
};

/** The stair lift that the link is about. */
export const LIFT = {
  contract_id: LUIS,
  kind: "Stair lift",
  told_apart: null,
  due_on: "2026-06-30",
  fee: 189,
  tax: 24.57,
  tax_name: "HST 13 %",
  no_charge_reason: null,
};

/** Another unit in the same home. */
export const CHAIR = {
  ...LIFT,
  contract_id: WHEELCHAIR,
  kind: "Manual wheelchair",
  due_on: "2026-07-03",
  fee: 79,
  tax: 10.27,
};

const known = {
  own: LIFT,
  call: null,
  first_name: "Ralph",
  unit: { kind: "Stair lift", name: "Handicare 1000 Straight Stairlift", category: "stairlift" },
  due_on: "2026-06-30",
  fee: 189,
  visit_minutes: 60,
  arrival_window_minutes: 30,
};

/** A link to the only unit that is due. */
export const ALONE = {
  status: "open",
  ...known,
  household: [],
  was_cancelled: false,
  still_coming: null,
  appointment: null,
};

/** A link to one of two units that are due in a home. */
export const OPEN = { ...ALONE, household: [{ ...CHAIR, visit_minutes: 60 }] };

export const BOOKED = {
  status: "booked",
  ...known,
  household: [],
  reported: null,
  appointment: {
    task_id: "33333333-3333-4333-8333-333333333333",
    revision: 0,
    starts_at: `${DAY}T13:00:00+00:00`,
    ends_at: `${DAY}T14:00:00+00:00`,
    arrive_by: `${DAY}T13:30:00+00:00`,
    technician_name: "Luis",
    units: [LIFT, CHAIR],
    phone_ends: "0142",
    access_notes: "Side door",
    given_up: [],
    mailed_to: ["r•••@example.com"],
    will_remind: true,
    can_change: true,
    cutoff_at: `2026-05-11T13:00:00+00:00`,
  },
};

/** A call that was asked for on a link. */
export const CALL = {
  by: "2036-05-13",
  phone_ends: "0142",
  preferred_times: "Mornings",
  note: "Let it ring",
};

/** What was reported on a link. */
export const GONE = { kind: "Stair lift", what: "gone", on: "2026-05-11", may_call: true };

/** A free time of Luis, by the hour in UTC. */
export function slot(hour: string, date = DAY) {
  const starts = new Date(`${date}T${hour}:00Z`);
  return {
    starts_at: starts.toISOString(),
    ends_at: new Date(starts.getTime() + 3_600_000).toISOString(),
    technician_id: LUIS,
    technician_name: "Luis",
    travel_minutes: 12,
  };
}

export const SLOTS = {
  status: "open",
  slots: [slot("13:00"), slot("13:15"), slot("18:00"), slot("15:00", addDays(DAY, 1))],
  days: [{ date: DAY, times: 3 }, { date: addDays(DAY, 1), times: 1 }, {
    date: addDays(DAY, 2),
    times: 0,
  }],
  book_until: addDays(DAY, 2),
};

const USUAL: Record<string, Answer> = {
  company_card: () => ({ status: "ok", ...COMPANY }),
  booking_page: ({ token }) => token === TOKEN ? OPEN : { status: "expired" },
  open_slots: ({ token, starts_at }) => {
    if (token !== TOKEN) return { status: "expired" };
    if (starts_at === undefined) return SLOTS;
    const slots = SLOTS.slots.filter((slot) => slot.starts_at === starts_at);
    return { status: "open", slots: slots.length > 0 ? slots : SLOTS.slots };
  },
  confirm_booking: () => ({ status: "booked", appointment: BOOKED.appointment }),
  reschedule_booking: () => ({ status: "booked", appointment: BOOKED.appointment }),
  cancel_booking: () => ({ status: "cancelled", appointment: null }),
  request_callback: () => ({ status: "received", call_by: "2026-05-13" }),
  change_details: () => ({ status: "changed" }),
  report_change: () => ({ status: "noted" }),
  withdraw_change: () => ({ status: "withdrawn" }),
  reminders_wanted: () => ({ status: "wanted" }),
  unsubscribe: () => ({ status: "unsubscribed" }),
  verify_certificate: () => ({ status: "unknown" }),
  find_by_short_code: () => ({ status: "found", token: TOKEN }),
};

export function startFakeApi(): FakeApi {
  let answers = USUAL;
  const calls: Call[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (req) => {
    const { pathname, searchParams } = new URL(req.url);
    const [, kind, name] = pathname.match(/^\/(rest\/v1\/rpc|rest\/v1|auth\/v1)\/(.+)$/)!;
    const isTable = kind === "rest/v1";
    const body = isTable ? {} : await req.json().catch(() => ({}));
    const wanted = { ...Object.fromEntries(searchParams), ...body };
    calls.push({ name, wanted });
    try {
      const answer = await answers[name](wanted);
      return isTable ? tableAnswer(req, answer as unknown[]) : Response.json(answer);
    } catch (error) {
      return error instanceof Response ? error : Response.json(error, { status: 400 });
    }
  });
  const { port } = server.addr;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    answer: (more) => void (answers = { ...answers, ...more }),
    reset() {
      answers = USUAL;
      calls.length = 0;
    },
    stop: () => server.shutdown(),
  };
}

/** Rows as PostgREST hands them out: one alone where one was asked for, their number beside them. */
function tableAnswer(req: Request, rows: unknown[]): Response {
  if (req.headers.get("Accept")?.includes("vnd.pgrst.object")) return Response.json(rows[0]);
  const headers = { "Content-Range": `0-${rows.length - 1}/${rows.length}` };
  return req.method === "HEAD" ? new Response(null, { headers }) : Response.json(rows, { headers });
}
