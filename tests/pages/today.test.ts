/** The first page of the office: what is late, who is where, how much there is; every number leads to its rows. */
import { expect } from "expect";
import { CONTRACT, DESK, signIn } from "./staff_world.ts";
import { api, ask, called, plain, test } from "./world.ts";

const MONDAY = { from: "2026-05-11", told: 10, by_client: 4, by_office: 2, done: 3 };
const STOP = {
  task_id: CONTRACT,
  task_type: "maintenance",
  state: "in_progress",
  title: "Stair lift",
  starts_at: "2026-05-12T13:30:00+00:00",
  ends_at: "2026-05-12T14:30:00+00:00",
  started_at: "2026-05-12T13:34:00+00:00",
  client: "Ada Example",
  city: "Guelph",
  visit_id: CONTRACT,
  units: 1,
  not_closed: false,
  late_minutes: null,
};
const LATE = {
  activity_id: CONTRACT,
  kind: "callback",
  urgent: true,
  due_on: "2026-05-11",
  when_due: 1,
  asked_at: "2026-05-11T14:00:00+00:00",
  details: {},
  subject: "cycle",
  customer_id: CONTRACT,
  customer: "Bo Example",
  has_died: false,
  city: "Guelph",
  reach_by: "phone",
  reach_note: null,
  call: { phone: "905-555-0199", from: "file" },
  letter_contract_id: null,
  contract_id: null,
  unit_id: null,
  unit_kind: null,
  product_name: null,
  told_apart: null,
  unit_due_on: null,
  task_at: null,
  technician: null,
  visit_id: null,
  about_visit_id: null,
  about_invoice_id: null,
  owner_id: null,
  owner: null,
  is_mine: false,
  tries: 0,
  shown: "2026-05-11 nobody 0",
};
const lane = { technician_id: CONTRACT, name: "Luis Two", away_from: null, away_until: null };

/** The page with these facts, and its words. */
async function today(facts: Record<string, unknown>) {
  const headers = await signIn("office");
  api.answer({ desk: () => ({ ...DESK, ...facts }) });
  const { status, text } = await ask("/office", { headers });
  expect(status).toBe(200);
  return { text, words: plain(text) };
}

test("a company at rest is told so, and where to begin", async () => {
  const { words } = await today({});
  for (
    const said of [
      "Tuesday, May 12",
      "Good morning, Olga.",
      "Nothing on the work list is due today.",
      "Everything is running.",
      "Nothing is late",
      "Nothing is booked today",
      "There are no technicians yet",
      "Nothing waits for anybody",
      "Nobody was told of a due date",
    ]
  ) expect(words).toContain(said);
  expect(words).not.toContain("Start the work list");
  expect(called("desk")).toHaveLength(1);
});

test("what is late comes with whom to call, and leads to the work list", async () => {
  const { text, words } = await today({
    late: [LATE],
    waiting: { activities: 15, urgent: 7 },
    kinds: [{ kind: "callback", open: 5, urgent: 1 }],
  });
  expect(words).toContain("15 things are due today, 7 of them urgent.");
  expect(words).toContain("Bo Example");
  expect(words).toContain("All 7 urgent");
  expect(text).toContain('href="tel:+19055550199"');
  expect(text).toContain(`href="/office/work/${CONTRACT}?whose=all&amp;due=today"`);
  expect(text).toMatch(/href="\/office\/work\?kind=callback&amp;whose=all"/);
});

test("each technician's stops are told as the phone reports them", async () => {
  const { text, words } = await today({
    technicians: [
      {
        ...lane,
        stops: [
          STOP,
          { ...STOP, task_id: "2", state: "scheduled", units: 2 },
          { ...STOP, task_id: "3", state: "scheduled", late_minutes: 20 },
          { ...STOP, task_id: "4", state: "completed" },
          { ...STOP, task_id: "5", not_closed: true },
          { ...STOP, task_id: "6", state: "scheduled", task_type: "repair", visit_id: null },
        ],
      },
      {
        ...lane,
        technician_id: "2",
        name: "Tom Three",
        stops: [],
        away_until: "2026-05-16T04:00:00+00:00",
      },
    ],
  });
  for (
    const said of [
      "6 stops, 1 done",
      "There since 9:34 a.m.",
      "Booked, 2 units",
      "20 minutes late, told",
      "Time is over, no outcome yet",
      "Repair: Ada Example, Guelph",
      "Away until Saturday, May 16.",
    ]
  ) expect(words).toContain(said);
  expect(text).toContain(`href="/office/visits/${CONTRACT}"`);
  expect(text).toContain('aria-current="time"');
});

