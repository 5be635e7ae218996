/** What the database does not let a client do is explained, with what to do instead. */
import { expect } from "expect";
import { TOO_LATE } from "@/lib/booking/words.ts";
import { BOOKED, WHEELCHAIR } from "./fake_api.ts";
import { api, ask, BOOK, CHOICE, get, post, postAndGo, test } from "./world.ts";

test("a unit that does not fit any more is told, and what the visit is for is asked again", async () => {
  api.answer({ confirm_booking: () => ({ status: "rejected", reason: "household" }) });
  const { text, keeps } = await postAndGo(BOOK, { ...CHOICE, with: WHEELCHAIR });
  expect(text).toContain("One of the units you chose can't be done in the same visit any more");
  expect(text).toContain("Both in one visit");
  const details = `${BOOK}?step=details&only=1&at=${CHOICE.starts_at}`;
  expect((await ask(details, { headers: keeps })).text).toContain("905 555 0142");
});

test("a move that comes too late says so", async () => {
  api.answer({ booking_page: () => BOOKED, reschedule_booking: () => ({ status: "too_late" }) });
  const late = await postAndGo(BOOK, { ...CHOICE, action: "move" });
  expect(late.text).toContain(TOO_LATE);
  const later = await ask(late.location.replace("&check=1", ""), { headers: late.keeps });
  expect(later.text).not.toContain(TOO_LATE);
});

test("whoever does something with a link that has expired meanwhile is told, whatever it was", async () => {
  const expired = () => ({ status: "expired" });
  api.answer({
    booking_page: expired,
    confirm_booking: expired,
    reschedule_booking: expired,
    cancel_booking: expired,
    request_callback: expired,
  });
  for (const action of ["book", "move", "cancel", "call"]) {
    const fields = { ...CHOICE, action, contract_id: WHEELCHAIR };
    const { status, text } = await postAndGo(BOOK, fields);
    expect([action, status]).toEqual([action, 410]);
    expect(text).toContain("905-555-0100");
    const { headers } = await post(BOOK, fields, { Cookie: "typed=x" });
    expect([action, headers.getSetCookie().join()])
      .toEqual([action, expect.stringMatching(/^typed=; Max-Age=0; /)]);
  }
});

test("times and calendar entries of a link are refused as its page is", async () => {
  api.answer({ open_slots: () => ({ status: "rejected", reason: "household" }) });
  expect((await get(`${BOOK}/slots.json`)).status).toBe(422);
  api.answer({ open_slots: () => ({ status: "expired" }) });
  expect((await get(`${BOOK}/slots.json`)).status).toBe(410);
  api.answer({ booking_page: () => ({ status: "expired" }) });
  expect((await get(`${BOOK}/appointment.ics`)).status).toBe(410);
  api.answer({ booking_page: () => ({ status: "rejected" }) });
  expect((await get(BOOK)).status).toBe(429);
});

test("what went wrong on our side is in the log, without the secret of the link", async () => {
  const broken = () => {
    throw new Response('{"code": "XX000", "message": "broken"}', { status: 500 });
  };
  const logged: string[] = [];
  const log = console.error;
  console.error = (...args) => logged.push(args.map((arg) => Deno.inspect(arg)).join(" "));
  try {
    api.answer({ booking_page: broken });
    expect((await get(BOOK)).status).toBe(500);
    expect((await get("/nope")).status).toBe(404);
  } finally {
    console.error = log;
  }
  expect(logged).toHaveLength(1);
  expect(logged[0]).toContain("GET /book/:token");
  expect(logged[0]).toContain("broken");
  expect(logged[0]).not.toContain(BOOK);
});
