/** A technician who runs late: who would be told, who was, and who has to be called. */
import { expect } from "expect";
import { onTheRoad, OTHER, TASK, VISIT } from "./tech_world.ts";
import { api, ask, called, plain, post, test } from "./world.ts";

const AT = `/tech/visits/${VISIT}/late`;

const JOYCE = {
  task_id: TASK,
  client_name: "Joyce Example",
  starts_at: "2026-05-12T16:30:00+00:00",
  late_minutes: 30,
  comes_from: "2026-05-12T17:00:00+00:00",
  comes_by: "2026-05-12T17:30:00+00:00",
  told: "mail",
  phone: "905-555-0188",
};
const GEORGE = { ...JOYCE, task_id: OTHER, client_name: "George Example", told: "call" };

async function late(stops: unknown[]) {
  const headers = await onTheRoad();
  const answer = () => ({ status: "ok", stops });
  api.answer({ who_is_late: answer, running_late: answer });
  return headers;
}

test("before anybody is told the page says who would be, what they read, and whom to call", async () => {
  const headers = await late([JOYCE, GEORGE]);
  const { status, text } = await ask(`${AT}?minutes=45`, { headers });
  expect(status).toBe(200);
  for (
    const words of [
      "Joyce Example, 12:30 p.m. by e-mail: you come between 1:00 and 1:30 p.m.",
      "George Example, 12:30 p.m. cannot be reached by e-mail. Please call",
      "Tell Joyce Example",
    ]
  ) expect(plain(text)).toContain(words);
  expect(plain(text)).not.toContain("m..");
  expect(text).toContain(`href="${AT}?minutes=45" aria-current="true"`);
  expect(called("who_is_late")).toEqual([{ task_id: TASK, minutes: 45 }]);
  expect(called("running_late")).toEqual([]);
});

test("telling them is one press, and the page says that it is done", async () => {
  const headers = await late([JOYCE]);
  const sent = await post(AT, { minutes: "45" }, headers);
  expect([sent.status, sent.headers.get("Location")]).toEqual([303, `${AT}?minutes=45&now`]);
  expect(called("running_late")).toEqual([{ task_id: TASK, minutes: 45 }]);
  const { text } = await ask(`${AT}?minutes=45&now`, { headers });
  expect(text).toMatch(/<h1 tabindex="-1" autofocus>They have been told<\/h1>/);
  expect(text).not.toContain("Tell Joyce");
});

test("within what they were promised nobody needs a message", async () => {
  const headers = await late([]);
  const { text } = await ask(AT, { headers });
  expect(plain(text)).toContain("Nobody needs a message");
  expect(called("who_is_late")).toEqual([{ task_id: TASK, minutes: 30 }]);
});

test("about a visit of another day nobody is told, and the page says so", async () => {
  const headers = await late([]);
  const refused = () => ({ status: "refused", reason: "day" });
  api.answer({ who_is_late: refused, running_late: refused });
  expect(plain((await ask(AT, { headers })).text)).toContain("Nobody can be told");
  expect((await post(AT, { minutes: "30" }, headers)).status).toBe(422);
});

test("nobody is told of a delay that nobody named", async () => {
  const headers = await late([JOYCE]);
  api.answer({ running_late: () => ({ status: "rejected", reason: "minutes" }) });
  for (const minutes of ["", "zz", "-5", "1e2", "45.5", "99999"]) {
    expect([minutes, (await post(AT, { minutes }, headers)).status]).toEqual([minutes, 422]);
  }
  expect(new Set(called("running_late").map((args) => JSON.stringify(args)))).toEqual(
    new Set([JSON.stringify({ task_id: TASK, minutes: 0 })]),
  );
});
