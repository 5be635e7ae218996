/** What the nights did, and what administrators choose there. */
import { expect } from "expect";
import { signIn } from "./staff_world.ts";
import { api, ask, called, plain, post, test } from "./world.ts";

const PAGE = "/office/nights";
const NIGHTS = {
  status: "ok",
  today: "2026-05-12",
  jobs: [
    { job: "follow-ups", hour: "08:00:00", missed: null },
    { job: "reminders", hour: "08:00:00", missed: "2026-05-11" },
    { job: "self-check", hour: "08:00:00", missed: null },
  ],
  nights: [
    {
      day: "2026-05-12",
      runs: {
        "follow-ups": {
          at: "2026-05-12T12:25:00+00:00",
          counts: { overdue: 1, unbooked: 1234, failed: 2 },
        },
        "self-check": { at: "2026-05-12T12:35:00+00:00", counts: { findings: 0, failed: 0 } },
      },
    },
    { day: "2026-05-11", runs: {} },
  ],
  kinds: [
    { kind: "overdue", is_on: true, open: 12, new: 1 },
    { kind: "unbooked", is_on: false, open: 0, new: 0 },
  ],
  trail: {
    proven_at: "2026-05-12T12:35:00+00:00",
    newest: 532,
    again: 120,
    round_ended_at: null,
  },
  checks: [
    {
      check: "numbers",
      kind: "self_check",
      rule: "The numbers of invoices have no hole.",
      open: 0,
    },
    { check: "done", kind: "self_check", rule: "Done closes the cycle.", open: 1 },
  ],
};

async function open(role: string, path = PAGE, nights: unknown = NIGHTS) {
  const headers = await signIn(role);
  api.answer({ nights: () => nights });
  return await ask(path, { headers });
}

async function send(fields: Record<string, string>, answers: Record<string, () => unknown>) {
  const cookie = await signIn("admin");
  api.answer({ nights: () => NIGHTS, ...answers });
  const { status, headers } = await post(PAGE, fields, cookie);
  return [status, headers.get("Location")];
}

test("how far the trail is proven is said, and what of it broke is on the work list", async () => {
  const on = (trail: unknown) => open("office", PAGE, { ...NIGHTS, trail });
  expect(plain((await on(NIGHTS.trail)).text)).toContain(
    "The trail was proven through seal 532 on Tuesday, May 12, 2026, 8:35 a.m. Older seals are proven again in turn: this round has come to seal 120.",
  );
  const whole = { ...NIGHTS.trail, again: 0, round_ended_at: NIGHTS.trail.proven_at };
  expect(plain((await on(whole)).text)).toContain("All of it was proven again by Tuesday, May 12");
  const none = { proven_at: null, newest: 0, again: 0, round_ended_at: null };
  expect(plain((await on(none)).text)).toContain("The trail has not been proven yet");
});

test("each day says what was done, and what did not run is said first", async () => {
  const { status, text: html } = await open("office");
  expect(status).toBe(200);
  const text = plain(html);
  expect(text).toMatch(/Something did not run\.\s*Reminders on May 11/);
  expect(text).toContain("1 overdue, 1,234 not booked, 2 failed");
  expect(text).toContain("Nothing to do: Self-check");
  expect(text).toContain("Nothing ran");
  expect(text).toContain("Ran, 2 failed");
  expect(text).toContain("Missed on May");
  expect(text).toContain("From 8:00 a.m.");
  expect(text).not.toContain("a.m..");
});

test("numbers lead to the work that they count, and rules say whether they hold", async () => {
  const { text: html } = await open("office");
  expect(html).toContain('href="/office/work?kind=overdue"');
  expect(html).not.toContain('href="/office/work?kind=unbooked"');
  expect(plain(html)).toMatch(/no hole\.\s*Holds/);
  expect(plain(html)).toMatch(/closes the cycle\.\s*1 thing to look at/);
});

test("the office looks, an administrator chooses", async () => {
  expect((await open("office")).text).not.toMatch(/name="do"/);
  const { text: html } = await open("admin");
  expect(html.match(/value="run"/g)).toHaveLength(3);
  expect(html.match(/value="off"/g)).toHaveLength(1);
  expect(html.match(/value="on"/g)).toHaveLength(1);
});

test("a job is run until there is no more, and a kind is switched", async () => {
  let calls = 0;
  const run_night_job = () => ({ status: "done", overdue: 40, failed: 0, more: ++calls < 3 });
  const ran = "/office/nights?did=done&what=follow-ups&overdue=120";
  expect(await send({ do: "run", job: "follow-ups" }, { run_night_job })).toEqual([303, ran]);
  expect(plain((await open("admin", ran)).text)).toContain("Follow-ups ran now: 120 overdue.");
  expect(plain((await open("admin", `${PAGE}?did=done&what=digest`)).text))
    .toContain("Morning mail ran now: nothing to do.");
  expect(called("run_night_job")).toHaveLength(3);
  expect(
    await send({ do: "off", kind: "overdue" }, { set_activity_kind: () => ({ status: "set" }) }),
  )
    .toEqual([303, "/office/nights?did=off&what=overdue#overdue"]);
  expect(called("set_activity_kind")).toEqual([{ kind: "overdue", is_on: false }]);
  const { text: html } = await open("admin", `${PAGE}?did=off&what=overdue`);
  expect(plain(html)).toContain("Overdue is off. What is open of it stays.");
});

test("a job that never ends is left after a while, and nobody invents a form", async () => {
  const endless = { run_night_job: () => ({ status: "done", more: true }) };
  expect(await send({ do: "run", job: "follow-ups" }, endless))
    .toEqual([303, "/office/nights?did=more&what=follow-ups"]);
  const unknown = { run_night_job: () => ({ status: "unknown", jobs: [] }) };
  expect((await send({ do: "run", job: "gossip" }, unknown))[0]).toBe(400);
  expect((await send({ do: "dance" }, {}))[0]).toBe(400);
  const rejected = { set_activity_kind: () => ({ status: "rejected", reason: "kind" }) };
  expect((await send({ do: "on", kind: "gossip" }, rejected))[0]).toBe(400);
  const { text: html } = await open("admin", `${PAGE}?did=off&what=%3Cb%3E`);
  expect(html).not.toContain('class="notice" role="status"');
});
