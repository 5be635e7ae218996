/** What a phone says of what was done on it, and how it tells one form from another. */
import { expect } from "expect";
import { answersWaiting, deedOf, filesIn, isSaidAgain, textsIn, wishHref } from "./deeds.ts";
import type { Kept } from "./kept.ts";
import { deedText, detailText, standingMark, wordsIn } from "./words.ts";

const VISIT = "44444444-4444-4444-8444-444444444444";
const AT = `/tech/visits/${VISIT}`;

Deno.test("each form is known by where it goes, and what needs an answer now is none of them", () => {
  const did = (path: string, ...typed: Kept["typed"]) => deedOf(path, typed)?.did ?? null;
  expect(did("/tech", ["state", "en_route"], ["task_id", VISIT])).toBe("en_route");
  expect(did("/tech", ["state", "completed"])).toBe(null);
  expect(did(`${AT}/checklist`)).toBe("checklist");
  expect(did(`${AT}/finish`, ["action", "keep"])).toBe("notes");
  expect(did(`${AT}/finish`, ["action", "finish"])).toBe("finished");
  expect(did(`${AT}/could-not`)).toBe("failed");
  expect(did(`${AT}/late`)).toBe("late");
  expect(did(AT)).toBe("paid");
  const repair = AT.replace("visits", "repairs");
  expect(did(`${repair}/finish`, ["all_pass", "1"])).toBe("notes");
  expect(did(`${repair}/finish`, ["action", "finish"])).toBe("finished");
  expect(did(`${repair}/could-not`)).toBe("failed");
  expect(did(repair)).toBe("paid");
  expect(deedOf(`${repair}/finish`, [["action", "save"]])?.goesTo).toBe(`${repair}/finish?now`);
  expect([did(`${AT}/wish`), did(`${repair}/wish`)]).toEqual(["wish", "wish"]);
  for (const path of [`${repair}/next`, `${repair}/checklist`, `${repair}/late`]) {
    expect([path, did(path)]).toEqual([path, null]);
  }
  for (const path of [`${AT}/add-unit`, `${AT}/next`, "/tech/visits/1/finish", "/sign-out"]) {
    expect([path, did(path)]).toEqual([path, null]);
  }
});

const line = (order: number, more: Partial<Kept>): Kept => ({
  ...{ order, id: "x", whose: "luis", path: "/tech", did: "en_route", about: "", group: "x" },
  ...{ type: "text/plain", body: null, files: [], typed: [], saved_at: 0, tried_at: null },
  ...{ settled_at: null, state: "waiting", worth_until: null, status: null },
  ...more,
});

Deno.test("a report takes the answers that wait with it, the newest of each", () => {
  const kept = [
    line(1, { did: "checklist", group: VISIT, typed: [["line-1", "pass"], ["line-2", "pass"]] }),
    line(2, { did: "checklist", group: VISIT, typed: [["line-2", "fail"], ["note-2", "Worn"]] }),
    line(3, { did: "checklist", group: "other", typed: [["line-9", "pass"]] }),
    line(4, { did: "checklist", group: VISIT, state: "sent", typed: [["line-3", "fail"]] }),
  ];
  expect(answersWaiting(kept, VISIT))
    .toEqual([["line-1", "pass"], ["line-2", "fail"], ["note-2", "Worn"]]);
});

Deno.test("what a later form says again is not sent twice; a photo is never left behind", () => {
  const of = (did: Kept["did"], path: string, more: Partial<Kept> = {}) =>
    line(1, { did, path, group: VISIT, ...more });
  const finish = of("finished", `${AT}/finish`);
  expect(isSaidAgain(of("checklist", `${AT}/checklist`), finish)).toBe(true);
  expect(isSaidAgain(of("notes", `${AT}/finish`), finish)).toBe(true);
  expect(isSaidAgain(finish, finish)).toBe(true);
  expect(isSaidAgain(of("checklist", `${AT}/checklist`, { files: ["photo-1"] }), finish)).toBe(
    false,
  );
  // Its photos are with the server as far as it took them.
  const refused = { state: "refused", status: 422, files: ["photo"] } as const;
  expect(isSaidAgain(of("finished", `${AT}/finish`, { ...refused, files: ["photo"] }), finish))
    .toBe(true);
  expect(
    isSaidAgain(
      of("finished", `${AT}/finish`, { ...refused, files: ["photo"], status: 403 }),
      finish,
    ),
  ).toBe(false);
  expect(isSaidAgain(of("wish", `${AT}/wish`), of("wish", `${AT}/wish`))).toBe(true);
  expect(isSaidAgain(of("en_route", "/tech"), finish)).toBe(false);
  expect(isSaidAgain(of("paid", AT), of("paid", AT))).toBe(false);
  // What is pressed again with another amount is one payment as long as it waits.
  const cash = (request: string) => of("paid", AT, { typed: [["request_id", request]] });
  expect(isSaidAgain(cash("a"), cash("a"))).toBe(true);
  expect(isSaidAgain(cash("a"), cash("b"))).toBe(false);
  expect(isSaidAgain(of("paid", AT, { state: "refused" }), of("paid", AT))).toBe(true);
  expect(isSaidAgain(of("checklist", `${AT}/checklist`, { group: "other" }), finish)).toBe(false);
});

