import { expect } from "expect";
import ICAL from "ical.js";
import { templates } from "@/lib/mail/registry.ts";
import { renderMail } from "@/lib/mail/render.ts";
import { freshDatabase } from "@/tests/databases.ts";
import { samples, scooter, stairLift } from "./samples.ts";

const NOW = new Date("2026-06-01T14:00:00Z");

function render(kind: string, changes: Record<string, unknown> = {}, now = NOW) {
  const facts = { ...samples[kind], ...changes };
  return renderMail({ id: "m1", kind, recipient: "ada@example.com", facts }, now);
}

function calendarOf(mail: ReturnType<typeof render>) {
  const calendar = new ICAL.Component(ICAL.parse(mail.attachments[0].content));
  const event = new ICAL.Event(calendar.getFirstSubcomponent("vevent")!);
  return { method: calendar.getFirstPropertyValue("method"), event };
}

Deno.test("every kind of message that the database knows is written, and has a sample", async () => {
  const fresh = await freshDatabase();
  try {
    const rows = await fresh.db.query("select kind from private.message_kinds order by kind");
    const kinds = rows.map(({ kind }) => kind);
    expect(Object.keys(templates).sort()).toEqual(kinds);
    expect(Object.keys(samples).sort()).toEqual(kinds);
  } finally {
    await fresh.drop();
  }
});

Deno.test("a reminder says who, what, when and how much, with one button", () => {
  const mail = render("reminder");
  expect(mail.subject).toBe("Your stair lift is due for maintenance: choose a time");
  const sentence = "Your Handicare 1000 stair lift is due for its maintenance visit by June 30. " +
    "The visit takes about an hour and costs $189.00 + applicable tax (HST 13 %: $213.57 in all).";
  expect(mail.text).toContain(sentence);
  expect(mail.html).toContain(sentence);
  expect(mail.html.match(/class="button-link"/g)).toHaveLength(1);
  expect(mail.html).toContain(`href="${stairLift.link}"`);
});

Deno.test("several units are listed, each with its link and fee", () => {
  const mail = render("reminder", { items: [stairLift, scooter] });
  expect(mail.subject).toBe("Your stair lift and scooter are due for maintenance: choose a time");
  for (const part of [mail.html, mail.text]) {
    for (const item of [stairLift, scooter]) expect(part).toContain(item.link);
    expect(part).toContain("$189.00 + applicable tax");
    expect(part).toContain("$99.50 + applicable tax");
  }
});

Deno.test("two of a kind are told apart by name and counted in the subject", () => {
  const mail = render("reminder", { items: [stairLift, { ...stairLift, product_name: "Flow X" }] });
  expect(mail.subject).toBe("Your stair lifts are due for maintenance: choose a time");
  expect(mail.text).toContain("Flow X stair lift");
});

Deno.test("the due date itself is not past, the day after it is", () => {
  const on = (day: string) => render("reminder", {}, new Date(`${day}T14:00:00Z`)).text;
  expect(on("2026-06-30")).toContain("is due for its maintenance visit by June 30.");
  expect(on("2026-07-01")).toContain("was due for its maintenance visit on June 30.");
  const several = render(
    "reminder",
    { items: [stairLift, scooter] },
    new Date("2026-06-30T14:00Z"),
  );
  expect(several.text).toContain("Due by June 30");
  expect(several.text).not.toContain("Was due");
});

Deno.test("a subject names three kinds at most", () => {
  const subject = (...kinds: string[]) =>
    render("reminder", { items: kinds.map((kind) => ({ ...stairLift, kind })) }).subject;
  expect(subject("Stair lift", "Scooter", "Walker"))
    .toBe("Your stair lift, scooter and walker are due for maintenance: choose a time");
  expect(subject("Stair lift", "Scooter", "Walker", "Lift chair"))
    .toBe("Your stair lift and other devices are due for maintenance: choose a time");
});

