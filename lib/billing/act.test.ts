import { expect } from "expect";
import { readAmount } from "./act.ts";

Deno.test("amounts are read as people write them", () => {
  const read = ["113.57", "$113.5", " 1,113.57 ", "0", "1000", "1,000,000.01"].map(readAmount);
  expect(read).toEqual([113.57, 113.5, 1113.57, 0, 1000, 1000000.01]);
});

Deno.test("what is no amount of money is none", () => {
  for (
    const typed of [
      "",
      "-1",
      "+1",
      "1.005",
      "1,13.57",
      "1e3",
      "0x10",
      "113,57",
      "NaN",
      "Infinity",
      "ten",
    ]
  ) {
    expect([typed, readAmount(typed)]).toEqual([typed, null]);
  }
});