Deno.test("a repair's report with a photo is kept as one form, and what a photo went with before goes as well", () => {
  const path = `/tech/repairs/${VISIT}/finish`;
  const form = new FormData();
  form.append("action", "finish");
  form.append("part", "Fuse");
  form.append("photo", new File(["x"], "a.jpg"));
  form.append("photo-2", new File([], ""));
  expect(filesIn(form)).toEqual(["photo"]);
  expect(deedOf(path, textsIn(form)))
    .toEqual({ did: "finished", group: VISIT, goesTo: "/tech/sending" });
  const of = (did: Kept["did"], files: string[]) => line(1, { did, path, group: VISIT, files });
  const finished = of("finished", ["photo"]);
  expect(isSaidAgain(of("notes", []), finished)).toBe(true);
  expect(isSaidAgain(of("notes", ["photo-2"]), finished)).toBe(false);
  expect(detailText({ ...finished, typed: [["line-2", "pass"], ["signer", "Rosa"]] }))
    .toBe("1 line, signature, 1 photo");
});

Deno.test("a name that is typed and not sent has signed nothing", () => {
  const finish = { did: "finished", files: [], typed: [["signer", "Rosa"]] } as unknown as Kept;
  expect(detailText({ ...finish, state: "waiting" })).toBe("signature");
  expect(detailText({ ...finish, state: "typed" })).toBe("");
});

Deno.test("who is signed out and has nothing to send is not asked to sign in for it", () => {
  const standing = { kept: [], noSignalSince: null };
  expect(standingMark({ ...standing, isSignedOut: true }).text).toBe("Sent");
});

Deno.test("the texts of a form are those of a form, without its photos", () => {
  const form = new FormData();
  form.append("part", "Belt");
  form.append("part", "Fuse");
  form.append("photo", new Blob(["x"]));
  expect(textsIn(form)).toEqual([["part", "Belt"], ["part", "Fuse"]]);
});

Deno.test("a repair is told apart from a visit", () => {
  const finished = { about: "Rosa Example", did: "finished" as const };
  expect(deedText({ ...finished, path: `${AT}/finish` })).toBe("Rosa Example: visit finished");
  expect(deedText({ ...finished, path: `/tech/repairs/${VISIT}/finish` }))
    .toBe("Rosa Example: repair finished");
});

Deno.test("what was typed can be read out where it was not taken", () => {
  const typed: Kept["typed"] = [
    ["note-2", "Worn"],
    ["line-2", "fail"],
    ["findings", " Belt torn "],
    ["advice", ""],
  ];
  expect(wordsIn(line(1, { typed }))).toEqual(["Worn", "Belt torn"]);
});

Deno.test("one mark says how it stands, what needs somebody first", () => {
  const standing = (states: Kept["state"][], noSignalSince: number | null = null) =>
    standingMark({
      kept: states.map((state, order) => line(order, { state })),
      noSignalSince,
      isSignedOut: false,
    });
  const since = new Date(2026, 4, 12, 9, 40).getTime();
  expect(standing([])).toEqual({ shape: "done", text: "Sent" });
  expect(standing(["sent", "dead"])).toEqual({ shape: "done", text: "Sent" });
  expect(standing(["waiting"]).text).toBe("Saved on this phone · will be sent");
  expect(standing(["waiting"], since)).toEqual({
    shape: "late",
    text: "No signal since 9:40 · 1 saved",
  });
  expect(standing([], since).text).toBe("No signal since 9:40");
  expect(standing(["waiting", "office"], since).text).toBe("1 needs the office");
  expect(standing(["refused", "refused", "office"]).text).toBe("2 need you");
});

Deno.test("whoever was at the door is asked when the next visit suits, where somebody was there to ask", () => {
  const repair = `/tech/repairs/${VISIT}`;
  const asked = (did: Kept["did"], path: string, reason = "") =>
    wishHref({ did, path, typed: [["reason", reason]] });
  expect(asked("finished", `${AT}/finish`)).toBe(`${AT}/wish`);
  expect(asked("failed", `${AT}/could-not`, "no_time")).toBe(`${AT}/wish`);
  expect(asked("failed", `${repair}/could-not`, "parts")).toBe(`${repair}/wish`);
  expect(asked("failed", `${AT}/could-not`, "nobody_home")).toBe(null);
  expect(asked("finished", `${repair}/finish`)).toBe(null);
  expect(asked("checklist", `${AT}/checklist`)).toBe(null);
});
