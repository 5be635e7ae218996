import { expect } from "expect";
import { NO_WISH, timesText } from "./wish.ts";

Deno.test("what is ticked reads as one sentence, in the order of the week", () => {
  const said = (wish: Partial<typeof NO_WISH>) => timesText({ ...NO_WISH, ...wish });
  expect(said({ days: ["wed", "mon"], parts: ["afternoon", "morning"], after: "2027-05-10" }))
    .toBe("Mondays and Wednesdays, morning or afternoon, not before Mon, May 10, 2027");
  expect(said({ parts: ["morning"] })).toBe("Morning");
  expect(said({ after: "2027-05-10" })).toBe("Not before Mon, May 10, 2027");
  expect(said({ days: ["sun", "toString"], after: "soon" })).toBe("");
});
