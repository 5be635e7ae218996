import { expect } from "expect";
import type { Rpc } from "@/lib/database/rpc.ts";
import { runJob } from "./run_job.ts";

/** A database that answers one report after the other; the calls it got. */
function answering(...reports: Record<string, unknown>[]) {
  const calls: unknown[] = [];
  const rpc: Rpc = (name, args) => {
    calls.push([name, args]);
    return Promise.resolve(reports[calls.length - 1]);
  };
  return { rpc, calls };
}

Deno.test("a job is called until nothing is left, and its counts are added", async () => {
  const { rpc, calls } = answering(
    { status: "done", mails: 100, units: 130, failed: 0, more: true },
    { status: "done", mails: 100, units: 100, failed: 2, more: true },
    { status: "done", mails: 7, units: 9, failed: 0, more: false },
  );
  const asOf = new Date("2026-06-02T12:00:00Z");
  expect(await runJob(rpc, "reminders", asOf))
    .toEqual({ status: "done", mails: 207, units: 239, failed: 2 });
  expect(calls).toEqual(
    Array(3).fill(["run_job", { name: "reminders", as_of: "2026-06-02T12:00:00.000Z" }]),
  );
});

Deno.test("why it did nothing is handed on, and nobody asks twice", async () => {
  const { rpc, calls } = answering({ status: "refused", reason: "future" });
  expect(await runJob(rpc, "reminders")).toEqual({ status: "refused", reason: "future" });
  expect(calls).toEqual([["run_job", { name: "reminders", as_of: undefined }]]);
});
