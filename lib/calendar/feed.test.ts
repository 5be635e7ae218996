import { expect } from "expect";
import fc from "fast-check";
import { readThrice } from "@/tests/calendar_readers.ts";
import { feedCalendar, type FeedEntry, feedUid, lastChange } from "./feed.ts";

const ZONE = "America/Toronto";
const ENTRY: FeedEntry = {
  task_id: "00000000-0000-4000-8000-0000000000aa",
  revision: 3,
  changed_at: "2026-06-01T14:00:00+00:00",
  task_type: "maintenance",
  is_off: false,
  starts_at: "2026-06-16T13:00:00+00:00",
  ends_at: "2026-06-16T14:45:00+00:00",
  kinds: ["Lift chair", "Stair lift", "Stair lift"],
  street: "12 Elm Street",
  title: null,
};

const READ = {
  uid: feedUid(ENTRY.task_id),
  sequence: 3,
  starts: "2026-06-16T13:00:00.000Z",
  ends: "2026-06-16T14:45:00.000Z",
  summary: "Maintenance: lift chair and stair lifts",
  description: "",
  location: "12 Elm Street",
  status: "CONFIRMED",
  people: [],
};

/** What all readers read alike; the test fails where they do not. */
function read(entries: FeedEntry[]) {
  const [first, ...others] = Object.values(
    readThrice(feedCalendar(entries, "Work (Lift Care)", ZONE)),
  );
  for (const other of others) expect(other).toEqual(first);
  expect(first.method).toBe("PUBLISH");
  return first.events;
}

Deno.test("three calendar programs read work alike: when, what for, on which street", () => {
  expect(read([ENTRY])).toEqual([READ]);
});

Deno.test("a job keeps its name in calendars for ever, and the file's date is its latest change", () => {
  expect(feedUid("00")).toBe("00@work.fusion-maintenance");
  const changed = ["2026-06-01T14:00:00Z", "2026-06-02T14:00:00Z", "2026-05-02T14:00:00Z"];
  expect(lastChange(changed.map((changed_at) => ({ ...ENTRY, changed_at }))))
    .toEqual(new Date(changed[1]));
});

Deno.test("each type of work has its name, a meeting its own", () => {
  const named = (changes: Partial<FeedEntry>) =>
    read([{ ...ENTRY, kinds: [], street: null, ...changes }])[0].summary;
  expect(named({ task_type: "repair", kinds: ["Porch lift"] })).toBe("Repair: porch lift");
  expect(named({ task_type: "delivery" })).toBe("Delivery");
  expect(named({ task_type: "assessment" })).toBe("Assessment");
  expect(named({ task_type: "time_off" })).toBe("Time off");
  expect(named({ task_type: "other", title: "Team meeting" })).toBe("Team meeting");
  expect(named({ task_type: "other" })).toBe("Other work");
});

Deno.test("what is called off leaves the calendar, and says so where it is shown all the same", () => {
  const [off] = read([{ ...ENTRY, is_off: true }]);
  expect([off.status, off.summary])
    .toEqual(["CANCELLED", "Called off: Maintenance: lift chair and stair lifts"]);
  const file = feedCalendar([{ ...ENTRY, is_off: true }, ENTRY], "Work", ZONE);
  expect(file.match(/TRANSP:\w+/g)).toEqual(["TRANSP:TRANSPARENT", "TRANSP:OPAQUE"]);
});

Deno.test("whole days off are days, in whichever zone they are looked at, also where clocks change", () => {
  const off = (starts_at: string, ends_at: string, changes: Partial<FeedEntry> = {}) => {
    const away = { task_type: "time_off", kinds: [], street: null, starts_at, ends_at };
    const [{ starts, ends, status }] = read([{ ...ENTRY, ...away, ...changes }]);
    return [starts, ends, status];
  };
  expect(off("2026-06-05T04:00:00+00:00", "2026-06-08T04:00:00+00:00"))
    .toEqual(["2026-06-05", "2026-06-08", "CONFIRMED"]);
  // Days of 23 and of 25 hours.
  expect(off("2026-03-08T05:00:00+00:00", "2026-03-09T04:00:00+00:00"))
    .toEqual(["2026-03-08", "2026-03-09", "CONFIRMED"]);
  expect(off("2026-11-01T04:00:00+00:00", "2026-11-02T05:00:00+00:00", { is_off: true }))
    .toEqual(["2026-11-01", "2026-11-02", "CANCELLED"]);
  // A morning, and a night of work, are what they are.
  const morning = ["2026-06-05T04:00:00.000Z", "2026-06-05T16:00:00.000Z"] as const;
  expect(off(...morning)).toEqual([...morning, "CONFIRMED"]);
  const days = ["2026-06-05T04:00:00.000Z", "2026-06-06T04:00:00.000Z"] as const;
  expect(off(...days, { task_type: "other" })).toEqual([...days, "CONFIRMED"]);
});

