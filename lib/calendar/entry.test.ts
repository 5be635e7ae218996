import { expect } from "expect";
import fc from "fast-check";
import ICAL from "ical.js";
import { readThrice } from "@/tests/calendar_readers.ts";
import { type Appointment, appointmentCalendar, calendarUid } from "./entry.ts";

const APPOINTMENT: Appointment = {
  method: "REQUEST",
  uid: calendarUid("task-1"),
  sequence: 3,
  stamp: new Date("2026-06-01T14:00:00Z"),
  startsAt: new Date("2026-06-16T13:00:00Z"),
  endsAt: new Date("2026-06-16T14:45:00Z"),
  summary: "Maintenance visit: stair lift",
  location: "12 Elm Street, Brampton",
  organizer: { name: "Example Mobility", email: "service@example.com" },
  attendee: { name: "Ada", email: "ada@example.com" },
};

/** Reads a file as a calendar program does. */
function read(file: string) {
  const calendar = new ICAL.Component(ICAL.parse(file));
  const component = calendar.getFirstSubcomponent("vevent")!;
  const instant = (property: string) =>
    (component.getFirstPropertyValue(property) as ICAL.Time).toJSDate().toISOString();
  return { calendar, component, event: new ICAL.Event(component), instant };
}

Deno.test("a calendar program reads what was written", () => {
  const { calendar, component, event, instant } = read(appointmentCalendar(APPOINTMENT));
  expect(calendar.getFirstPropertyValue("method")).toBe("REQUEST");
  expect(event.uid).toBe(APPOINTMENT.uid);
  expect(event.sequence).toBe(3);
  expect(event.summary).toBe(APPOINTMENT.summary);
  expect(event.location).toBe(APPOINTMENT.location);
  expect(instant("dtstart")).toBe("2026-06-16T13:00:00.000Z");
  expect(instant("dtend")).toBe("2026-06-16T14:45:00.000Z");
  expect(component.getFirstPropertyValue("status")).toBe("CONFIRMED");
});

Deno.test("three calendar programs read the same, whoever is invited and whatever the texts hold", () => {
  const hostile =
    'Côté, "Bob"; X=1:mailto:evil@example.org\r\nEND:VEVENT\r\nATTENDEE:mailto:x@example.org';
  const said =
    'Côté, "Bob"; X=1:mailto:evil@example.org\nEND VEVENT\nATTENDEE:mailto:x@example.org';
  const file = appointmentCalendar({
    ...APPOINTMENT,
    summary: hostile,
    description: hostile.repeat(5),
    location: "1234, chemin de l’Église ".repeat(8) + "🦽",
    organizer: { name: "Lifts; Care: 'us' \\n ^n", email: "service@example.com" },
    attendee: { name: hostile, email: "ada@example.com" },
  });
  for (const [name, read] of Object.entries(readThrice(file))) {
    expect([name, read]).toEqual([name, {
      method: "REQUEST",
      events: [{
        uid: APPOINTMENT.uid,
        sequence: 3,
        starts: "2026-06-16T13:00:00.000Z",
        ends: "2026-06-16T14:45:00.000Z",
        summary: said,
        description: said.repeat(5),
        location: "1234, chemin de l’Église ".repeat(8) + "🦽",
        status: "CONFIRMED",
        people: [
          "Lifts Care: 'us' n n mailto:service@example.com",
          "Côté, Bob X=1:mailto:evil@example.org END:VEVENT ATTENDEE:mailto:x@example.org mailto:ada@example.com",
        ],
      }],
    }]);
  }
});

Deno.test("a cancellation takes the entry out", () => {
  const { calendar, component } = read(appointmentCalendar({ ...APPOINTMENT, method: "CANCEL" }));
  expect(calendar.getFirstPropertyValue("method")).toBe("CANCEL");
  expect(component.getFirstPropertyValue("status")).toBe("CANCELLED");
});

Deno.test("every instant is read as itself, also around changes of the clock", () => {
  const instants = fc.date({
    min: new Date("2020-01-01T00:00:00Z"),
    max: new Date("2099-12-31T00:00:00Z"),
    noInvalidDate: true,
  }).map((date) => new Date(date.setUTCMilliseconds(0)));
  fc.assert(fc.property(instants, instants, (startsAt, endsAt) => {
    const { instant, event } = read(appointmentCalendar({ ...APPOINTMENT, startsAt, endsAt }));
    expect([instant("dtstart"), instant("dtend")])
      .toEqual([startsAt.toISOString(), endsAt.toISOString()]);
    expect(event.startDate.zone).toBe(ICAL.Timezone.utcTimezone);
  }));
});

Deno.test("what is in a text or a name starts no line of its own", () => {
  const hostile = 'Côté, "Bob"; X=1:mailto:evil@example.org\r\nATTENDEE:mailto:evil@example.org';
  const { component, event } = read(appointmentCalendar({
    ...APPOINTMENT,
    summary: hostile,
    description: hostile,
    location: "1234, chemin de l’Église ".repeat(8),
    attendee: { name: hostile, email: "ada@example.com" },
  }));
  const attendees = component.getAllProperties("attendee");
  expect(attendees.map((each) => each.getFirstValue())).toEqual(["mailto:ada@example.com"]);
  expect(event.summary).toBe(hostile.replace("\r\n", "\n"));
  expect(event.location).toBe("1234, chemin de l’Église ".repeat(8));
});

Deno.test("an address that is none is refused", () => {
  const organizer = { name: "X", email: "a@example.com\r\nATTENDEE:b@example.com" };
  expect(() => appointmentCalendar({ ...APPOINTMENT, organizer })).toThrow(TypeError);
});

Deno.test("no line is longer than 75 bytes, and every line ends in CRLF", () => {
  const file = appointmentCalendar({ ...APPOINTMENT, summary: "é".repeat(200) });
  const lines = file.split("\r\n");
  const sizes = lines.map((line) => new TextEncoder().encode(line).length);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(75);
  expect(file.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
});
