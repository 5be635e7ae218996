/** While the database's API hangs, whoever asks without end still hears so at once. */
import { expect } from "expect";
import { within } from "@/embedded/within.ts";
import { api, called, handle, SITE, test } from "./world.ts";

test("the limit comes before any question to a database that hangs, and all share one question", async () => {
  const hanging = Promise.withResolvers<unknown>();
  api.answer({ company_card: () => hanging.promise });
  const ask = () =>
    handle(new Request(`${SITE}/sign-in`), {
      remoteAddr: { transport: "tcp", hostname: "203.0.113.30", port: 1 },
      completed: Promise.resolve(),
    });
  const refused: number[] = [];
  const enough = Promise.withResolvers<void>();
  const all = Array.from({ length: 750 }, async () => {
    const { status } = await ask();
    if (status !== 429) return status;
    if (refused.push(status) === 20) enough.resolve();
    return status;
  });
  try {
    await within(8000, "twenty to be told to wait", enough.promise);
    expect(called("company_card").length).toBeLessThanOrEqual(1);
  } finally {
    hanging.resolve({ status: "ok", name: "Test Mobility", phone: "1", email: "a@b.example" });
  }
  expect(await Promise.all(all)).toContain(200);
  expect(called("company_card")).toHaveLength(1);
});
