import { expect } from "expect";
import { batteryMark } from "./batteries.ts";

const NEW = { since: "2024-03-01", is_own: false, lasts_months: 36, is_old: false };

Deno.test("a battery is as old as the month it was put in, and told when it is too old", () => {
  expect(batteryMark(NEW).text).toBe("From March 2024");
  expect(batteryMark({ ...NEW, is_own: true, is_old: true })).toEqual({
    text: "From March 2024, with the unit: older than 36 months",
    shape: "late",
  });
  expect(batteryMark({ ...NEW, since: null }).text).toBe("Nobody knows how old it is");
});
