/** Mails about what is due. */
import { expect } from "expect";
import { scooter, stairLift } from "@/lib/mail/samples.ts";
import { render } from "./rendered.ts";

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
  const several = (day: string) =>
    render("reminder", { items: [stairLift, scooter] }, new Date(`${day}T14:00Z`)).html;
  expect(several("2026-06-30")).toContain("Due by June 30");
  expect(several("2026-06-30")).not.toContain("Was due");
  // Beside the subject, too.
  expect(several("2026-07-01")).not.toContain("ue by June 30");
  expect(several("2026-07-01")).toMatch(
    /<div class="preview"[^>]*>Was due on June 30\. Choose a time/,
  );
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
