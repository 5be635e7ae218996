/** The settings: explained where they are set, saved group by group, nothing typed lost. */
import { expect } from "expect";
import { SETTINGS } from "@/lib/settings/settings.ts";
import { signIn } from "./staff_world.ts";
import { api, ask, called, plain, post, test } from "./world.ts";

const PAGE = "/office/settings";
const SET = {
  company_name: "Test Mobility",
  phone: "905-555-0100",
  postal_address: "1 Main Street",
  brand_color: "#0b5d3b",
  logo_url: null,
  public_url: "https://book.example.com",
  time_zone: "America/Toronto",
  booking_horizon_days: 60,
  staff_horizon_days: 220,
  minimum_notice_hours: 24,
  change_cutoff_hours: 24,
  arrival_window_minutes: 30,
  household_days: 45,
  slot_step_minutes: 15,
  wait_minutes_per_day: 3,
  service_area_km: null,
  tell_clients_on_absence: true,
  mail_from_time: "08:00:00",
  reminder_bands: [30, 7, 1],
  consent_rule: "record",
  delivery_mode: "catch",
  recipient_allow_list: null,
  messages_paused: false,
  unbooked_after_days: 7,
  payment_terms_days: 30,
};
const CHANGE = {
  at: "2026-05-11T13:00:00+00:00",
  by: "Olga",
  changes: { household_days: [30, 45] },
};

const answer = (save_settings: unknown = { status: "saved" }) =>
  api.answer({
    settings_page: () => ({ status: "ok", settings: SET, last_change: CHANGE }),
    save_settings: () => save_settings,
  });

async function open(role: string, query = "") {
  const headers = await signIn(role);
  answer();
  return await ask(PAGE + query, { headers });
}

/** The fields of the group about mail, as its form holds them. */
const MAIL = {
  group: "mail",
  reminder_bands: "30, 7, 1",
  mail_from_time: "08:00",
  sender_name: "Test",
  sender_email: "a@example.com",
  stagger_weeks: "12",
  import_most_new: "20",
  message_attempts: "8",
  consent_rule: "call_when_expired",
  delivery_mode: "catch",
  shown: '{"stagger_weeks":12}',
};

async function send(fields: Record<string, string>, answered?: unknown) {
  const headers = await signIn("admin");
  answer(answered);
  return await post(PAGE, fields, headers);
}

test("each setting is explained beside its field, and holds what is so", async () => {
  const { status, text } = await open("admin");
  expect(status).toBe(200);
  const words = plain(text);
  for (const { label, says } of Object.values(SETTINGS)) {
    expect(words).toContain(label);
    expect(words).toContain(says);
  }
  expect(text).toMatch(/id="household_days"[^>]*value="45"|value="45"[^>]*id="household_days"/);
  expect(text).toContain('value="30, 7, 1"');
  expect(text).toContain('value="08:00"');
  expect(words).toContain("Last change: Olga, Monday, May 11, 2026, 9:00 a.m.");
});

test("what else is set has a way there", async () => {
  const { text } = await open("admin");
  const rooms = [
    "catalogue",
    "technicians",
    "staff",
    "reprice",
    "nights#kinds",
    "messages/kinds",
    "audit",
    "go-live",
  ];
  for (const room of rooms) expect(text).toContain(`href="/office/${room}"`);
});

test("the office reads, an administrator sets", async () => {
  const { status, text } = await open("office");
  expect(status).toBe(200);
  expect(plain(text)).toContain("Only an administrator changes these.");
  expect(plain(text)).toContain("One visit for a household45 days");
  expect(text).not.toContain('name="group"');
});

test("a group is saved alone, as values and with what the page showed", async () => {
  const { status, headers } = await send(MAIL);
  expect([status, headers.get("Location")]).toEqual([303, `${PAGE}?saved=mail#mail`]);
  expect(called("save_settings")).toEqual([{
    fields: {
      reminder_bands: [30, 7, 1],
      mail_from_time: "08:00",
      sender_name: "Test",
      sender_email: "a@example.com",
      stagger_weeks: 12,
      import_most_new: 20,
      message_attempts: 8,
      consent_rule: "call_when_expired",
      delivery_mode: "catch",
    },
    shown: { stagger_weeks: 12 },
  }]);
  const { text } = await open("admin", "?saved=mail");
  expect(plain(text).split("Saved. It holds from now on.")).toHaveLength(2);
  expect(text).toMatch(/<h2[^>]*autofocus[^>]*>Reminders and mail/);
  expect(text).toContain('action="/office/settings#mail"');
});

