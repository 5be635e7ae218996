/**
 * The calendar of a client who lets a program read our mails: whatever becomes of a visit, by whatever hand, it
 * shows what their private page shows, and nothing of what will not take place.
 */
import { expect } from "expect";
import type { Database } from "@/embedded/database.ts";
import { appointmentOf } from "@/lib/booking/appointment_file.ts";
import { bookingPage } from "@/lib/booking/shapes.ts";
import type { Mail } from "@/lib/mail/mail.ts";
import { sendMessages } from "@/lib/mail/delivery/send_messages.ts";
import { type ReadEvent, readThrice } from "@/tests/calendar_readers.ts";
import { openMailWorld } from "./world.ts";

const HELPERS = new URL("../../supabase/tests/000_helpers.sql", import.meta.url);
const COMPANY = { name: "Test", phone: "905-555-0100", email: "s@example.com", time_zone: "UTC" };

/** Two technicians, and Ada with three units at one address and one at another. */
const WORLD = `
  insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com'),
    (tests.id('adah'), 'Adah Example', null), (tests.id('bob'), 'Bob Example', 'bob@example.com');
  select tests.technician('Tess One', '{lifts,lift_chairs}'), tests.technician('Luis Two', '{lifts,lift_chairs}');
  select tests.unit('stairs', 'ada', 'stairlift', '1 Elm St', '2026-06-20'),
    tests.unit('chair', 'ada', 'lift_chair', '1 Elm St', '2026-06-21'),
    tests.unit('porch', 'ada', 'stairlift', '22 Oak Avenue', '2026-06-20'),
    tests.unit('bobs', 'bob', 'stairlift', '9 Oak Ave', '2026-06-20');
  create function tests.task(label text) returns uuid language sql as $$
    select v.task_id from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id
    where y.contract_id = tests.id(label) order by v.created_at desc, v.id limit 1 $$;
  create function tests.visit(label text) returns uuid language sql as $$
    select v.id from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id
    where y.contract_id = tests.id(label) and v.task_id = tests.task(label) $$;
  create function tests.move(label text, technician text, at timestamptz) returns jsonb language sql as $$
    select public.move_task(tests.task(label), tests.id(technician), at, true) $$;
  create function tests.done(label text, started text, finished text, seen integer default null) returns jsonb language sql as $$
    select private.complete_visit(tests.visit(label), jsonb_build_object('version', 1, 'report_id', gen_random_uuid(),
      'based_on', coalesce(seen, (select revision from public.technician_tasks where id = tests.task(label))), 'started_at', started, 'finished_at', finished,
      'signature', '{"name": "Ada", "role": "client", "method": "typed"}'::jsonb, 'checklist', (
        select jsonb_agg(jsonb_build_object('position', i.position, 'result', 'pass') order by i.position)
        from private.visit_checklist i where i.visit_id = tests.visit(done.label))), 'office', private.clock()) $$;
  grant execute on all functions in schema tests to public;
`;

/** As calendar programs do (RFC 5546): a later or equal number replaces, CANCEL takes out, others are too old. */
class ClientCalendar {
  readonly entries = new Map<string, ReadEvent>();
  /** What each mail did, since it was last asked. */
  #log: string[] = [];

  take(mail: Mail): void {
    for (const { contentType, content } of mail.attachments) {
      const method = contentType.match(/^text\/calendar.*method=(\w+)/)?.[1];
      if (method === undefined) continue;
      const [read, ...others] = Object.values(readThrice(content));
      for (const other of others) expect(other).toEqual(read);
      expect(read.method).toBe(method);
      for (const event of read.events) this.#apply(method, event);
    }
  }

  #apply(method: string, event: ReadEvent): void {
    const before = this.entries.get(event.uid);
    this.#log.push(method);
    expect([method, event.status]).toEqual([
      method,
      method === "CANCEL" ? "CANCELLED" : "CONFIRMED",
    ]);
    // What changes an entry is later than what it changes.
    if (before !== undefined) expect(event.sequence).toBeGreaterThan(before.sequence);
    if (method === "CANCEL") this.entries.delete(event.uid);
    else this.entries.set(event.uid, event);
  }

  told(): string {
    return this.#log.splice(0).join(" ") || "nothing";
  }
}

