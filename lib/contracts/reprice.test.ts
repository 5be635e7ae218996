import { expect } from "expect";
import type { Rpc } from "@/lib/database/rpc.ts";
import { reprice } from "./reprice.ts";

/** What the database is asked for a change in per cent as it was typed; null where it is not even asked. */
async function asked(amount: string): Promise<number | null> {
  let percent: number | null = null;
  const rpc = ((_name: string, args: { percent: number }) => {
    percent = args.percent;
    return Promise.resolve({ status: "rejected", reason: "percent" });
  }) as unknown as Rpc;
  const wish = {
    category: "stairlift",
    contracts: [],
    how: "percent",
    from_on: "2026-07-01",
  } as const;
  await reprice(rpc, { ...wish, contracts: [], amount });
  return percent;
}

Deno.test("a change in per cent is read as people write it, to a hundredth", async () => {
  for (
    const [typed, percent] of [
      ["3.5", 3.5],
      ["3.55 %", 3.55],
      ["+3", 3],
      ["-5", -5],
      ["−5 %", -5],
      ["3.555", null],
      ["three", null],
      ["", null],
      ["1e2", null],
    ] as const
  ) expect([typed, await asked(typed)]).toEqual([typed, percent]);
});
