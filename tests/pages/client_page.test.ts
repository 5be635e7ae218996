/** A client's page: how to reach them, who else is, and forms that lose nothing and overwrite nobody. */
import { expect } from "expect";
import { CLIENT, CLIENT_FILE, CLIENT_HISTORY, OLDER, UNIT, VISIT } from "./history_world.ts";
import { signIn, staffIs } from "./staff_world.ts";
import { api, ask, called, plain, post, test } from "./world.ts";

const PAGE = `/office/clients/${CLIENT}`;
let signedIn: Promise<{ Cookie: string }> | undefined;

async function enter(file: unknown, answers: Record<string, unknown> = {}, role = "office") {
  const headers = await (signedIn ??= signIn("office"));
  staffIs(role);
  const all = { client_history: CLIENT_HISTORY, client_file: file, ...answers };
  api.answer(Object.fromEntries(Object.entries(all).map(([name, said]) => [name, () => said])));
  return headers;
}

async function open(more: Record<string, unknown> = {}, role = "office", query = "") {
  const headers = await enter({ ...CLIENT_FILE, ...more }, {}, role);
  return await ask(`${PAGE}${query}`, { headers });
}

/** Sends a form of the page; every function that it may ask answers the same. */
async function send(fields: Record<string, string>, answer: unknown, role = "office") {
  const doors = [
    "save_client",
    "save_contact",
    "remove_contact",
    "record_consent",
    "resubscribe",
    "lift_bounce",
    "correct_death",
  ];
  const answers = Object.fromEntries(doors.map((name) => [name, answer]));
  return await post(PAGE, fields, await enter(CLIENT_FILE, answers, role));
}

test("the number and what to mind come first, then what they agreed to and who else is there", async () => {
  const { status, text } = await open();
  expect(status).toBe(200);
  const words = plain(text);
  for (
    const said of [
      "905-555-0142Best before 11:30 a.m.",
      "First byPhone, then e-mail",
      "Wants no reminders, since Thu, Apr 2, 2026",
      "By a purchase or a visit, Tue, Nov 12, 2024: for two years, until Thu, Nov 12, 2026",
      "Greeted as “Ada”",
      "Cleo Example, daughter 905-555-0167",
      "Gets the mails instead of the client",
      "Pays the invoices · PO 44-1907",
      "Small dog, friendly.",
      "Callback, by Thu, Jun 11, 2026",
    ]
  ) expect(words).toContain(said);
  for (
    const href of [
      `${PAGE}/changed`,
      `${PAGE}/enrol`,
      `/office/work/${VISIT}`,
      `/office/contracts/${UNIT}`,
      `/office/contracts/${UNIT}/book`,
      `/office/units/${UNIT}`,
      `/office/units/${UNIT}?repair#repair`,
    ]
  ) expect(text).toContain(`href="${href}"`);
  expect(text.indexOf('id="reach"')).toBeLessThan(text.indexOf('id="units"'));
  expect(words).not.toContain("Has died");
});

test("that somebody has died stands on top, and only an administrator takes it back", async () => {
  const { text } = await open({ deceased_on: "2026-05-30" });
  expect(plain(text)).toContain("None: nothing is mailed to this name");
  expect(plain(text)).not.toContain("They say yes to our mails");
  expect(plain(text)).toContain("Has died (Sat, May 30, 2026)Nothing is mailed or printed");
  expect(plain(text)).not.toContain("They have not died");
  expect(text).not.toContain(`${PAGE}/enrol`);
  const admin = await open({ deceased_on: "2026-05-30" }, "admin");
  expect(plain(admin.text)).toContain("They have not died");
});

test("of who was erased the page says so and offers nothing to change", async () => {
  const { text } = await open({ erased_on: "2026-05-30", name: "Erased client" }, "admin");
  expect(plain(text)).toContain("Erased (Sat, May 30, 2026)This client was erased at their wish.");
  for (const gone of [`${PAGE}/changed`, `${PAGE}/enrol`, `${PAGE}/merge`, 'value="save"']) {
    expect(text).not.toContain(gone);
  }
  const { status, text: late } = await send({ do: "save", name: "Ada", shown: "x" }, {
    status: "refused",
    reason: "erased",
  });
  expect(status).toBe(422);
  expect(plain(late)).toContain("Nothing more can be written down about them.");
});

test("an address that wants no reminders is its owner's to decide about, a dead one an administrator's", async () => {
  expect(plain((await open()).text)).toContain("Write reminders again");
  const stopped = { reason: "hard_bounce", since: "2026-04-02" };
  expect(plain((await open({ stopped })).text)).toContain("an administrator can say so");
  expect(plain((await open({ stopped }, "admin")).text)).toContain("Write to it again");
});

