/** What cannot be taken as it was typed is explained beside its field, and nothing is typed twice. */
import { expect } from "expect";
import { ALONE, BOOKED, DAY, slot, SLOTS, WHEELCHAIR } from "./fake_api.ts";
import {
  acted,
  api,
  ask,
  asked,
  BOOK,
  called,
  CHOICE,
  get,
  post,
  postAndGo,
  test,
} from "./world.ts";

/** The complaint that stands beside a field, which it describes. */
function complaintBeside(field: string, text: string): string | undefined {
  expect(text).toMatch(new RegExp(`id="${field}"[^>]*aria-describedby="[^"]*${field}-complaint`));
  return text.match(new RegExp(`id="${field}-complaint">([^<]*)<`))?.[1];
}

const rejected = (reason: string, most: number) => () => ({ status: "rejected", reason, most });

test("a phone number that cannot be one is explained, and nothing is booked", async () => {
  const { text, location } = await postAndGo(BOOK, { ...CHOICE, phone: "call me" });
  expect(location).toMatch(/[?&]check=1/);
  expect(complaintBeside("phone", text)).toContain("It needs ten digits");
  expect(text).toContain('value="call me"');
  expect(text).toContain("Gate code 12");
  expect(acted()).toEqual([]);
});

test("how long a note may be is said by the database alone", async () => {
  const access_notes = "Long ".repeat(420).trim();
  expect((await post(BOOK, { ...CHOICE, access_notes })).status).toBe(303);
  expect(called("confirm_booking")[0].access_notes).toBe(access_notes);

  api.answer({ confirm_booking: rejected("notes", 2000) });
  const { text, location } = await postAndGo(BOOK, { ...CHOICE, access_notes, with: WHEELCHAIR });
  expect(location).toMatch(/[?&]check=1/);
  expect(complaintBeside("access_notes", text)).toBe("Please shorten this to 2,000 characters.");
  expect(text).toContain(access_notes);
  expect(text).toContain('value="905 555 0142"');
  expect(text).toContain(`name="with" value="${WHEELCHAIR}"`);
});

test("a reason that is too long keeps what was to be cancelled", async () => {
  api.answer({ booking_page: () => BOOKED, cancel_booking: rejected("notes", 2000) });
  const fields = { action: "cancel", contract_id: WHEELCHAIR, reason: "We are away" };
  const { text, location } = await postAndGo(BOOK, fields);
  expect(location).toMatch(/[?&]check=1/);
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
    const { text, location } = await postAndGo(BOOK, wish);
    expect(location).toMatch(/[?&]check=1/);
    expect(complaintBeside(field, text)).toBe("Please shorten this to 500 characters.");
    for (const typed of ["905 555 0142", "Any morning", "The gate sticks"]) {
      expect(text).toContain(typed);
    }
  }
});

test("what was typed is in no address, and read by nobody without the link", async () => {
  api.answer({ booking_page: () => ALONE });
  const { status, headers } = await post(BOOK, { ...CHOICE, phone: "call me" });
  expect(status).toBe(303);
  const [cookie] = headers.getSetCookie();
  expect(cookie).toMatch(
    new RegExp(`^typed=[\\w-]+; Max-Age=1800; Path=${BOOK}; HttpOnly; SameSite=Lax$`),
  );
  for (const told of [headers.get("Location")!, cookie]) expect(told).not.toMatch(/Gate|call/);
  const other = `/book/${"B".repeat(43)}`;
  const elsewhere = await ask(other, { headers: { Cookie: cookie.split(";")[0] } });
  expect(elsewhere.text).not.toContain("Gate code");
  const secure = await post(BOOK, { ...CHOICE, phone: "call me" }, {
    "X-Forwarded-Proto": "https",
  });
  expect(secure.headers.getSetCookie()[0]).toContain("; Secure");
});

