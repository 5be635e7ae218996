import { expect } from "expect";
import { nextStep } from "./next_step.ts";

async function step(answer: Response | Error): Promise<unknown> {
  const real = globalThis.fetch;
  globalThis.fetch = () =>
    answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  try {
    return await nextStep("/office/enrol/run/1", AbortSignal.timeout(1_000));
  } finally {
    globalThis.fetch = real;
  }
}
const told = (status: string) => Response.json({ status, done: 1, remaining: 2 });

Deno.test("a page goes on for as long as there is something to do, and then looks again", async () => {
  for (const status of ["executing", "scanning", "taking_back"]) {
    expect(await step(told(status))).toEqual({ status, done: 1, remaining: 2 });
  }
  for (const status of ["done", "stopped", "stale", "refused", "ready"]) {
    expect(await step(told(status))).toBe("over");
  }
  expect(await step(new Response("sign in"))).toBe("over");
  expect(await step(Response.json({}, { status: 403 }))).toBe("over");
});

Deno.test("what passes by itself is tried again", async () => {
  expect(await step(new TypeError("no network"))).toBe("cut");
  for (const status of [429, 500, 503]) {
    expect(await step(new Response(null, { status }))).toBe("cut");
  }
});