/** The clients' calendars of a world, and what their pages say. */
class Calendars {
  readonly #of: Record<string, ClientCalendar> = {};
  constructor(readonly db: Database, readonly world: Awaited<ReturnType<typeof openMailWorld>>) {}

  of(address: string): ClientCalendar {
    return this.#of[address] ??= new ClientCalendar();
  }

  /** Every mail that is queued arrives, those that are held for a while included. */
  async deliver(): Promise<void> {
    await this.db.exec(
      "update public.messages set next_attempt_at = clock_timestamp() where state = 'queued'",
    );
    const take = (mail: Mail) => this.of(mail.to).take(mail);
    const transport = {
      provider: "test",
      deduplicates: true,
      send(_id: string, mail: Mail) {
        take(mail);
        return Promise.resolve({ outcome: "sent" as const });
      },
    };
    const counts = await sendMessages(this.world.rpc, {
      now: new Date("2026-06-01T12:00:00Z"),
      transports: { catch: transport },
    });
    expect(counts).toMatchObject({ status: "claimed", dead: 0, queued: 0 });
  }

  /** What the private pages offer for calendars. */
  async offered(customer: string): Promise<ReadEvent[]> {
    const links = await this.db.query<{ token: string }>(
      `select y.token from public.maintenance_cycles y join public.maintenance_contracts c on c.id = y.contract_id
       where c.customer_id = tests.id($1) and y.closed_at is null`,
      [customer],
    );
    const found = new Map<string, ReadEvent>();
    for (const { token } of links) {
      const [{ page }] = await this.db.query<{ page: unknown }>(
        "select public.booking_page($1) as page",
        [token],
      );
      const shown = bookingPage.parse(page);
      if (shown.status !== "booked") continue;
      const file = appointmentOf(shown.appointment, COMPANY, new Date("2026-06-01T12:00:00Z"));
      const { events } = Object.values(readThrice(file))[0];
      found.set(events[0].uid, events[0]);
    }
    return [...found.values()].sort((a, b) => a.uid < b.uid ? -1 : 1);
  }
}

/** A step of a visit's life, what it answers, and what the client's calendar is told of it. */
type Step = [what: string, sql: string, answer: string, told: string];

async function live(
  steps: Step[],
  after: (calendars: Calendars) => Promise<void> = async () => {},
) {
  const world = await openMailWorld(0);
  const { db } = world;
  try {
    await db.exec(await Deno.readTextFile(HELPERS));
    await db.exec("select tests.freeze_clock('2026-06-01 12:00+00')");
    await db.exec(WORLD);
    const calendars = new Calendars(db, world);
    const ada = calendars.of("ada@example.com");
    for (const [what, sql, answer, told] of steps) {
      // As time goes by: what is told of a change is told after it.
      await db.exec("select tests.freeze_clock(private.clock() + interval '1 minute')");
      const [{ said }] = await db.query<{ said: string }>(
        `select concat_ws(' ', coalesce(a ->> 'status', a::text), a ->> 'reason') as said from (select (${sql})::jsonb as a) x`,
      );
      await calendars.deliver();
      expect([what, said, ada.told()]).toEqual([what, answer, told]);
      const [{ now }] = await db.query<{ now: Date }>("select private.clock() as now");
      // What has begun is nobody's to change.
      const isAhead = ({ starts }: ReadEvent) => new Date(starts) > new Date(now);
      const has = [...ada.entries.values()].filter(isAhead).sort((a, b) => a.uid < b.uid ? -1 : 1);
      const offered = (await calendars.offered("ada")).filter(isAhead);
      const seen = (events: ReadEvent[]) =>
        events.map(({ uid, starts, ends, summary, description }) => ({
          uid,
          starts,
          ends,
          summary: summary.split(" (")[0],
          who: description.split(" comes ")[0],
        }));
      expect([what, seen(has)]).toEqual([what, seen(offered)]);
      // The page's is never older: whoever adds it by hand as well has one entry.
      offered.forEach((event, n) => expect(event.sequence).toBeGreaterThanOrEqual(has[n].sequence));
    }
    await after(calendars);
  } finally {
    await world.stop();
  }
}

