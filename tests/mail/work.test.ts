/** Mails about a repair, a delivery and other work: when it is, its change, the day before, and that it is off. */
import { expect } from "expect";
import ICAL from "ical.js";
import { samples, stairLift } from "@/lib/mail/samples.ts";
import { render } from "./rendered.ts";

const of = (task_type: string, title: string | null = null) => ({
  work: { task_type, title, unit: null, amount: null },
});

function eventOf(mail: ReturnType<typeof render>) {
  const calendar = new ICAL.Component(ICAL.parse(mail.attachments[0].content));
  const event = new ICAL.Event(calendar.getFirstSubcomponent("vevent")!);
  return [calendar.getFirstPropertyValue("method"), event.uid, event.sequence, event.summary];
}

Deno.test("a repair's mail holds day, window, technician, what is repaired, what was agreed, and whom to call", () => {
  const mail = render("work_scheduled");
  expect(mail.subject).toBe("Your repair has a time: Tuesday, June 16 at 9:00 a.m.");
  for (
    const part of [
      "Luis comes on Tuesday, June 16, 2026, between 9:00 and 9:30 a.m. and stays about an hour and 45 minutes, to repair your stair lift.",
      "Handicare 1000",
      "$330.00 + applicable tax, as agreed",
      "What to expect",
      "have somebody at home from 9:00 to 11:15 a.m.",
      "you pay after the repair",
      "If this time does not suit you, please call us.",
    ]
  ) {
    expect(mail.text).toContain(part);
    expect(mail.html).toContain(part);
  }
  expect(mail.text).not.toContain("/book/");
  const { task_id } = samples.work_scheduled;
  expect(eventOf(mail)).toEqual([
    "REQUEST",
    `${task_id}@visits.fusion-maintenance`,
    0,
    "Repair of your stair lift (Example Mobility)",
  ]);
});

Deno.test("another time replaces the first; the day before has no second entry", () => {
  const { subject, text } = render("work_scheduled", { was_told: true, revision: 1 });
  expect(subject).toBe("Your repair has a new time: Tuesday, June 16 at 9:00 a.m.");
  expect(text).toContain("Luis now comes on Tuesday, June 16, 2026");
  expect(text).toContain("This replaces what we wrote before.");
  const reminder = render("work_reminder");
  expect(reminder.subject).toBe("A reminder of your repair: Tuesday, June 16 at 9:00 a.m.");
  expect(reminder.attachments).toEqual([]);
});

Deno.test("each kind of work says what it is for in its own words, and promises no price that nobody agreed to", () => {
  const says = [
    ["repair", "Repair: Stair lift", "for a repair (Stair lift)", "Your repair has a time"],
    ["delivery", "Two batteries", "with a delivery (Two batteries)", "Your delivery has a time"],
    ["assessment", null, "to look at what you need", "Your visit has a time"],
    ["other", "Key handed over", "for what we arranged (Key handed over)", "Your visit has a time"],
  ] as const;
  for (const [task_type, title, purpose, heading] of says) {
    const { text } = render("work_scheduled", of(task_type, title));
    expect(text).toContain(`minutes, ${purpose}.`);
    expect(text).toContain(heading);
    expect(text).not.toMatch(/Price|you pay/);
  }
});

Deno.test("what is off says whether we call; of a closed day each time is named, and the entry goes", () => {
  const closed = render("work_cancelled", {
    more_visits: [{ ...samples.work_cancelled, starts_at: "2026-06-16T14:00:00-04:00" }],
  });
  expect(closed.subject).toBe("Nobody comes on Tuesday, June 16 at 9:00 a.m.: we will be in touch");
  expect(closed.text).toContain(
    "because of an ice storm we cannot come on Tuesday, June 16 at 9:00 a.m.",
  );
  expect(closed.text).toContain("on Tuesday, June 16 at 2:00 p.m.");
  expect(closed.text).toContain("We will be in touch to find another time.");
  expect(eventOf(closed).slice(0, 1)).toEqual(["CANCEL"]);
  const aside = render("work_cancelled", { reason: null, why: null });
  expect(aside.text).toContain("the repair of your stair lift needs another time.");
  const over = render("work_cancelled", { again: false, reason: null, why: null });
  expect(over.subject).toBe("Your repair is cancelled: Tuesday, June 16 at 9:00 a.m.");
  expect(over.text).toContain("If you still need it, please call us.");
  expect(over.text).not.toContain("We will be in touch");
});

Deno.test("a mail of a closed day that asks for a visit's new time says that we call about other work", () => {
  const { text } = render("rebook", {
    reason: "closed",
    why: "an ice storm",
    visit: { ...samples.appointment_reminder, units: [stairLift] },
    more_visits: [samples.work_scheduled],
  });
  expect(text).toContain(
    "We will be in touch about another time for the repair of your stair lift.",
  );
});

Deno.test("who is late for a repair is late for that", () => {
  const { units: _, ...late } = samples.running_late;
  const { text } = render("running_late", {
    ...late,
    units: [],
    work: samples.work_scheduled.work,
  });
  expect(text).toContain("30 minutes late today, to repair your stair lift. The work now begins");
});
