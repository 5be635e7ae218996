/** A technician's day, week and job, over HTTP alone. */
import { expect } from "expect";
import { signIn } from "./staff_world.ts";
import { LATER, OTHER, SHEET, STOP, TASK, TODAY, UNIT, VISIT, WALKER } from "./tech_world.ts";
import { onTheRoad } from "./tech_world.ts";
import { api, ask, called, plain, post, test } from "./world.ts";

test("the next job fills the page: when, who, where, what, how to get in, call, navigate, on my way", async () => {
  const headers = await onTheRoad();
  const { status, text } = await ask("/tech", { headers });
  expect(status).toBe(200);
  for (
    const words of [
      "10:30 a.m.",
      "27 Maple Avenue, Oakville",
      "Stair lift maintenance",
      "about an hour",
      "Side door. Ring twice and wait.",
      "0 of 2 done",
      "Repair",
    ]
  ) expect(plain(text)).toContain(words);
  expect(text).toMatch(/<h1[^>]*>Ethel Example<\/h1>/);
  expect(text).toContain('href="tel:+19055550143"');
  expect(text).toContain("destination=43.45%2C-79.68");
  expect(text).toMatch(/name="state" value="en_route"/);
  expect(text).toContain('data-room="tech"');
});

test("who is on the way is asked to say when they have arrived, and the job stays the next", async () => {
  const headers = await onTheRoad();
  const first = { ...LATER, task_id: VISIT, starts_at: "2026-05-12T13:00:00+00:00" };
  api.answer({
    technician_day: () => ({ ...TODAY, stops: [first, { ...STOP, state: "en_route" }] }),
  });
  const { text } = await ask("/tech", { headers });
  expect(text).toMatch(/<h1[^>]*>Ethel Example<\/h1>/);
  expect(text).toContain('name="state" value="in_progress"');
});

test("a next job whose time has passed says so, and nobody is asked to drive there", async () => {
  const headers = await onTheRoad();
  for (const state of ["scheduled", "en_route"]) {
    api.answer({
      technician_day: () => ({ ...TODAY, stops: [{ ...STOP, state, not_closed: true }] }),
    });
    const { text } = await ask("/tech", { headers });
    expect(plain(text)).not.toContain("Next job");
    expect(text.match(/Outcome missing/g)).toHaveLength(2);
    expect(text).not.toContain('name="state"');
    expect(text).toContain(`href="/tech/visits/${VISIT}"`);
  }
});

test("each stop of the list has its state as a word, and leads to its visit", async () => {
  const headers = await onTheRoad();
  const states = ["completed", "no_show", "not_completed"];
  const stops = states.map((state, n) => ({ ...STOP, state, client_name: `Client ${n}` }));
  const open = { ...STOP, not_closed: true, client_name: "Forgotten" };
  api.answer({ technician_day: () => ({ ...TODAY, stops, not_closed: [open] }) });
  const { text } = await ask("/tech", { headers });
  for (const word of ["Done", "Nobody home", "Could not be done", "Outcome missing"]) {
    expect(plain(text)).toContain(word);
  }
  expect(text).toContain(`href="/tech/visits/${VISIT}"`);
  expect(plain(text)).toContain("3 of 3 done");
  expect(plain(text)).toContain("That was the last job");
});

test("a day without work says when the next is, and how to call the office", async () => {
  const headers = await onTheRoad();
  const next = {
    task_id: TASK,
    task_type: "maintenance",
    starts_at: "2026-05-13T12:00:00+00:00",
    address: "1 Elm St",
  };
  api.answer({ technician_day: () => ({ ...TODAY, stops: [], next }) });
  const { text } = await ask("/tech", { headers });
  expect(plain(text)).toContain("Nothing booked for you today");
  expect(plain(text)).toContain("Wed, May 13, 2026, 8:00 a.m.");
  expect(text).toContain('href="tel:+19055550100"');
});

test("on my way is one press, and leads to the job with its heading focused", async () => {
  const headers = await onTheRoad();
  const sent = await post("/tech", { task_id: TASK, state: "en_route" }, headers);
  expect(sent.status).toBe(303);
  expect(sent.headers.get("Location")).toBe(`/tech/visits/${VISIT}?now`);
  expect(called("set_task_state")).toEqual([{ task_id: TASK, state: "en_route" }]);
  const { text } = await ask(`/tech/visits/${VISIT}?now`, { headers });
  expect(text).toMatch(/<h1 tabindex="-1" autofocus>Ethel Example<\/h1>/);
  expect((await ask(`/tech/visits/${VISIT}`, { headers })).text).not.toContain("autofocus");
});