const BOOK: Step = [
  "booked for two units",
  "tests.book('stairs', 'Tess One', '2026-06-03 13:00+00', array[tests.id('chair')])",
  "booked",
  "REQUEST",
];
/** Something is put aside, and its client books a day of June with Luis at once. */
const aside = (call: string, day: string) =>
  `(select jsonb_agg(x order by n) from (select 1 as n, public.${call} as x
    union all select 2, tests.book('stairs', 'Luis Two', '${day} 13:00+00', array[tests.id('chair')])) y) -> 1`;
/** What happens at an instant, which then is now. */
const at = (instant: string, call: string) =>
  `(select jsonb_agg(x order by n) from (select 1 as n, (select to_jsonb(tests.freeze_clock('${instant}')::text)) as x
    union all select 2, ${call}) y) -> 1`;
const AWAY = (day: string) =>
  `public.place_time_off(tests.id('Tess One'), '${day} 12:00+00', '${day} 20:00+00')`;

Deno.test("a visit that is booked, moved by either side, swapped, changed and cancelled is one entry, and then none", async () => {
  await live([
    BOOK,
    [
      "moved by the client",
      "public.reschedule_booking(tests.token('chair'), tests.id('Tess One'), '2026-06-03 14:00+00')",
      "booked",
      "REQUEST",
    ],
    [
      "given to somebody else",
      "tests.move('stairs', 'Luis Two', '2026-06-03 14:00+00')",
      "moved",
      "REQUEST",
    ],
    [
      "another client's",
      "tests.book('bobs', 'Tess One', '2026-06-04 13:00+00')",
      "booked",
      "nothing",
    ],
    [
      "swapped",
      "public.swap_tasks(tests.task('stairs'), tests.task('bobs'), true)",
      "moved",
      "REQUEST",
    ],
    [
      "the other way",
      "public.swap_tasks(tests.task('bobs'), tests.task('stairs'), true)",
      "moved",
      "REQUEST",
    ],
    [
      "one unit cancelled",
      "public.cancel_booking(tests.token('stairs'), null, tests.id('chair'))",
      "cancelled",
      "REQUEST",
    ],
    [
      "one unit added",
      "public.add_unit_to_stop(tests.task('stairs'), tests.id('chair'))",
      "added",
      "REQUEST",
    ],
    [
      "all of it cancelled by the client",
      "public.cancel_booking(tests.token('stairs'))",
      "cancelled",
      "CANCEL",
    ],
    [
      "booked once more",
      "tests.book('stairs', 'Tess One', '2026-06-03 13:00+00')",
      "booked",
      "REQUEST",
    ],
    [
      "cancelled by the office",
      "public.set_task_state(tests.task('stairs'), 'cancelled')",
      "set",
      "CANCEL",
    ],
  ], async (calendars) => {
    const [bobs] = calendars.of("bob@example.com").entries.values();
    expect([bobs.starts, bobs.sequence > 1]).toEqual(["2026-06-04T13:00:00.000Z", true]);
    expect(await calendars.offered("bob")).toMatchObject([{
      uid: bobs.uid,
      starts: bobs.starts,
      ends: bobs.ends,
    }]);
  });
});