test("going back, reloading and coming again show what was typed; what was wrong is said where it was sent from", async () => {
  api.answer({ booking_page: () => ALONE });
  const { location, keeps } = await postAndGo(BOOK, { ...CHOICE, phone: "call me" });
  const again = await ask(location, { headers: keeps });
  expect(again.status).toBe(200);
  expect(again.text).toContain("It needs ten digits");
  const before = await ask(location.replace("&check=1", ""), { headers: keeps });
  expect(before.text).toContain('value="call me"');
  expect(before.text).toContain("Gate code 12");
  expect(before.text).not.toContain("It needs ten digits");
  const call = await ask(`${BOOK}?step=call&check=1`, { headers: keeps });
  expect(call.text).toContain('value="call me"');
  expect(call.text).not.toContain("It needs ten digits");
  // Without what was kept, an address says nothing of a fault.
  expect((await get(location)).text).not.toContain("It needs ten digits");
});

test("words of one form are still there after another one was corrected", async () => {
  api.answer({ booking_page: () => ALONE });
  const details = await postAndGo(BOOK, { ...CHOICE, phone: "call me" });
  const wish = { action: "call", phone: "soon", preferred_times: "Mornings", note: "" };
  const call = await postAndGo(BOOK, wish, details.keeps.Cookie);
  const back = await ask(details.location, { headers: call.keeps });
  expect(back.text).toContain("Gate code 12");
});

test("what was just typed is shown, not what was kept of an earlier try", async () => {
  api.answer({ booking_page: () => ALONE });
  const first = await postAndGo(BOOK, { ...CHOICE, phone: "none yet", access_notes: "Front door" });
  const again = { ...CHOICE, phone: "555", access_notes: "" };
  const { text, keeps } = await postAndGo(BOOK, again, first.keeps.Cookie);
  const call = await ask(`${BOOK}?step=call`, { headers: keeps });
  for (const shown of [text, call.text]) {
    expect(shown).toContain('value="555"');
    expect(shown).not.toMatch(/none yet|Front door/);
  }
});

test("a time that is lost after something was corrected is not looked for twice", async () => {
  const lost = () => ({ status: "slot_taken", slots: [slot("18:00")] });
  const { appointment } = BOOKED;
  const booked = { ...BOOKED, appointment: { ...appointment, ...slot("20:00") } };
  for (
    const [action, name, page] of [
      ["book", "confirm_booking", ALONE],
      ["move", "reschedule_booking", booked],
    ] as const
  ) {
    api.reset();
    api.answer({ booking_page: () => page, [name]: lost });
    // Posted from a page that had something to say.
    const { status, text } = await postAndGo(`${BOOK}?check=1&note=called`, { ...CHOICE, action });
    expect([action, status, asked()]).toEqual([action, 409, [name, "booking_page"]]);
    expect(text).toContain("2:00 p.m.");
  }
});

test("what was typed into other forms goes before what was just typed is refused", async () => {
  api.answer({ booking_page: () => ALONE });
  const note = "é".repeat(1900);
  const wish = { action: "call", phone: "905 555 0142", preferred_times: "", note };
  const call = await postAndGo(BOOK, { ...wish, instead: "look" });
  const looked = { ...CHOICE, access_notes: "à".repeat(1900), instead: "look" };
  const { keeps } = await postAndGo(`${BOOK}?day=${DAY}`, looked, call.keeps.Cookie);
  const at = `${BOOK}?step=details&at=${CHOICE.starts_at}`;
  expect((await ask(at, { headers: keeps })).text).toContain(`>${looked.access_notes}</textarea>`);
});