Deno.test("past due is said as it is, and a year is named where it is another", () => {
  expect(render("reminder", {}, new Date("2026-07-02T14:00:00Z")).text)
    .toContain("was due for its maintenance visit on June 30.");
  expect(render("reminder", { items: [{ ...stairLift, due_on: "2027-01-04" }] }).text)
    .toContain("by January 4, 2027.");
});

Deno.test("a unit is called as people call it", () => {
  const named = (kind: string, product_name: string | null) =>
    render("reminder", { items: [{ ...stairLift, kind, product_name }] }).text;
  expect(named("Scooter", "Pride Pathrider Scooter")).toContain("Your Pride Pathrider Scooter is");
  expect(named("Porch lift (vertical platform)", null)).toContain("Your porch lift is");
  expect(named("Power wheelchair", "Quantum Q6")).toContain("Your Quantum Q6 power wheelchair is");
});

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

Deno.test("a first mail says who writes, why, that nothing is to be paid, and how to stop it", () => {
  const { text } = render("reminder");
  expect(text).toContain(
    "Who we are: Example Mobility. You bought your stair lift from us in March 2019",
  );
  expect(text).toContain("There is nothing to pay now");
  expect(text).toContain(`Tell us, and we stop writing: ${stairLift.link}?step=report`);
});

Deno.test("where a unit came from is said as our papers say it, of each unit, and never who paid", () => {
  const said = (...items: Record<string, unknown>[]) =>
    render("reminder", { items: items.map((item) => ({ ...stairLift, ...item })) }).text
      .match(/Example Mobility\. (.*) There is nothing to pay now/)![1];
  const bought = { acquired: "bought", acquired_on: "2019-03-08" };
  const claimed = { kind: "Power wheelchair", acquired: "claimed", acquired_on: "2023-10-19" };
  const walker = { kind: "Walker", acquired: null, acquired_on: null };
  expect([
    said(bought),
    said({ ...bought, acquired_on: null }),
    said(claimed),
    said(walker),
    said(bought, { ...bought, kind: "Scooter" }),
    said(bought, { ...bought, kind: "Scooter", acquired_on: "2020-05-01" }),
    said(bought, claimed),
    said({ ...bought, told_apart: "Flow X" }, walker),
  ]).toEqual([
    "You bought your stair lift from us in March 2019, and we look after it.",
    "You bought your stair lift from us, and we look after it.",
    "You got your power wheelchair from us in October 2023, through your funding claim, and we look after it.",
    "We look after your walker.",
    "You bought your stair lift and scooter from us in March 2019, and we look after them.",
    "You bought your stair lift and scooter from us, and we look after them.",
    "You bought your stair lift from us in March 2019. You got your power wheelchair from us in " +
    "October 2023, through your funding claim, and we look after them.",
    "You bought your stair lift (Flow X) from us in March 2019, and we look after your walker too.",
  ]);
});

Deno.test("of several units each can be told to be gone", () => {
  const { text } = render("reminder", { items: [stairLift, scooter] });
  expect(text).toContain(
    `You no longer have your stair lift? Tell us, and we stop writing about it: ${stairLift.link}?step=report`,
  );
  expect(text).toContain(`${scooter.link}?step=report`);
});