Deno.test("a visit that we cannot come to leaves the calendar, and comes back as itself with its new time", async () => {
  await live([
    BOOK,
    ["an absence", AWAY("2026-06-03"), "placed", "CANCEL"],
    [
      "another time from the office",
      "tests.move('stairs', 'Luis Two', '2026-06-05 13:00+00')",
      "moved",
      "REQUEST",
    ],
    [
      "the technician leaves",
      "public.deactivate_technician(tests.id('Luis Two'))",
      "deactivated",
      "CANCEL",
    ],
    [
      "the client books anew",
      "tests.book('stairs', 'Tess One', '2026-06-08 13:00+00', array[tests.id('chair')])",
      "booked",
      "REQUEST",
    ],
    [
      "the contract of one unit ends",
      "public.cancel_contract(tests.id('chair'), 'declined')",
      "cancelled",
      "REQUEST",
    ],
    [
      "and of the other",
      "public.cancel_contract(tests.id('stairs'), 'moved')",
      "cancelled",
      "CANCEL",
    ],
  ]);
});

Deno.test("who books anew before anybody wrote has the old time taken out with the new one, once", async () => {
  await live([
    BOOK,
    [
      "put aside, and booked anew by the client before the office called",
      aside("set_task_state(tests.task('stairs'), 'needs_rescheduling')", "2026-06-08"),
      "booked",
      "REQUEST CANCEL",
    ],
    ["moved", "tests.move('stairs', 'Luis Two', '2026-06-09 13:00+00')", "moved", "REQUEST"],
    [
      "an absence, and booked anew before its mail left",
      aside(
        "place_time_off(tests.id('Luis Two'), '2026-06-09 12:00+00', '2026-06-09 20:00+00')",
        "2026-06-10",
      ),
      "booked",
      "REQUEST CANCEL",
    ],
    ["cancelled", "public.cancel_booking(tests.token('stairs'))", "cancelled", "CANCEL"],
    [
      "booked once more",
      "tests.book('stairs', 'Luis Two', '2026-06-11 13:00+00')",
      "booked",
      "REQUEST",
    ],
  ]);
});

Deno.test("a visit that comes to nothing before its time leaves the calendar; one that nobody was home for stays what it was", async () => {
  await live([
    [
      "booked",
      "tests.book('stairs', 'Tess One', '2026-06-03 13:00+00')",
      "booked",
      "REQUEST",
    ],
    [
      "snow, hours before",
      at(
        "2026-06-03 10:00+00",
        "public.fail_visit(tests.visit('stairs'), 'not_completed', 'weather')",
      ),
      "recorded",
      "CANCEL",
    ],
    ["booked anew", "tests.book('stairs', 'Tess One', '2026-06-05 13:00+00')", "booked", "REQUEST"],
    [
      "nobody at home",
      at(
        "2026-06-05 13:20+00",
        "public.fail_visit(tests.visit('stairs'), 'no_show', 'nobody_home')",
      ),
      "recorded",
      "nothing",
    ],
  ]);
});

Deno.test("a visit that is over before its day leaves the calendar; one that ends early, and a merged client, change nothing", async () => {
  await live([
    ["booked", "tests.book('stairs', 'Tess One', '2026-06-03 13:00+00')", "booked", "REQUEST"],
    [
      "merged with whom we had twice",
      "public.merge_customers(tests.id('ada'), tests.id('adah'), false, '{}', public.merge_customers(tests.id('ada'), tests.id('adah'), true) ->> 'shown')",
      "merged",
      "nothing",
    ],
    [
      "done early on its day",
      at(
        "2026-06-03 13:20+00",
        "tests.done('stairs', '2026-06-03T13:00:00Z', '2026-06-03T13:15:00Z')",
      ),
      "done",
      "nothing",
    ],
    ["another one", "tests.book('porch', 'Tess One', '2026-06-05 13:00+00')", "booked", "REQUEST"],
    [
      "got another day while it was being done",
      `${at("2026-06-05 14:00+00", "tests.move('porch', 'Tess One', '2026-06-16 13:00+00')")}`,
      "moved",
      "REQUEST",
    ],
    [
      "and the office believes the report",
      "private.accept_report((tests.done('porch', '2026-06-05T13:00:00Z', '2026-06-05T13:40:00Z', 0) ->> 'kept_report_id')::uuid, private.clock())",
      "done",
      "CANCEL",
    ],
  ]);
});
