/** Mails about a visit: booked, changed, reminded of, cancelled. */
import { expect } from "expect";
import ICAL from "ical.js";
import { calendarUid } from "@/lib/calendar/entry.ts";
import { samples, scooter, stairLift } from "@/lib/mail/samples.ts";
import { render } from "./rendered.ts";

function calendarOf(mail: ReturnType<typeof render>) {
  const calendar = new ICAL.Component(ICAL.parse(mail.attachments[0].content));
  const event = new ICAL.Event(calendar.getFirstSubcomponent("vevent")!);
  return { method: calendar.getFirstPropertyValue("method"), event };
}

Deno.test("a confirmation holds date, window, technician, fee, what to expect and the calendar entry", () => {
  const mail = render("confirmation");
  expect(mail.subject).toBe("You're booked: Tuesday, June 16 at 9:00 a.m.");
  for (
    const part of [
      "Luis comes on Tuesday, June 16, 2026, between 9:00 and 9:30 a.m. and stays about an hour and 45 minutes",
      "Luis",
      "12 Elm Street",
      "$288.50 + applicable tax (HST 13 %: $326.01 in all)",
      "nothing to pay now",
      "What to expect",
      "have somebody at home from 9:00 to 11:15 a.m.",
    ]
  ) {
    expect(mail.text).toContain(part);
    expect(mail.html).toContain(part);
  }
  const { method, event } = calendarOf(mail);
  expect(method).toBe("REQUEST");
  expect(event.startDate.toJSDate()).toEqual(new Date("2026-06-16T13:00:00Z"));
  // The work takes an hour and 45 minutes, and may begin half an hour later.
  expect(event.endDate.toJSDate()).toEqual(new Date("2026-06-16T15:15:00Z"));
});

Deno.test("a change that overtook its confirmation replaces nothing: it is the confirmation", () => {
  const first = render("appointment_changed", { was_told: false });
  expect(first.subject).toContain("You're booked");
  expect(first.text).not.toContain("replaces");
  expect(render("appointment_changed").text).toContain("This replaces what we wrote before.");
});

Deno.test("when one unit is given up, the mail names it and who still comes for what", () => {
  const two = { ...stairLift, told_apart: "Flow X", link: scooter.link };
  const { subject, text } = render("appointment_changed", { given_up: [two] });
  expect(subject).toBe("Your stair lift (Flow X) is off the visit: Tuesday, June 16 at 9:00 a.m.");
  expect(text).toContain("Luis still comes on Tuesday, June 16, 2026, between 9:00 and 9:30 a.m.");
  expect(text).not.toContain("has changed");
  // The button leads to the visit that takes place; what is off it has a link of its own.
  expect(text).toContain(
    `Your stair lift (Flow X) stays due. Choose a time for it, whenever it suits you: ${scooter.link}`,
  );
  expect(text).toContain(`See, change or cancel your visit: ${stairLift.link}`);
  const ended = render("appointment_changed", { given_up: [{ ...two, link: null }] }).text;
  expect(ended).toContain("Your stair lift (Flow X) is off the visit.");
  expect(ended).not.toContain("stays due");
});

Deno.test("a visit is for what its page calls it: one unit by its product, several by what tells them apart", () => {
  expect(render("confirmation", { units: [stairLift] }).text)
    .toContain("an hour and 45 minutes, for your Handicare 1000 stair lift.");
  const { text } = render("confirmation");
  expect(text).toContain("for your stair lift and scooter.");
  expect(text).toContain("Stair lift: $189.00");
  expect(render("appointment_cancelled", { units: [stairLift] }).text)
    .toContain("a new time for your Handicare 1000 stair lift");
});

Deno.test("a cancelled visit says why where its order was cancelled, and whom to call where no other time is offered", () => {
  const units = [stairLift];
  const text = (more: Record<string, unknown>) =>
    render("appointment_cancelled", { units, link: null, ...more }).text.replace(/\s+/g, " ");
  expect(text({ sale_cancelled: true })).toContain(
    "is cancelled, because the order of your Handicare 1000 stair lift was cancelled. Nobody will come, and there is nothing to pay. " +
      "If you did not expect this, or still need a visit, please call us.",
  );
  expect(text({})).toContain("is cancelled. Nobody will come");
  expect(render("appointment_cancelled", { units }).text).not.toContain("If you did not expect");
});

Deno.test("changes and cancellations speak of the same calendar entry, later ones with a higher number", () => {
  const [booked, changed, cancelled] = [
    "confirmation",
    "appointment_changed",
    "appointment_cancelled",
  ]
    .map((kind) => calendarOf(render(kind)));
  expect(changed.event.uid).toBe(booked.event.uid);
  expect(cancelled.event.uid).toBe(booked.event.uid);
  const elsewhere = {
    ...samples.confirmation.company as object,
    public_url: "https://new.example",
  };
  expect(calendarOf(render("confirmation", { company: elsewhere })).event.uid)
    .toBe(booked.event.uid);
  expect([booked, changed, cancelled].map(({ event }) => event.sequence)).toEqual([0, 1, 2]);
  expect(cancelled.method).toBe("CANCEL");
});

