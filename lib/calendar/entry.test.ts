import { expect } from "expect";
import ICAL from "ical.js";
import { type Appointment, appointmentCalendar, calendarUid } from "./entry.ts";

const APPOINTMENT: Appointment = {
  method: "REQUEST",
  uid: "task-1@book.example.com",
  sequence: 3,
  stamp: new Date("2026-06-01T14:00:00Z"),
  startsAt: new Date("2026-06-16T13:00:00Z"),
  endsAt: new Date("2026-06-16T14:45:00Z"),
  timeZone: "America/Toronto",
  summary: "Maintenance visit: stair lift",
  location: "12 Elm Street, Brampton",
  organizer: { name: "Example Mobility", email: "service@example.com" },
  attendee: { name: "Ada", email: "ada@example.com" },
};

/** Reads a file as a calendar program does, by its own time zone and nobody else's. */
function read(file: string) {
  const calendar = new ICAL.Component(ICAL.parse(file));
  const component = calendar.getFirstSubcomponent("vevent")!;
  const zone = new ICAL.Timezone(calendar.getFirstSubcomponent("vtimezone")!);
  const instant = (property: string) => {
    const time = component.getFirstPropertyValue(property) as ICAL.Time;
    time.zone = zone;
    return time.toJSDate().toISOString();
  };
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

Deno.test("a task's appointment has one name, in whatever form the site's address is known", () => {
  for (const site of ["https://book.example.com", "https://book.example.com:8443/book/x"]) {
    expect(calendarUid("task-1", site)).toBe(APPOINTMENT.uid);
  }
});

Deno.test("a cancellation takes the entry out", () => {
  const { calendar, component } = read(appointmentCalendar({ ...APPOINTMENT, method: "CANCEL" }));
  expect(calendar.getFirstPropertyValue("method")).toBe("CANCEL");
  expect(component.getFirstPropertyValue("status")).toBe("CANCELLED");
});

Deno.test("times around both changes of the clock are the instants they were", () => {
  for (
    const startsAt of [
      "2026-03-07T14:00:00.000Z",
      "2026-03-08T06:30:00.000Z",
      "2026-03-08T07:30:00.000Z",
      "2026-03-08T13:00:00.000Z",
      "2026-03-09T13:00:00.000Z",
      "2026-10-31T13:00:00.000Z",
      "2026-11-01T14:00:00.000Z",
      "2026-11-02T14:00:00.000Z",
    ]
  ) {
    const endsAt = new Date(Date.parse(startsAt) + 3_600_000);
    const { instant } = read(
      appointmentCalendar({ ...APPOINTMENT, startsAt: new Date(startsAt), endsAt }),
    );
    expect(instant("dtstart")).toBe(startsAt);
    expect(instant("dtend")).toBe(endsAt.toISOString());
  }
});

Deno.test("zones without changes of the clock, or with odd ones, work as well", () => {
  for (const timeZone of ["America/Regina", "America/St_Johns", "Asia/Kolkata", "UTC"]) {
    const { instant } = read(appointmentCalendar({ ...APPOINTMENT, timeZone }));
    expect(instant("dtstart")).toBe("2026-06-16T13:00:00.000Z");
  }
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
