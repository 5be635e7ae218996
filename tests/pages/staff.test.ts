/** Who works here: invited, given rights, signed out, switched off. */
import { expect } from "expect";
import { CONTRACT, signIn, staffIs } from "./staff_world.ts";
import { api, ask, called, plain, post, test } from "./world.ts";

const LIST = "/office/staff";
const INA = CONTRACT;
const PAGE = `${LIST}/${INA}`;
const LINK = {
  link_kind: "invitation",
  asked_at: "2026-05-11T13:00:00+00:00",
  ends_at: "2026-05-12T13:00:00+00:00",
  mail: "sent",
};
const MEMBER = {
  staff_id: INA,
  name: "Ina Example",
  email: "ina@example.com",
  role: "office",
  state: "signs_in",
  is_me: false,
  shown: "office/t/Ina Example",
  last_signed_in_at: "2026-05-12T13:00:00+00:00" as string | null,
  signed_out_at: null,
  sessions: 2,
  link: null as typeof LINK | null,
  technician: null as { technician_id: string; name: string; active: boolean } | null,
};
const LUIS = { technician_id: "22222222-2222-4222-8222-222222222222", name: "Luis Example" };

let cookie: { Cookie: string } | undefined;

/** Somebody looks, where one is on the staff. */
async function open(path: string, member: Partial<typeof MEMBER> = {}, technicians = [LUIS]) {
  // Once for all: nobody signs in thirty times at once.
  cookie ??= await signIn("admin");
  staffIs("admin");
  const staff = [{ ...MEMBER, ...member }];
  api.answer({ staff_page: () => ({ status: "ok", staff, technicians }) });
  return await ask(path, { headers: cookie });
}

/** Sends a form of a page that was opened. */
async function send(
  path: string,
  fields: Record<string, string>,
  answers: Record<string, () => unknown>,
  member: Partial<typeof MEMBER> = {},
) {
  await open(path, member);
  api.answer(answers);
  return await post(path, fields, cookie);
}

test("the list says who may do what, and how far each login is", async () => {
  const states: [Partial<typeof MEMBER>, string][] = [
    [{}, "Signs in"],
    [{ state: "off" }, "Switched off"],
    [{ state: "not_invited", last_signed_in_at: null }, "Has not signed in yet"],
    [{ state: "run_out", link: LINK }, "Invitation ran out"],
    [{ state: "invited", link: LINK }, "Invited, until"],
    [{ state: "invited", link: { ...LINK, mail: "queued" } }, "Invitation is on its way"],
    [{ state: "invited", link: { ...LINK, mail: "dead" } }, "could not be sent"],
    [{ state: "invited", link: { ...LINK, mail: "uncertain" } }, "may not have arrived"],
  ];
  for (const [member, told] of states) {
    const { status, text } = await open(LIST, member);
    expect(status).toBe(200);
    expect(plain(text)).toContain(told);
  }
  const { text } = await open(LIST);
  expect(text).toContain(`href="${PAGE}"`);
  expect(plain(text)).toContain("signed in on 2 devices");
  expect((await open(LIST, { is_me: true })).text).toContain("(you)");
});

test("only administrators see it, and others are told whom to ask", async () => {
  const headers = await signIn("office");
  api.answer({
    staff_page: () => {
      throw new Response('{"code": "42501", "message": "no"}', { status: 403 });
    },
  });
  for (const path of [LIST, PAGE]) {
    const { status, text } = await ask(path, { headers });
    expect([status, text.includes("for administrators")]).toEqual([403, true]);
  }
});

test("an invitation goes out with whose day it is", async () => {
  const typed = { name: "Luis E.", email: "luis@example.com", role: "technician" };
  const fields = { do: "invite", ...typed, technician: LUIS.technician_id };
  const answers = { invite_staff: () => ({ status: "invited", staff_id: INA }) };
  const { status, headers } = await send(LIST, fields, answers);
  expect([status, headers.get("Location")]).toEqual([303, `${PAGE}?did=invited`]);
  expect(called("invite_staff")).toEqual([{ ...typed, technician_id: LUIS.technician_id }]);
  api.reset();
  // A field of a choice that was not made in the end.
  await send(LIST, { ...fields, role: "office" }, answers);
  expect(called("invite_staff")[0]).not.toHaveProperty("technician_id");
  expect(plain((await open(`${PAGE}?did=invited`)).text)).toContain("works for 24 hours");
});

