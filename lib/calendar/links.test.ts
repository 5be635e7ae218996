import { expect } from "expect";
import { googleLink, outlookLink } from "./links.ts";

const entry = {
  startsAt: new Date("2026-05-12T13:00:00Z"),
  endsAt: new Date("2026-05-12T14:45:00Z"),
  title: "Maintenance visit: stair lift & walker",
  details: "Questions? 905-555-0100",
};

Deno.test("calendars on the web are told the same instants as the file, in UTC", () => {
  const google = new URL(googleLink(entry)).searchParams;
  expect(google.get("dates")).toBe("20260512T130000Z/20260512T144500Z");
  expect(google.get("text")).toBe(entry.title);
  const outlook = new URL(outlookLink(entry)).searchParams;
  expect([outlook.get("startdt"), outlook.get("enddt")])
    .toEqual(["2026-05-12T13:00:00.000Z", "2026-05-12T14:45:00.000Z"]);
  expect(outlook.get("subject")).toBe(entry.title);
});