test("only the steps of the road are sent, and a refusal is told", async () => {
  const headers = await onTheRoad();
  const made = await post("/tech", { task_id: TASK, state: "completed" }, headers);
  expect(made.headers.get("Location")).toBe("/tech?refused");
  expect(called("set_task_state")).toEqual([]);
  expect((await post("/tech", { task_id: "x", state: "en_route" }, headers)).status).toBe(400);
  api.answer({ set_task_state: () => ({ status: "refused", reason: "state" }) });
  const refused = await post("/tech", { task_id: TASK, state: "en_route" }, headers);
  const { text } = await ask(refused.headers.get("Location")!, { headers });
  expect(text).toMatch(/role="alert"[^]*changed meanwhile/);
});

test("somebody else's visit is said to be none of one's own", async () => {
  const headers = await onTheRoad();
  api.answer({
    visit_sheet: () => {
      throw { code: "42501", message: "no" };
    },
  });
  const { status, text } = await ask(`/tech/visits/${VISIT}`, { headers });
  expect(status).toBe(403);
  expect(text).toContain("This page is not one of yours");
  expect(text).not.toContain("for the office");
});

test("a form of another site changes nothing", async () => {
  const headers = { ...await onTheRoad(), Origin: "https://elsewhere.example" };
  const sent = await post("/tech", { task_id: TASK, state: "en_route" }, headers);
  expect(sent.status).toBe(403);
  expect(called("set_task_state")).toEqual([]);
});

test("the job: what the client was told, whom else to call, history, money and what is open", async () => {
  const headers = await onTheRoad();
  const { text } = await ask(`/tech/visits/${VISIT}`, { headers });
  for (
    const words of [
      "between 10:30 and 11:00 a.m.",
      "Anne Example, daughter",
      "Handicare 1000 stair lift",
      "put in March 2019",
      "Last time: “Battery weak, watch it.” Marek, December 8.",
      "1 failed",
      "Seat belt: Frayed",
      "Please ask for$213.57",
      "Open from beforeFrom December 8, 2025 (M-000087)$213.57",
    ]
  ) expect(plain(text)).toContain(words);
  expect(text).toContain(`href="/tech/visits/${VISIT}/could-not"`);
});

test("a unit that came to nothing is not asked for, and a phone finds what each of the others costs", async () => {
  const headers = await onTheRoad();
  for (const [state, sum] of [["scheduled", "$268.94"], ["not_completed", "$55.37"]]) {
    const units = [{ ...UNIT, state }, WALKER];
    api.answer({ visit_sheet: () => ({ ...SHEET, unit: WALKER, stop: { ...STOP, units } }) });
    const { text } = await ask(`/tech/visits/${OTHER}`, { headers });
    expect(plain(text)).toContain(`Please ask for${sum}`);
    expect(text).toMatch(
      new RegExp(`data-charged="${OTHER}" data-fee="49" data-tax="6.37" data-tax-name="HST 13 %"`),
    );
  }
});

test("a job's one next step goes with its state", async () => {
  const headers = await onTheRoad();
  const thumbAt = async (state: string) => {
    api.answer({ visit_sheet: () => ({ ...SHEET, stop: { ...STOP, state } }) });
    const { text } = await ask(`/tech/visits/${VISIT}`, { headers });
    return plain(text.match(/class="thumb".*?<\/section>/s)![0]);
  };
  expect(await thumbAt("scheduled")).toContain("On my way");
  expect(await thumbAt("en_route")).toContain("I've arrived");
  expect(await thumbAt("in_progress")).toContain("Start the checklist");
});

test("of two units each has its own checklist and its own way out", async () => {
  const headers = await onTheRoad();
  const stop = { ...STOP, units: [{ ...UNIT, state: "done" }, WALKER], state: "in_progress" };
  api.answer({ visit_sheet: () => ({ ...SHEET, visit_id: OTHER, unit: WALKER, stop }) });
  const { text } = await ask(`/tech/visits/${OTHER}`, { headers });
  expect(plain(text)).toContain("1. Stair lift");
  expect(plain(text)).toContain("Done");
  expect(text).toContain(`href="/tech/visits/${OTHER}/checklist"`);
  expect(text).toContain(`href="/tech/visits/${OTHER}/could-not"`);
  expect(text).not.toContain(`href="/tech/visits/${VISIT}/checklist"`);
});