Deno.test("an empty calendar is one, and says how often to look", () => {
  expect(read([])).toEqual([]);
  expect(feedCalendar([], "Work (A, B)", ZONE)).toBe(
    [
      "BEGIN:VCALENDAR",
      "VERSION:2.0",
      "PRODID:-//Fusion Maintenance//Booking//EN",
      "CALSCALE:GREGORIAN",
      "METHOD:PUBLISH",
      "NAME:Work (A\\, B)",
      "X-WR-CALNAME:Work (A\\, B)",
      "REFRESH-INTERVAL;VALUE=DURATION:PT15M",
      "X-PUBLISHED-TTL:PT15M",
      "END:VCALENDAR",
      "",
    ].join("\r\n"),
  );
});

Deno.test("the same work is the same file, whenever it is asked for; its latest change is told", () => {
  const later = { ...ENTRY, task_id: "b", changed_at: "2026-06-02T14:00:00.5+00:00" };
  expect(feedCalendar([ENTRY], "Work", ZONE)).toBe(feedCalendar([{ ...ENTRY }], "Work", ZONE));
  expect(lastChange([later, ENTRY])).toEqual(new Date("2026-06-02T14:00:00.5Z"));
  expect(lastChange([])).toBe(null);
});

/** Whatever an office types. A backslash before an n is left out: node-ical takes it for a line break. */
const typed = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 120 }),
  fc.constantFrom(
    "END:VEVENT\r\nEND:VCALENDAR",
    "\nATTENDEE:mailto:evil@example.org",
    "X;Y=1:Z,\\,;\"'",
    "🦽🛗".repeat(40),
    "l’Église, ".repeat(20),
    " begins and ends with space ",
  ),
).map((text) => text.replace(/\\+(?=[nN])/g, "").replace(/[^\S\n]+/g, " ").trim() || "x");

const HOUR = 3_600_000;
/** Instants of some years, many of them around the nights in which Toronto's clocks change. */
const instants = fc.oneof(
  fc.integer({ min: Date.UTC(2024, 0), max: Date.UTC(2040, 0) }),
  fc.constantFrom("2026-03-08T07:00:00Z", "2026-11-01T06:00:00Z", "2027-03-14T07:00:00Z")
    .chain((change) =>
      fc.integer({ min: -3 * HOUR, max: 3 * HOUR }).map((more) => Date.parse(change) + more)
    ),
).map((at) => Math.floor(at / 60_000) * 60_000);

const entries = fc.uniqueArray(
  fc.record({
    task_id: fc.uuid(),
    revision: fc.nat(5000),
    is_off: fc.boolean(),
    street: fc.option(typed),
    title: fc.option(typed),
    starts: instants,
    minutes: fc.integer({ min: 1, max: 31 * 24 * 60 }),
  }),
  { selector: ({ task_id }) => task_id, maxLength: 12 },
);

Deno.test("whatever is typed, whenever it is: three readers read the same, and as many as there are", () => {
  fc.assert(
    fc.property(entries, (some) => {
      const told = some.map(({ starts, minutes, ...each }): FeedEntry => ({
        ...ENTRY,
        ...each,
        task_type: "other",
        kinds: [],
        starts_at: new Date(starts).toISOString(),
        ends_at: new Date(starts + minutes * 60_000).toISOString(),
      }));
      const file = feedCalendar(told, "Work", ZONE);
      const lines = file.split("\r\n").map((line) => new TextEncoder().encode(line).length);
      expect(Math.max(...lines)).toBeLessThanOrEqual(75);
      const wanted = told.toSorted((one, other) =>
        feedUid(one.task_id) < feedUid(other.task_id) ? -1 : 1
      );
      expect(
        read(told).map(({ uid, sequence, starts, ends, status, location }) => ({
          uid,
          sequence,
          starts,
          ends,
          status,
          location,
        })),
      ).toEqual(wanted.map((each) => ({
        uid: feedUid(each.task_id),
        sequence: each.revision,
        starts: each.starts_at,
        ends: each.ends_at,
        status: each.is_off ? "CANCELLED" : "CONFIRMED",
        location: (each.street ?? "").replace(/\b(BEGIN|END):/gi, "$1 "),
      })));
    }),
    { numRuns: 60 },
  );
});

Deno.test("a technician's 3,000 jobs are read alike, each once, and written in a blink", () => {
  const many = Array.from({ length: 3000 }, (_, n) => ({ ...ENTRY, task_id: `task-${n}` }));
  const began = performance.now();
  feedCalendar(many, "Work", ZONE);
  // A tenth of that on a machine that does nothing else.
  expect(performance.now() - began).toBeLessThan(2000);
  expect(new Set(read(many).map(({ uid }) => uid)).size).toBe(3000);
});
