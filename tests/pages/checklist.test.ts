/** A checklist is changed line by line without a script, saved as a new version, and never over somebody else's. */
import { expect } from "expect";
import { CONTRACT, signIn } from "./staff_world.ts";
import { api, ask, called, plain, post, test } from "./world.ts";

const ID = CONTRACT;
const PAGE = `/office/catalogue/${ID}/checklist`;
const line = (position: number, section: string, label: string, more = {}) => ({
  position,
  section,
  label,
  help: null,
  required: true,
  safety_critical: false,
  ...more,
});
const VERSION = {
  number: 3,
  made_at: "2026-05-11T13:00:00+00:00",
  by: "Priya",
  lines: [
    line(1, "Rail", "Clean", { safety_critical: true }),
    line(2, "Rail", "Bolts", { help: "Torque" }),
    line(3, "Seat", "Belt", { required: false }),
  ],
};
const OLDER = { ...VERSION, number: 2, by: null, lines: [line(1, "Rail", "Looked at")] };
const SHOWN = {
  status: "ok",
  code: "stairlift",
  name: "Stair lift",
  visits: 17,
  most: { lines: 100, section: 60, label: 120, help: 300 },
  versions: [VERSION, OLDER],
};
/** As the form holds it. */
const TYPED = {
  shown: "3",
  s0: "Rail",
  s0l0: "Clean",
  s0l0help: "",
  s0l0required: "yes",
  s0l0safety: "yes",
  s0l1: "Bolts",
  s0l1help: "Torque",
  s0l1required: "yes",
  s1: "Seat",
  s1l0: "Belt",
  s1l0help: "",
};

async function signedIn(role: string, set_checklist: unknown = { status: "set", number: 4 }) {
  const headers = await signIn(role);
  api.answer({ checklist_page: () => SHOWN, set_checklist: () => set_checklist });
  return headers;
}

const send = async (fields: Record<string, string>, answer?: unknown) =>
  await post(PAGE, fields, await signedIn("admin", answer));

/** The labels of the form, in order. */
const labels = (html: string) =>
  [...html.matchAll(/<textarea[^>]*name="s\d+l\d+"[^>]*>([^<]*)</g)].map(([, text]) => text.trim());

test("the list is there to be changed, with what was before and whom a change is not about", async () => {
  const { status, text } = await ask(PAGE, { headers: await signedIn("admin") });
  expect(status).toBe(200);
  expect(labels(text)).toEqual(["Clean", "Bolts", "Belt"]);
  expect(text).toContain('name="shown" value="3"');
  const words = plain(text);
  expect(words).toContain("3 lines, version 3, since Monday, May 11, 2026, 9:00 a.m., by Priya.");
  expect(words).toContain("It holds for visits that are booked from the moment it is saved.");
  expect(words).toContain("17 booked visits keep their list.");
  expect(words).toContain("1 line, version 2");
  expect(words).toContain("Looked at");
});

test("a button moves a line without saving anything, and the next look goes there", async () => {
  const { status, text } = await send({ ...TYPED, do: "down.0.1" });
  expect(status).toBe(200);
  expect(labels(text)).toEqual(["Clean", "Bolts", "Belt"]);
  expect(text).toMatch(/id="s1l0-down"[^>]*autofocus|autofocus[^>]*id="s1l0-down"/);
  expect(plain(text)).toContain("Nothing is saved yet.");
  expect(labels((await send({ ...TYPED, do: "up.0.1" })).text)).toEqual(["Bolts", "Clean", "Belt"]);
  expect(labels((await send({ ...TYPED, do: "remove.0.0" })).text)).toEqual(["Bolts", "Belt"]);
  expect(labels((await send({ ...TYPED, do: "add.0" })).text)).toEqual([
    "Clean",
    "Bolts",
    "",
    "Belt",
  ]);
  expect((await send({ ...TYPED, do: "sing" })).status).toBe(400);
  expect((await send({ ...TYPED, shown: "x", do: "save" })).status).toBe(400);
  expect(called("set_checklist")).toEqual([]);
});

test("saving sends every line, numbered, and with the version that was changed", async () => {
  const { status, headers } = await send({ ...TYPED, s0l0: "Clean\r\n and oiled", do: "save" });
  expect([status, headers.get("Location")]).toEqual([303, `${PAGE}?did=set`]);
  expect(called("set_checklist")).toEqual([{
    category_code: "stairlift",
    shown: 3,
    lines: [
      line(1, "Rail", "Clean and oiled", { safety_critical: true }),
      line(2, "Rail", "Bolts", { help: "Torque" }),
      line(3, "Seat", "Belt", { required: false }),
    ],
  }]);
  const same = await send({ ...TYPED, do: "save" }, { status: "unchanged", number: 3 });
  expect(same.headers.get("Location")).toBe(`${PAGE}?did=unchanged`);
});

test("what is wrong is said at its line and stays; the version that was shown stays, too", async () => {
  const twice = { status: "rejected", reason: "twice", line: 2 };
  const { status, text } = await send({ ...TYPED, s0l1: "Clean", do: "save" }, twice);
  expect(status).toBe(422);
  expect(text).toContain('id="s0l1-complaint"');
  expect(plain(text)).toContain("This stands in this section already.");
  expect(text).toContain('name="shown" value="3"');
  const section = { status: "rejected", reason: "section", line: 3, most: 60 };
  const second = await send({ ...TYPED, s1: "", do: "save" }, section);
  expect(second.text).toContain('id="s1-complaint"');
  const none = await send({ shown: "3", do: "save" }, {
    status: "rejected",
    reason: "lines",
    most: 100,
  });
  expect(plain(none.text)).toContain("A list has at least one line");
});

test("a stale list overwrites nothing, tells who was faster, and keeps what was typed", async () => {
  const { status, text } = await send({ ...TYPED, s1l0: "Mine", do: "save" }, {
    status: "refused",
    reason: "changed",
    number: 4,
    by: "Olga",
    at: "2026-05-12T13:00:00+00:00",
  });
  expect(status).toBe(422);
  expect(plain(text)).toContain("changed meanwhile by Olga on Tuesday, May 12, 2026, 9:00 a.m.");
  expect(labels(text)).toEqual(["Clean", "Bolts", "Mine"]);
  expect(text).toContain('name="shown" value="4"');
  expect(plain(text)).toContain("What is in force: 3 lines");
});

test("the office reads it and has no form", async () => {
  const { text } = await ask(PAGE, { headers: await signedIn("office") });
  expect(plain(text)).toContain("Only an administrator changes a checklist.");
  expect(text).not.toContain('name="do"');
  expect(plain(text)).toContain("Belt, may be left out");
});
