/** What cannot be taken as it was typed is explained beside its field, and nothing is typed twice. */
import { expect } from "expect";
import { BOOKED, WHEELCHAIR } from "./fake_api.ts";
import { acted, api, asked, BOOK, called, CHOICE, post, test } from "./world.ts";

/** The complaint that stands beside a field, which it describes. */
function complaintBeside(field: string, text: string): string | undefined {
  expect(text).toMatch(new RegExp(`id="${field}"[^>]*aria-describedby="[^"]*${field}-complaint`));
  return text.match(new RegExp(`id="${field}-complaint">([^<]*)<`))?.[1];
}

const rejected = (reason: string, most: number) => () => ({ status: "rejected", reason, most });

test("a phone number that cannot be one is explained, and nothing is booked", async () => {
  const { status, text } = await post(BOOK, { ...CHOICE, phone: "call me" });
  expect(status).toBe(422);
  expect(complaintBeside("phone", text)).toContain("It needs ten digits");
  expect(text).toContain('value="call me"');
  expect(text).toContain("Gate code 12");
  expect(acted()).toEqual([]);
});

test("how long a note may be is said by the database alone", async () => {
  const access_notes = "Long ".repeat(1000).trim();
  expect((await post(BOOK, { ...CHOICE, access_notes })).status).toBe(303);
  expect(called("confirm_booking")[0].access_notes).toBe(access_notes);

  api.answer({ confirm_booking: rejected("notes", 2000) });
  const { status, text } = await post(BOOK, { ...CHOICE, access_notes, with: WHEELCHAIR });
  expect(status).toBe(422);
  expect(complaintBeside("access_notes", text)).toBe("Please shorten this to 2,000 characters.");
  expect(text).toContain(access_notes);
  expect(text).toContain('value="905 555 0142"');
  expect(text).toContain(`name="with" value="${WHEELCHAIR}"`);
});

test("a reason that is too long keeps what was to be cancelled", async () => {
  api.answer({ booking_page: () => BOOKED, cancel_booking: rejected("notes", 2000) });
  const fields = { action: "cancel", contract_id: WHEELCHAIR, reason: "We are away" };
  const { status, text } = await post(BOOK, fields);
  expect(status).toBe(422);
  expect(complaintBeside("reason", text)).toBe("Please shorten this to 2,000 characters.");
  expect(text).toContain("We are away");
  expect(text).toMatch(new RegExp(`value="${WHEELCHAIR}" checked`));
  expect(asked()).toEqual(["cancel_booking", "booking_page"]);
});

test("each text of a wish to be called has its own complaint", async () => {
  const wish = {
    action: "call",
    phone: "905 555 0142",
    preferred_times: "Any morning",
    note: "The gate sticks",
  };
  const beside = { phone: "phone", preferred_times: "preferred_times", notes: "note" };
  for (const [reason, field] of Object.entries(beside)) {
    api.answer({ request_callback: rejected(reason, 500) });
    const { status, text } = await post(BOOK, wish);
    expect(status).toBe(422);
    expect(complaintBeside(field, text)).toBe("Please shorten this to 500 characters.");
    for (const typed of ["905 555 0142", "Any morning", "The gate sticks"]) {
      expect(text).toContain(typed);
    }
  }
});