/** Posts a change of who may get mail, where `list` is what is so. */
async function allow(list: string[] | null, fields: Record<string, string>, answered?: unknown) {
  const headers = await signIn("admin");
  api.answer({
    settings_page: () => ({
      status: "ok",
      settings: { ...SET, recipient_allow_list: list },
      last_change: CHANGE,
    }),
    save_settings: () => answered ?? { status: "saved" },
  });
  return await post(PAGE, fields, headers);
}

test("who may get mail is a list of its own, one address or domain at a time", async () => {
  const { status, headers } = await allow(["a@example.com"], {
    allow: "add",
    entry: "Example.org",
  });
  expect([status, headers.get("Location")]).toEqual([303, `${PAGE}?allowed=add#allowed`]);
  expect(called("save_settings")).toEqual([{
    fields: { recipient_allow_list: ["a@example.com", "@example.org"] },
    shown: { recipient_allow_list: ["a@example.com"] },
  }]);
  const twice = await allow(["@example.org"], { allow: "add", entry: "example.ORG" });
  expect(twice.status).toBe(422);
  expect(plain(twice.text)).toContain("@example.org is on the list already.");
  expect(called("save_settings")).toHaveLength(1);
});

test("whoever takes the last one out lets nobody have mail; everybody is said in so many words", async () => {
  await allow(["a@example.com"], { allow: "remove", entry: "a@example.com" });
  expect(called("save_settings")[0].fields).toEqual({ recipient_allow_list: [] });
  await allow([], { allow: "everybody" });
  expect(called("save_settings").at(-1)!.fields).toEqual({ recipient_allow_list: null });
});

test("an address that is none stays as it was typed; who was faster is told", async () => {
  const wrong = { status: "rejected", reason: "fields", fields: { recipient_allow_list: "wrong" } };
  const first = await allow(null, { allow: "add", entry: "a@@b" }, wrong);
  expect(first.status).toBe(422);
  expect(plain(first.text)).toContain("Please enter one address such as you@example.com");
  expect(first.text).toContain('value="a@@b"');
  const stale = {
    status: "refused",
    reason: "changed",
    fields: ["recipient_allow_list"],
    by: "Priya",
    at: "2026-05-12T13:00:00+00:00",
  };
  const second = await allow(null, { allow: "add", entry: "a@example.com" }, stale);
  expect(plain(second.text)).toContain("changed meanwhile by Priya");
});

test("who may get mail is read by the office, and changed by administrators alone", async () => {
  const { text } = await open("office");
  expect(plain(text)).toContain("Everybody: there is no list.");
  expect(text).not.toContain('name="allow"');
  expect(text).not.toContain('name="messages_paused"');
});

test("what is wrong is said at its field, with what to do, and stays as it was typed", async () => {
  const fields = { ...MAIL, reminder_bands: "soon", stagger_weeks: "99" };
  const wrong = { reminder_bands: "wrong", stagger_weeks: "wrong" };
  const { status, text } = await send(fields, {
    status: "rejected",
    reason: "fields",
    fields: wrong,
  });
  expect(status).toBe(422);
  expect(called("save_settings")[0].fields).toMatchObject({
    reminder_bands: "soon",
    stagger_weeks: 99,
  });
  const words = plain(text);
  expect(words).toContain("Please enter one to ten numbers from 1 to 365");
  expect(words).toContain("Please enter a number from 1 to 52.");
  expect(text).toContain('value="soon"');
  expect(text).toMatch(/value="99"/);
  expect(words).toContain("was 30, 7, 1 days");
  expect(text.match(/aria-invalid/g)).toHaveLength(2);
});

test("a stale form overwrites nothing and tells who was faster", async () => {
  const { status, text } = await send({ ...MAIL, sender_name: "Mine" }, {
    status: "refused",
    reason: "changed",
    fields: ["sender_name"],
    by: "Priya",
    at: "2026-05-12T13:00:00+00:00",
  });
  expect(status).toBe(422);
  const words = plain(text);
  expect(words).toContain("changed meanwhile by Priya (Tuesday, May 12, 2026, 9:00 a.m.).");
  expect(text).toContain('value="Mine"');
  expect(words).toContain("Changed meanwhile.");
});

test("a form that nobody made is refused", async () => {
  expect((await send({ group: "nonsense" })).status).toBe(400);
  expect(called("save_settings")).toEqual([]);
  await send({ ...MAIL, shown: "{broken" });
  expect(called("save_settings")[0].shown).toBeUndefined();
});