Deno.test("a visit that does not take place any more is named in the mail that takes it out of the calendar", () => {
  const { starts_at, ends_at, arrive_by, units } = samples.confirmation;
  const gone = [{ task_id: "old", revision: 4, starts_at, ends_at, arrive_by, units }];
  for (const kind of ["confirmation", "appointment_changed", "visit_summary", "rebook"]) {
    const mail = render(kind, { gone });
    const cancelled = mail.attachments.find(({ filename }) => filename === "cancelled-1.ics")!;
    const { method, event } = calendarOf({ ...mail, attachments: [cancelled] });
    expect([kind, method, event.uid, event.sequence])
      .toEqual([kind, "CANCEL", calendarUid("old"), 4]);
    if (kind !== "rebook") {
      expect(mail.text).toContain("Nobody comes on Tuesday, June 16 at 9:00 a.m. any more.");
    }
  }
});

Deno.test("what was booked long ago is confirmed again: whether it still suits, the way to change it, and the same calendar entry", () => {
  const mail = render("appointment_ahead");
  expect(mail.subject).toBe("Your visit is coming up: Tuesday, June 16 at 9:00 a.m.");
  for (
    const part of [
      "Does this still suit you?",
      "This was booked a while ago: Luis comes on Tuesday, June 16, 2026, between 9:00 and 9:30 a.m.",
      "you don't have to do anything",
      "See, change or cancel your visit",
    ]
  ) {
    expect(mail.text).toContain(part);
    expect(mail.html.replaceAll("&#39;", "'")).toContain(part);
  }
  expect(mail.text).toContain(`See, change or cancel your visit: ${stairLift.link}`);
  const [booked, ahead] = ["confirmation", "appointment_ahead"].map((kind) =>
    calendarOf(render(kind))
  );
  expect([ahead.method, ahead.event.uid, ahead.event.sequence])
    .toEqual(["REQUEST", booked.event.uid, booked.event.sequence]);
});

Deno.test("the day before, people are told again, without a second calendar entry", () => {
  const mail = render("appointment_reminder");
  expect(mail.subject).toBe("A reminder of your visit: Tuesday, June 16 at 9:00 a.m.");
  expect(mail.attachments).toEqual([]);
});

Deno.test("where we cannot come, the mail names the time, asks for another one and takes the old one out of the calendar", () => {
  const { task_id, starts_at, ends_at, arrive_by, units } = samples.confirmation;
  const visit = { task_id, revision: 3, starts_at, ends_at, arrive_by, units };
  const mail = render("rebook", { reason: "away", visit, items: [stairLift] });
  expect(mail.subject).toBe(
    "We can't come on Tuesday, June 16 at 9:00 a.m.: choose a new time",
  );
  expect(mail.text).toContain(
    "we cannot come on Tuesday, June 16 at 9:00 a.m., as we had promised",
  );
  expect(mail.text).toContain(stairLift.link);
  const { method, event } = calendarOf(mail);
  expect([method, event.uid, event.sequence])
    .toEqual(["CANCEL", calendarOf(render("confirmation")).event.uid, 3]);
  expect(render("rebook").attachments).toEqual([]);
});

Deno.test("of a day that was closed one mail names all visits of the client, and why", () => {
  const { task_id, starts_at, ends_at, arrive_by, units } = samples.confirmation;
  const visit = { task_id, revision: 3, starts_at, ends_at, arrive_by, units };
  const other = { task_id: "00000000-0000-0000-0000-0000000000ab", revision: 1 };
  const more_visits = [{ ...visit, ...other, starts_at: "2026-06-16T14:00:00-04:00" }];
  const closed = { reason: "closed", why: "an ice storm", visit, items: [stairLift] };
  const both = render("rebook", { ...closed, more_visits, gone: more_visits });
  expect(both.attachments.map(({ filename }) => filename))
    .toEqual(["appointment.ics", "cancelled-1.ics"]);
  expect(both.attachments[1].content).toContain("SEQUENCE:1");
  expect(both.text).toContain(
    "because of an ice storm we cannot come on Tuesday, June 16 at 9:00 a.m. and " +
      "on Tuesday, June 16 at 2:00 p.m., as we had promised. The price stays the same.",
  );
  const one = render("rebook", closed);
  expect(one.text).toContain("because of an ice storm we cannot come on Tuesday, June 16 at 9:00");
  expect(calendarOf(one).method).toBe("CANCEL");
});

Deno.test("after a no-show or a cancellation the client is asked to choose again", () => {
  expect(render("rebook").subject).toContain("We missed you");
  expect(render("rebook", { reason: "company_cancelled" }).text).toContain("We are sorry");
  expect(render("rebook", { reason: "cancelled" }).text).toContain(stairLift.link);
});

Deno.test("no sentence ends twice, also where a window ends with p.m.", () => {
  for (
    const kind of [
      "confirmation",
      "appointment_changed",
      "appointment_ahead",
      "appointment_reminder",
    ]
  ) {
    const times = { starts_at: "2026-06-10T16:30:00Z", arrive_by: "2026-06-10T17:00:00Z" };
    const mail = render(kind, times);
    const said = [mail.text, mail.html, ...mail.attachments.map(({ content }) => content)].join();
    expect(said).toContain("p.m.");
    expect(said).not.toContain("..");
  }
});