Deno.test("a visit without charge says why", () => {
  const free = { ...stairLift, fee: 0, tax: 0, no_charge_reason: "included in your warranty" };
  const said = "costs nothing (included in your warranty).";
  expect(render("reminder", { items: [free] }).text).toContain(said);
  for (const kind of ["reminder", "confirmation"]) {
    expect(render(kind, { items: [free], units: [free] }).text).not.toContain("$0.00");
  }
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

Deno.test("the day before, people are told again, without a second calendar entry", () => {
  const mail = render("appointment_reminder");
  expect(mail.subject).toBe("A reminder of your visit: Tuesday, June 16 at 9:00 a.m.");
  expect(mail.attachments).toEqual([]);
});

Deno.test("after a no-show or a cancellation the client is asked to choose again", () => {
  expect(render("rebook").subject).toContain("We missed you");
  expect(render("rebook", { reason: "company_cancelled" }).text).toContain("We are sorry");
  expect(render("rebook", { reason: "cancelled" }).text).toContain(stairLift.link);
});

Deno.test("every mail to a client names its sender, address and phone, and lets people go with one click", () => {
  for (const kind of Object.keys(samples).filter((kind) => kind !== "digest")) {
    const mail = render(kind);
    const url = samples[kind].unsubscribe_url as string;
    for (const part of [mail.html, mail.text]) {
      expect(part).toContain("1 Main Street, Brampton");
      expect(part).toContain("905-555-0100");
      expect(part).toContain(url);
    }
    expect(mail.headers["List-Unsubscribe"]).toBe(`<${url}>`);
    expect(mail.headers["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click");
    // So that no absence notice answers it.
    expect(mail.headers["Auto-Submitted"]).toBe("auto-generated");
    expect(mail.messageId).toBe("m1@example.com");
  }
});

Deno.test("styles are inlined, the dark ones stay conditional", () => {
  const { html } = render("reminder");
  expect(html).toMatch(/<a class="button-link"[^>]*style="[^"]*padding/);
  expect(html).toContain("@media (prefers-color-scheme: dark)");
});

Deno.test("markup in names stays text", () => {
  const hostile = `<img src=x onerror="alert(1)"> & "co"`;
  for (const kind of Object.keys(samples)) {
    const mail = render(kind, {
      first_name: hostile,
      technician_name: hostile,
      address: hostile,
      company: { ...samples[kind].company as object, name: hostile, phone: hostile },
      ...samples[kind].items
        ? { items: [{ ...stairLift, product_name: hostile, kind: hostile }] }
        : {},
    });
    expect(mail.html).not.toContain("<img");
    expect(mail.html).not.toMatch(/<[^>]*\sonerror=/);
  }
});

Deno.test("line breaks in names start no header", () => {
  const hostile = "Stair\r\nBcc: everybody@example.com\r\n\r\nlift";
  const mail = render("reminder", {
    items: [{ ...stairLift, kind: hostile }],
    company: { ...samples.reminder.company as object, sender_name: hostile },
  });
  for (const value of [mail.subject, mail.from.name, ...Object.values(mail.headers)]) {
    expect(value).not.toMatch(/[\r\n]/);
  }
});

Deno.test("a link that is no web address is refused", () => {
  expect(() => render("reminder", { items: [{ ...stairLift, link: "javascript:alert(1)" }] }))
    .toThrow();
  expect(() => render("reminder", { unsubscribe_url: "javascript:alert(1)" })).toThrow();
});

Deno.test("a colour or logo that is none spoils no mail", () => {
  const company = {
    ...samples.reminder.company as object,
    brand_color: "red;}",
    logo_url: "javascript:alert(1)",
  };
  const { html } = render("reminder", { company });
  expect(html).not.toContain("red;}");
  expect(html).not.toContain("<img");
  expect(html).toContain("Example Mobility");
});

Deno.test("facts that are missing and kinds that are unknown are refused", () => {
  expect(() => render("reminder", { items: [] })).toThrow();
  expect(() => renderMail({ id: "m", kind: "gossip", recipient: "a@example.com", facts: {} }, NOW))
    .toThrow("no template");
});

Deno.test("no sentence ends twice, also where a window ends with p.m.", () => {
  for (const kind of ["confirmation", "appointment_changed", "appointment_reminder"]) {
    const times = { starts_at: "2026-06-10T16:30:00Z", arrive_by: "2026-06-10T17:00:00Z" };
    const mail = render(kind, times);
    const said = [mail.text, mail.html, ...mail.attachments.map(({ content }) => content)].join();
    expect(said).toContain("p.m.");
    expect(said).not.toContain("..");
  }
});