test("the numbers of the week lead to their rows", async () => {
  const { text } = await today({
    week: { ...DESK.week, booked: 38, done: 31, overdue: 9, invoiced: "6842", paid: "1106.27" },
    repairs: { open: 4, quoted: 2, approved: 1 },
    funnel: [MONDAY],
  });
  const figures = [...text.matchAll(/<a href="([^"]*)"><strong>([^<]*)<\/strong> ([^<]*)</g)];
  expect(figures.map(([, href, count]) => [count, href])).toEqual([
    ["38", "/office/visits?state=scheduled&amp;from=2026-05-11&amp;to=2026-05-17"],
    ["31", "/office/visits?state=done&amp;from=2026-05-11&amp;to=2026-05-17"],
    ["9", "/office/contracts?situation=overdue"],
    ["4", "/office/repairs?state=open"],
    ["60 %", "#told"],
    ["$6,842.00", "/office/invoices?state=issued&amp;from=2026-05-11&amp;to=2026-05-17"],
    ["$1,106.27", "/office/invoices?state=with_payments&amp;from=2026-05-11&amp;to=2026-05-17"],
  ]);
});

test("a chart is a picture with a name, and the same is a table", async () => {
  const { text, words } = await today({
    funnel: [MONDAY],
    load: [{
      ...lane,
      weeks: [{ work: 2400, stops: 1200, drives: 600 }, { work: 0, stops: 0, drives: 0 }],
    }],
  });
  expect(text.match(/role="img" aria-label="[^"]+"/g)).toHaveLength(2);
  // Ten told: three done, three booked beside them, four neither.
  const funnel = text.slice(text.indexOf('id="told"'));
  expect([...funnel.matchAll(/class="(solid|striped|hollow)" x="[^"]+" width="([^"]+)"/g)]
    .map(([, look, width]) => `${look} ${width}`))
    .toEqual(["solid 30.00%", "striped 30.00%", "hollow 40.00%"]);
  expect(words).toContain("10 told, 60 % booked");
  for (const said of ["75 %", "does not work", "20 h", "10 h"]) expect(words).toContain(said);
  expect(text.match(/The same as a table/g)).toHaveLength(2);
});

test("each number of a chart's table leads to its rows, or to what it is made of", async () => {
  const { text, words } = await today({
    funnel: [MONDAY],
    load: [{ ...lane, weeks: [{ work: 2400, stops: 1200, drives: 600 }] }],
  });
  const told = "/visits?told=2026-05-11&amp;";
  const week = `/visits?technician=${CONTRACT}&amp;from=2026-05-11&amp;to=2026-05-17`;
  const cells = [...text.matchAll(/<td class="number"[^>]*>(.*?)<\/td>/g)].map(([, cell]) =>
    /^<a href="\/office([^"]*)"[^>]*>([^<]*)<\/a>$/.exec(cell)?.slice(1, 3) ?? cell
  );
  expect(cells).toEqual([
    [week, "20 h"],
    [week, "10 h"],
    [`/technicians/${CONTRACT}`, "40 h"],
    [week, "75 %"],
    ["/contracts?told=2026-05-11&amp;state=any", "10"],
    [`${told}first=client`, "4"],
    [`${told}first=office`, "2"],
    [`${told}state=done`, "3"],
  ]);
  expect(words).toContain("lead to the visits of that week");
});

test("what does not run is said, with where one sees to it", async () => {
  const { text, words } = await today({
    health: {
      ...DESK.health,
      missed: [{ job: "reminders", day: "2026-05-12" }],
      messages: { ...DESK.health.messages, late: 4, uncertain: 1 },
    },
  });
  expect(words).not.toContain("Everything is running");
  expect(words).toContain("Reminders did not run on May 12.");
  expect(words).toContain("4 mails waiting for an hour or more.");
  expect(text).toContain('href="/office/messages?state=uncertain"');
});

test("what other systems told last night is said, and what of it waits", async () => {
  const told = { state: "applied", started_at: "2026-05-12T06:10:00+00:00", is_late: false };
  const { text, words } = await today({
    health: {
      ...DESK.health,
      imports: [
        { ...told, import_run_id: CONTRACT, source: "erp", changed: 14, to_decide: 1 },
        {
          ...told,
          import_run_id: "held-one",
          source: "shop",
          state: "held",
          changed: 0,
          to_decide: 0,
        },
        {
          ...told,
          import_run_id: "late-one",
          source: "files",
          is_late: true,
          changed: 3,
          to_decide: 0,
        },
      ],
    },
  });
  expect(words).toContain(
    "Import from “erp”, Tuesday, May 12, 2026, 2:10 a.m.: 14 changes, 1 question for you.",
  );
  expect(text).toContain(`href="/office/imports/${CONTRACT}"`);
  expect(words).toContain("An import from “shop” is held back until somebody looks at it.");
  expect(text).toContain('href="/office/imports/held-one"');
  expect(words).toContain("Nothing came from “files” last night.");
  expect(words).not.toContain("3 changes");
});
