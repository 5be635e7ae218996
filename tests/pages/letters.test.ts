/** The letters that the office prints. */
import { expect } from "expect";
import { addDays, dayOf } from "@/lib/text/dates.ts";
import { CONTRACT, LETTER, PRINTED, signIn } from "./staff_world.ts";
import { api, ask, called, plain, post, test } from "./world.ts";

test("a letter says what is due, for how much with its tax, and to whom it is sent", async () => {
  const headers = await signIn("admin");
  const before = await ask(`/office/letter/${CONTRACT}`, { headers });
  expect(before.text).toContain("4-12 Elm Street, Brampton ON  L6Y 0A1");
  expect(called("print_letter")).toEqual([]);

  const { text } = await post(`/office/letter/${CONTRACT}`, {}, headers);
  expect(text).toContain("Your Handicare 1000 stair lift is due for its maintenance visit");
  expect(plain(text)).toContain(
    "is due by June 30, 2099. A technician comes to you, cleans it, adjusts it and tests it. The visit " +
      "costs $199.00 + applicable tax (HST 13 %: $224.87 in all). There is nothing to pay now.",
  );
  expect(called("print_letter")).toEqual([{ contract_id: CONTRACT }]);
});

test("a letter bears the way to the client's page three times: square, address, code", async () => {
  const headers = await signIn("office");
  const { text } = await post(`/office/letter/${CONTRACT}`, {}, headers);
  expect(text).toContain('aria-label="QR code of the booking page');
  expect(text).toContain("visits.example/book/secret");
  expect(plain(text)).toContain(
    "Or open visits.example/go and type this code and your postal code:K7M-2QX-9DRT",
  );
  api.answer({ print_letter: () => ({ ...PRINTED, short_code: null }) });
  const without = await post(`/office/letter/${CONTRACT}`, {}, headers);
  expect(without.text).toContain("visits.example/book/secret");
  expect(without.text).toContain("No postal code is known");
  expect(without.text).not.toContain("visits.example/go");
});

test("units of one kind are told apart, and what costs nothing says why", async () => {
  const headers = await signIn("office");
  const unit = {
    ...PRINTED.unit,
    product_name: null,
    told_apart: "serial ends in 8341",
    fee: 0,
    tax: 0,
    no_charge_reason: "included in your warranty",
  };
  api.answer({ print_letter: () => ({ ...PRINTED, unit }) });
  const text = plain((await post(`/office/letter/${CONTRACT}`, {}, headers)).text);
  expect(text).toContain("Your stair lift (serial ends in 8341) is due by");
  expect(text).toContain("The visit costs nothing (included in your warranty).");
});

test("a letter about what is late says that it was due; on the very day it is due", async () => {
  const headers = await signIn("office");
  const bodyFor = async (due_on: string) => {
    api.answer({ print_letter: () => ({ ...PRINTED, due_on }) });
    return plain((await post(`/office/letter/${CONTRACT}`, {}, headers)).text);
  };
  const today = dayOf(new Date(), "America/Toronto");
  expect(await bodyFor(addDays(today, -1))).toContain("was due for its maintenance visit");
  expect(await bodyFor(addDays(today, -1))).toContain("Handicare 1000 stair lift was due on ");
  expect(await bodyFor(today)).toContain("is due for its maintenance visit");
});

test("who is booked, or told us that something has changed, gets no letter", async () => {
  const headers = await signIn("office");
  const booked_for = "2026-05-12T13:00:00+00:00";
  const none = {
    "is booked for Tuesday, May 12, 2026, 9:00 a.m.Look": {
      ...LETTER,
      status: "booked",
      booked_for,
    },
    "Nobody is written to until it is.": { ...LETTER, status: "paused" },
    "Nothing is due on this contract.": { status: "expired" },
  };
  for (const [words, answer] of Object.entries(none)) {
    api.answer({ letter_facts: () => answer, print_letter: () => answer });
    const path = `/office/letter/${CONTRACT}`;
    for (const { text } of [await ask(path, { headers }), await post(path, {}, headers)]) {
      expect(plain(text)).toContain(words);
      expect(text).toContain("No letter");
      expect(text).not.toContain("<article");
    }
  }
  api.answer({ letter_facts: () => ({ ...LETTER, status: "booked", booked_for }) });
  expect((await ask(`/office/letter/${CONTRACT}`, { headers })).text)
    .toMatch(/href="\/office\/contracts\?q=Ada\+Example&(amp;)?situation=booked"/);
});

test("a letter without a street says what is missing", async () => {
  const headers = await signIn("office");
  api.answer({ letter_facts: () => ({ ...LETTER, address_lines: [] }) });
  expect((await ask(`/office/letter/${CONTRACT}`, { headers })).text)
    .toContain("No street is known");
});

test("a letter is about contracts that there are", async () => {
  const headers = await signIn("office");
  expect((await ask("/office/letter/mine", { headers })).status).toBe(404);
  expect(called("letter_facts")).toEqual([]);
  api.answer({
    letter_facts: () => {
      throw { code: "PT404", message: "no such contract" };
    },
  });
  expect((await ask(`/office/letter/${CONTRACT}`, { headers })).status).toBe(404);
});
