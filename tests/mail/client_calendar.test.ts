/**
 * The calendar of a client who lets a program read our mails: whatever becomes of a visit, by whatever hand, it
 * shows what their private page shows, and nothing of what will not take place.
 */
import { expect } from "expect";
import { live, type Step } from "./calendar_world.ts";

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

Deno.test("a repair and a delivery are entries as visits are: booked, moved, put aside, cancelled", async () => {
  await live([
    ["agreed to", "tests.repair('stairs')", "approved", "nothing"],
    [
      "has a time",
      "public.schedule_repair(tests.order(), tests.id('Tess One'), '2026-06-03 13:00+00')",
      "scheduled",
      "REQUEST",
    ],
    [
      "moved",
      "public.move_task(tests.job(), tests.id('Luis Two'), '2026-06-04 13:00+00', true)",
      "moved",
      "REQUEST",
    ],
    [
      "an absence",
      "public.place_time_off(tests.id('Luis Two'), '2026-06-04 12:00+00', '2026-06-04 20:00+00')",
      "placed",
      "CANCEL",
    ],
    [
      "another time",
      "public.schedule_repair(tests.order(), tests.id('Tess One'), '2026-06-05 13:00+00')",
      "scheduled",
      "REQUEST",
    ],
    ["off the calendar", "public.set_task_state(tests.job(), 'cancelled')", "set", "CANCEL"],
    [
      "has a time again",
      "public.schedule_repair(tests.order(), tests.id('Tess One'), '2026-06-08 13:00+00')",
      "scheduled",
      "REQUEST",
    ],
    [
      "a delivery",
      `public.create_task('delivery', 60, tests.id('Luis Two'), '2026-06-09 13:00+00', jsonb_build_object('customer_id', tests.id('ada'), 'title', 'Two batteries', 'override', true))`,
      "created",
      "REQUEST",
    ],
  ], (calendars) => {
    const entries = [...calendars.of("ada@example.com").entries.values()];
    const [repair, delivery] = entries.sort((one, other) => one.starts < other.starts ? -1 : 1);
    expect(entries.length).toBe(2);
    expect([repair.starts, repair.summary]).toEqual([
      "2026-06-08T13:00:00.000Z",
      "Repair of your stair lift (1 of 2) (Fusion Maintenance)",
    ]);
    expect(repair.description).toContain(
      "stays about 2 hours, to repair your stair lift (1 of 2).",
    );
    expect([delivery.starts, delivery.summary]).toEqual([
      "2026-06-09T13:00:00.000Z",
      "Delivery (Fusion Maintenance)",
    ]);
    expect(delivery.description).toContain("with a delivery (Two batteries).");
    return Promise.resolve();
  });
});
