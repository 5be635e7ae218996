import { expect } from "expect";
import ICAL from "ical.js";
import { visitCalendar, visitEntry } from "./visit.ts";

const VISIT = {
  task_id: "00000000-0000-4000-8000-0000000000aa",
  revision: 2,
  starts_at: "2026-06-16T13:00:00Z",
  ends_at: "2026-06-16T14:45:00Z",
  arrive_by: "2026-06-16T13:30:00Z",
  technician_name: "Luis",
  units: [
    { kind: "Stair lift", told_apart: "1 of 2" },
    { kind: "Scooter" },
    { kind: "Stair lift", told_apart: "2 of 2" },
  ],
};
const COMPANY = {
  name: "Test Mobility",
  phone: "905-555-0100",
  email: "service@example.com",
  time_zone: "America/Toronto",
};
const STAMP = new Date("2026-06-01T14:00:00Z");

function read(file: string) {
  const calendar = new ICAL.Component(ICAL.parse(file));
  const component = calendar.getFirstSubcomponent("vevent")!;
  return { method: calendar.getFirstPropertyValue("method"), component };
}

Deno.test("the entry from a mail and the one from the page are one entry in a calendar", () => {
  const invitation = read(visitCalendar({
    method: "REQUEST",
    visit: { ...VISIT, address: "1 Elm St" },
    company: COMPANY,
    stamp: STAMP,
    attendee: { name: "Ada", email: "ada@example.com" },
  }));
  const download = read(
    visitCalendar({ method: "PUBLISH", visit: VISIT, company: COMPANY, stamp: STAMP }),
  );
  expect([invitation.method, download.method]).toEqual(["REQUEST", "PUBLISH"]);
  for (const same of ["uid", "sequence", "dtstart", "dtend", "summary", "description"]) {
    expect(String(download.component.getFirstPropertyValue(same)))
      .toBe(String(invitation.component.getFirstPropertyValue(same)));
  }
  expect(invitation.component.getFirstPropertyValue("location")).toBe("1 Elm St");
  expect(download.component.hasProperty("location")).toBe(false);
});

Deno.test("an entry ends when nobody needs to be at home any more: work that begins late in the window ends late", () => {
  const file = visitCalendar({ method: "PUBLISH", visit: VISIT, company: COMPANY, stamp: STAMP });
  const { component } = read(file);
  const at = (name: string) => (component.getFirstPropertyValue(name) as ICAL.Time).toJSDate();
  expect([at("dtstart"), at("dtend")])
    .toEqual([new Date("2026-06-16T13:00:00Z"), new Date("2026-06-16T15:15:00Z")]);
  const web = visitEntry(VISIT, COMPANY);
  expect([web.startsAt, web.endsAt]).toEqual([at("dtstart"), at("dtend")]);
});

Deno.test("an entry says what, who, when they arrive, and whom to ask", () => {
  const entry = (technician_name: string | null, units = VISIT.units) => {
    const visit = { ...VISIT, technician_name, units };
    const file = visitCalendar({ method: "PUBLISH", visit, company: COMPANY, stamp: STAMP });
    const { component } = read(file);
    return ["summary", "description"].map((name) => component.getFirstPropertyValue(name));
  };
  expect(entry("Luis")).toEqual([
    "Maintenance visit: stair lift (1 of 2), scooter and stair lift (2 of 2) (Test Mobility)",
    "Luis comes on Tuesday, June 16, 2026, between 9:00 and 9:30 a.m. and stays about an hour and 45 minutes. Somebody needs to be at home from 9:00 to 11:15 a.m. Questions? 905-555-0100",
  ]);
  expect(entry(null, [])).toEqual([
    "Maintenance visit: equipment (Test Mobility)",
    "Our technician comes on Tuesday, June 16, 2026, between 9:00 and 9:30 a.m. and stays about an hour and 45 minutes. Somebody needs to be at home from 9:00 to 11:15 a.m. Questions? 905-555-0100",
  ]);
});