test("a visit of somebody else, one that was given up, and none at all", async () => {
  const headers = await onTheRoad();
  const status = async () => (await ask(`/tech/visits/${VISIT}`, { headers })).status;
  api.answer({
    visit_sheet: () => {
      throw { code: "42501", message: "no" };
    },
  });
  expect(await status()).toBe(403);
  api.answer({ visit_sheet: () => ({ status: "cancelled" }) });
  expect(await status()).toBe(410);
  const { text } = await ask(`/tech/visits/${VISIT}/checklist`, { headers });
  expect(plain(text)).toContain("This visit was cancelled");
  expect(plain(text)).not.toContain("link");
  expect((await ask("/tech/visits/nix", { headers })).status).toBe(404);
});

test("a week is Monday to Friday, and a day of the weekend that has work", async () => {
  const headers = await onTheRoad();
  api.answer({
    technician_day: ({ on_day }) => ({
      ...TODAY,
      on_day,
      stops: ["2026-05-12", "2026-05-16"].includes(on_day) ? [STOP] : [],
    }),
  });
  const { status, text } = await ask("/tech/week?from=2026-05-14", { headers });
  expect(status).toBe(200);
  expect(called("technician_day").map(({ on_day }) => on_day))
    .toEqual([11, 12, 13, 14, 15, 16, 17].map((day) => `2026-05-${day}`));
  const days = [...text.matchAll(/<h2 id="day-([^"]*)"/g)].map(([, day]) => day);
  expect(days).toEqual([11, 12, 13, 14, 15, 16].map((day) => `2026-05-${day}`));
  expect(text).toContain('href="/tech/week?from=2026-05-04"');
  expect(text).toContain('href="/tech/week?from=2026-05-18"');
  expect((await ask("/tech/week?from=nonsense", { headers })).status).toBe(200);
});

test("somebody of the office sees the day of a technician they name", async () => {
  const headers = await signIn("office");
  api.answer({ technician_day: () => TODAY });
  expect(plain((await ask("/tech", { headers })).text)).toContain("pages of technicians");
  expect(called("technician_day")).toEqual([]);
  const { text } = await ask(`/tech?technician=${VISIT}`, { headers });
  expect(called("technician_day")).toEqual([{ technician_id: VISIT }]);
  expect(text).toContain("Ethel Example");
});

test("a visit of an earlier day lacks its outcome: it is not booked, and nobody drives there or is late", async () => {
  const headers = await onTheRoad();
  const stop = { ...STOP, not_closed: true, starts_at: "2026-05-11T14:30:00+00:00" };
  const read = async (is_near: boolean) => {
    api.answer({ visit_sheet: () => ({ ...SHEET, stop: { ...stop, is_near } }) });
    return plain((await ask(`/tech/visits/${VISIT}`, { headers })).text);
  };
  for (const words of [await read(true), await read(false)]) {
    expect(words).toContain("Outcome missing");
    expect(words).toContain("Start the checklist");
    for (const absent of ["Booked", "On my way", "I'm running late", "Go to the checklist"]) {
      expect(words).not.toContain(absent);
    }
  }
});

test("a stop of two units is done as far as each of them is", async () => {
  const headers = await onTheRoad();
  const units = [{ ...UNIT, state: "done" }, { ...WALKER, state: "not_completed" }];
  const markAfter = async (units: unknown[]) => {
    api.answer({
      technician_day: () => ({ ...TODAY, stops: [{ ...STOP, state: "completed", units }] }),
    });
    return plain((await ask("/tech", { headers })).text.match(/<ol class="stops">.*?<\/ol>/s)![0]);
  };
  expect(await markAfter(units)).toContain("1 of 2 done");
  expect(await markAfter(units.map((unit) => ({ ...unit, state: "done" })))).toMatch(/4Done$/);
});

test("of two units none is meant by a link below them", async () => {
  const headers = await onTheRoad();
  const stop = { ...STOP, units: [UNIT, WALKER] };
  api.answer({ visit_sheet: () => ({ ...SHEET, stop }) });
  const words = plain((await ask(`/tech/visits/${VISIT}`, { headers })).text);
  for (const absent of ["Go to the checklist", "Nobody home, or I can't do this visit"]) {
    expect(words).not.toContain(absent);
  }
  expect(words).toContain("Nobody home, or can't do this one");
});