test("who is called instead of reminded, since no consent holds, is said to be", async () => {
  const run_out = { consent_basis: "purchase", consent_on: "2024-02-29" };
  const { text } = await open({ ...run_out, has_no_consent: true });
  expect(plain(text)).toContain("for two years, until Sat, Feb 28, 2026");
  expect(plain(text)).toContain("no consent to mail holds");
  expect(plain((await open(run_out)).text)).not.toContain("no consent to mail holds");
});

test("each form asks one function, and leads back with a word", async () => {
  const fields = {
    name: "Cleo",
    relation: "daughter",
    phone: "(905) 555-0167",
    email: "",
    receives: "nothing",
    billing_address: "",
    purchase_order: "",
  };
  const sent = { ...fields, phone: "905-555-0167" };
  const of_client = {
    name: "Ada",
    phone: "905 555 0142",
    email: "",
    reach_by: "phone",
    reach_note: "",
    notes: "",
  };
  for (
    const [form, status, door, args] of [
      [{ do: "save", shown: "s", ...of_client }, "saved", "save_client", {
        customer_id: CLIENT,
        shown: "s",
        fields: { ...of_client, phone: "905-555-0142" },
      }],
      [{ do: "contact", ...fields }, "saved", "save_contact", {
        customer_id: CLIENT,
        contact_id: null,
        shown: "",
        fields: { ...sent, is_payer: false },
      }],
      [
        { do: "contact", contact_id: OLDER, shown: "s", is_payer: "yes", ...fields },
        "saved",
        "save_contact",
        { customer_id: CLIENT, contact_id: OLDER, shown: "s", fields: { ...sent, is_payer: true } },
      ],
      [{ do: "remove", contact_id: OLDER, shown: "s" }, "removed", "remove_contact", {
        contact_id: OLDER,
        shown: "s",
      }],
      [
        { do: "consent", how: "On the phone", on: "2026-06-01", shown: "none" },
        "recorded",
        "record_consent",
        {
          customer_id: CLIENT,
          how: "On the phone",
          on_day: "2026-06-01",
          shown: "none",
          basis: "express",
        },
      ],
      [{ do: "resubscribe", address: "ada@example.com" }, "resubscribed", "resubscribe", {
        address: "ada@example.com",
      }],
      [{ do: "lift", address: "ada@example.com", why: "Full" }, "lifted", "lift_bounce", {
        address: "ada@example.com",
        why: "Full",
      }],
      [{ do: "correct", why: "Mixed up" }, "corrected", "correct_death", {
        customer_id: CLIENT,
        reason: "Mixed up",
      }],
    ] as [Record<string, string>, string, Parameters<typeof called>[0], unknown][]
  ) {
    const done = await send(form, { status });
    expect([done.status, done.headers.get("Location")]).toEqual([303, `${PAGE}?did=${form.do}`]);
    expect(called(door).at(-1)).toEqual(args);
  }
});

test("what somebody else wrote meanwhile is not overwritten, and what was typed is there", async () => {
  const { status, text } = await send(
    {
      do: "save",
      shown: "old",
      name: "Ada Other",
      phone: "",
      email: "",
      reach_by: "relay",
      reach_note: "Let it ring",
      notes: "",
    },
    { status: "refused", reason: "changed", by: "Priya", at: "2026-06-10T13:00:00+00:00" },
  );
  expect(status).toBe(422);
  expect(plain(text)).toContain(
    "This was changed meanwhile by Priya (Wednesday, June 10, 2026, 9:00 a.m.).",
  );
  for (const typed of ['value="Ada Other"', 'value="Let it ring"', 'value="as-it-is"']) {
    expect(text).toContain(typed);
  }
  expect(text).toMatch(/<option value="relay" selected/);
});

test("a refusal stands at its field, in the form that was sent", async () => {
  const contact = {
    do: "contact",
    contact_id: OLDER,
    shown: "s",
    name: "Cleo",
    receives: "beside",
  };
  for (
    const [form, answer, id, said] of [
      [
        contact,
        { status: "rejected", reason: "receives" },
        `contact-${OLDER}-receives`,
        "needs an e-mail address",
      ],
      [
        { ...contact, contact_id: "" },
        { status: "rejected", reason: "phone" },
        "contact--phone",
        "with its area code",
      ],
      [contact, { status: "refused", reason: "payer" }, "", "Somebody else pays"],
      [
        { do: "consent", how: "On the phone", on: "soon" },
        {},
        "consent--on",
        "not in days to come",
      ],
    ] as [Record<string, string>, unknown, string, string][]
  ) {
    const { status, text } = await send(form, answer);
    expect(status).toBe(422);
    expect(plain(text)).toContain(said);
    if (id) expect(text).toContain(`id="${id}-complaint"`);
    expect(text.match(/<details class="fold on-screen" open/g)?.length).toBe(1);
  }
});

test("a form that is none is refused", async () => {
  expect((await send({ do: "explode" }, {})).status).toBe(400);
  expect((await send({ do: "remove", contact_id: "x" }, {})).status).toBe(400);
});