test("what is wrong with an invitation is told at its field, and nothing typed is lost", async () => {
  const fields = {
    do: "invite",
    name: "Ina",
    email: "ina@example",
    role: "technician",
    technician: LUIS.technician_id,
  };
  const refusals: [Record<string, string>, string][] = [
    [{ status: "rejected", reason: "email" }, "no address that mail can go to"],
    [{ status: "rejected", reason: "name" }, "write a name"],
    [{ status: "rejected", reason: "role" }, "choose what they may do"],
    [{ status: "rejected", reason: "technician" }, "has that calendar by now"],
    [{ status: "refused", reason: "known", name: "Ina Example" }, "Ina Example has that address"],
  ];
  for (const [answer, told] of refusals) {
    const { status, text } = await send(LIST, fields, { invite_staff: () => answer });
    expect([answer, status]).toEqual([answer, 422]);
    expect(plain(text)).toContain(told);
    expect(text).toMatch(/<details class="fold" open/);
    expect(text).toContain('value="ina@example"');
    expect(text).toMatch(/value="technician"[^>]* checked|checked[^>]* value="technician"/);
    expect(text).toMatch(
      new RegExp(
        `value="${LUIS.technician_id}"[^>]* selected|selected[^>]* value="${LUIS.technician_id}"`,
      ),
    );
    expect(text).toContain("<title>Error: Staff</title>");
  }
});

test("each button does what it says, and the page tells it", async () => {
  const shown = MEMBER.shown;
  const deeds: [Record<string, string>, string, Record<string, unknown>, unknown, string][] = [
    [
      { do: "change", name: "Ina E.", role: "admin", shown },
      "change_staff",
      { staff_id: INA, name: "Ina E.", role: "admin", shown },
      { status: "changed" },
      "changed",
    ],
    [{ do: "link", shown }, "send_password_link", { staff_id: INA }, {
      status: "sent",
      link_kind: "password_reset",
    }, "password_reset"],
    [
      { do: "out", shown },
      "sign_out_everywhere",
      { staff_id: INA },
      { status: "signed_out" },
      "out",
    ],
    [
      { do: "off", shown },
      "switch_staff",
      { staff_id: INA, active: false, shown },
      { status: "switched" },
      "off",
    ],
    [
      { do: "on", shown },
      "switch_staff",
      { staff_id: INA, active: true, shown },
      { status: "switched" },
      "on",
    ],
  ];
  for (const [fields, name, wanted, answer, did] of deeds) {
    api.reset();
    const { status, headers } = await send(PAGE, fields, { [name]: () => answer });
    expect([did, status, headers.get("Location")]).toEqual([did, 303, `${PAGE}?did=${did}`]);
    expect(called(name)).toEqual([wanted]);
    expect((await open(`${PAGE}?did=${did}`)).text).toContain('role="status"');
  }
  expect((await send(PAGE, { do: "promote" }, {})).status).toBe(400);
});

test("what somebody else changed meanwhile is told, and nothing is overwritten", async () => {
  const changed = {
    status: "refused",
    reason: "changed",
    by: "Olga",
    at: "2026-05-12T13:05:00+00:00",
  };
  const fields = { do: "change", name: "Ina Typed", role: "admin", shown: "old" };
  const { status, text } = await send(PAGE, fields, { change_staff: () => changed });
  expect(status).toBe(422);
  expect(plain(text)).toContain("changed meanwhile by Olga (Tuesday, May 12, 2026, 9:05 a.m.).");
  expect(text).toContain('value="Ina Typed"');
  expect(text).toContain(`name="shown" value="${MEMBER.shown}"`);
});

test("why it cannot be done is told", async () => {
  for (
    const [reason, told] of [
      ["self", "Nobody takes their own rights away"],
      ["too_often", "Three links have gone"],
      ["off", "switched off"],
    ]
  ) {
    const { text } = await send(PAGE, { do: "link", shown: "x" }, {
      send_password_link: () => ({ status: "refused", reason }),
    });
    expect(plain(text)).toContain(told);
  }
});

test("nobody is offered to switch themselves off, or what makes no sense", async () => {
  const buttons = (html: string) =>
    [...html.matchAll(/name="do" value="(\w+)"/g)].map(([, deed]) => deed);
  expect(buttons((await open(PAGE)).text)).toEqual(["change", "link", "out", "off"]);
  expect(buttons((await open(PAGE, { is_me: true })).text)).toEqual(["change", "link", "out"]);
  expect((await open(PAGE, { is_me: true })).text).toContain("/sign-out?where=everywhere");
  expect(buttons((await open(PAGE, { state: "off", sessions: 0 })).text)).toEqual(["change", "on"]);
});

test("of a technician it is said whose day they see, and that visits stay when the login goes", async () => {
  const technician = { ...LUIS, active: true };
  const { text } = await open(PAGE, { role: "technician", technician });
  expect(text).toContain(`href="/office/technicians/${LUIS.technician_id}"`);
  expect(plain(text)).toContain("Visits to come stay in Luis Example's calendar");
  expect(plain((await open(PAGE, { role: "technician" })).text)).toContain("their day is empty");
});

test("an id of nobody is not found", async () => {
  expect((await open(`${LIST}/nobody`)).status).toBe(404);
  expect((await open(`${LIST}/33333333-3333-4333-8333-333333333333`)).status).toBe(404);
});
