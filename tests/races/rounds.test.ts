import { expect } from "expect";
import { roundsOf } from "./rounds.ts";

Deno.test("one setting gives every race more rounds, and none of them fewer", () => {
  const set = Deno.env.get("RACE_ROUNDS");
  try {
    Deno.env.set("RACE_ROUNDS", "");
    expect(roundsOf(150)).toBe(150);
    Deno.env.set("RACE_ROUNDS", "5000");
    expect(roundsOf(150)).toBe(5000);
    Deno.env.set("RACE_ROUNDS", "20");
    expect(roundsOf(150)).toBe(150);
    for (const slip of ["many", "-1", "0", "1e3", "50 "]) {
      Deno.env.set("RACE_ROUNDS", slip);
      expect(() => roundsOf(150)).toThrow("RACE_ROUNDS");
    }
  } finally {
    if (set === undefined) Deno.env.delete("RACE_ROUNDS");
    else Deno.env.set("RACE_ROUNDS", set);
  }
});
