/** Clients whose mail programs read the calendar entries of our mails, and what their private pages offer beside. */
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
  create function tests.repair(label text) returns jsonb language plpgsql as $$
  declare
    v_id uuid := (public.open_repair((select unit_id from public.maintenance_contracts where id = tests.id(label)), 'It squeaks') ->> 'work_order_id')::uuid;
  begin
    perform public.change_quote(v_id, '[{"kind": "labour", "description": "Labour", "quantity": 2, "unit_price": 165}]', (select w.quote_number from public.work_orders w where w.id = v_id));
    return public.approve_repair(v_id, 'Ada', 'phone', private.order_total(v_id));
  end; $$;
  create function tests.order() returns uuid language sql as $$ select id from public.work_orders where kind = 'repair' order by number desc limit 1 $$;
  create function tests.job() returns uuid language sql as $$ select id from public.technician_tasks where task_type <> 'maintenance' and customer_id = tests.id('ada') order by created_at desc, id limit 1 $$;
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
export type Step = [what: string, sql: string, answer: string, told: string];

/** Lives through these steps; after each Ada's calendar has to show what her pages show. */
export async function live(
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
      // Other work has no page.
      const isVisit = ({ summary }: ReadEvent) => summary.startsWith("Maintenance visit");
      const has = [...ada.entries.values()].filter(isAhead).filter(isVisit).sort((a, b) =>
        a.uid < b.uid ? -1 : 1
      );
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