test("what is too long to be kept is said beside that very text", async () => {
  api.answer({ booking_page: () => ALONE });
  const wish = {
    action: "call",
    phone: "905 555 0142",
    preferred_times: "Mornings",
    note: "Hello",
  };
  for (const field of ["phone", "preferred_times", "note"]) {
    const { status, text } = await post(BOOK, {
      ...wish,
      [field]: "Long ".repeat(2000),
      instead: "look",
    });
    expect([field, status]).toEqual([field, 422]);
    expect(complaintBeside(field, text)).toContain("too long to be kept while you look around");
    expect(text.match(/-complaint">/g)).toHaveLength(1);
  }
});

test("what was told of a unit is for the report alone, and stands in no other form", async () => {
  api.answer({ booking_page: () => ALONE, report_change: rejected("what", 0) });
  const told = { action: "report", what: "", note: "Sold in spring", phone: "905 555 0142" };
  const { keeps } = await postAndGo(BOOK, told);
  const call = await ask(`${BOOK}?step=call`, { headers: keeps });
  expect(call.text).toContain("Please call me");
  expect(call.text).not.toMatch(/Sold in spring|905 555 0142/);
  const again = await ask(`${BOOK}?step=report`, { headers: keeps });
  expect(again.text).toContain("Sold in spring");
  expect(again.text).toContain('value="905 555 0142"');
});

test("a visit that is booked leaves nothing behind of what was typed", async () => {
  const { headers } = await post(BOOK, CHOICE, { Cookie: "typed=x" });
  const [first, second] = headers.getSetCookie();
  expect(first).toMatch(/^typed=; Max-Age=0; /);
  expect(second).toMatch(/^typed.1=; Max-Age=0; /);
});

test("a long note with accents is still there after another time was looked for", async () => {
  api.answer({ booking_page: () => ALONE });
  const access_notes = "é".repeat(1900);
  const looked = await postAndGo(`${BOOK}?day=${DAY}`, {
    ...CHOICE,
    access_notes,
    instead: "look",
  });
  expect(looked.text).toContain("Times on Tuesday, May 12");
  const back = await ask(`${BOOK}?step=details&at=${CHOICE.starts_at}`, { headers: looked.keeps });
  expect(back.text).toContain(`>${access_notes}</textarea>`);
});

test("more than a browser keeps is shown at once, and lost to nobody", async () => {
  api.answer({ booking_page: () => ALONE });
  const long = "Long ".repeat(2000).trim();
  const { status, text } = await post(BOOK, { ...CHOICE, phone: "call me", access_notes: long });
  expect(status).toBe(422);
  expect(text).toContain("It needs ten digits");
  expect(text).toContain(long);

  // Nobody goes elsewhere before they know that it would be lost.
  const look = { instead: "look", phone: "905 555 0142" };
  const forms: Record<string, string>[] = [
    { ...CHOICE, ...look, access_notes: long },
    { ...look, action: "call", preferred_times: "", note: long },
    { ...look, action: "report", what: "gone", note: long },
  ];
  for (const form of forms) {
    const stayed = await post(`${BOOK}?day=${DAY}`, form);
    expect([form.action, stayed.status]).toEqual([form.action, 422]);
    expect(stayed.text).toContain("too long to be kept while you look around");
    expect(stayed.text).toContain(long);
  }
  api.answer({ booking_page: () => BOOKED });
  const reason = { action: "cancel", contract_id: "whole", reason: long, instead: "look" };
  const stayed = await post(`${BOOK}?step=report`, reason);
  expect([stayed.status, stayed.text.includes(long)]).toEqual([422, true]);
  expect(stayed.text).toMatch(/value="whole" checked/);

  // Words of a time that cannot be booked any more go with the times beside it.
  api.answer({
    booking_page: () => ALONE,
    confirm_booking: () => ({ status: "rejected", reason: "time" }),
    open_slots: ({ starts_at }) => starts_at ? { ...SLOTS, slots: [slot("18:00")] } : SLOTS,
  });
  const late = await post(BOOK, { ...CHOICE, access_notes: long });
  expect(late.text).toContain(`name="access_notes" value="${long}"`);
  expect(acted()).toEqual(["confirm_booking"]);
});

test("a cookie that somebody made up is none", async () => {
  api.answer({ booking_page: () => ALONE });
  for (const value of ["x", "%00", "AAAA".repeat(300), "", encodeURIComponent('{"step":"call"}')]) {
    const { status } = await ask(`${BOOK}?check=1`, { headers: { Cookie: `typed=${value}` } });
    expect([value, status]).toEqual([value, 200]);
  }
});
