/** What is typed and not sent off yet, as this phone tells it. */
import { expect } from "expect";
import type { Kept } from "./kept.ts";
import { allTyped, leftToSign, typedAsKept } from "./typed.ts";
import { deedText, detailText, keptMark } from "./words.ts";
import { dropSentOff, dropTyped } from "./written_down.ts";

const JOB = "22222222-2222-4222-8222-222222222222";
const FINISH = `/tech/repairs/${JOB}/finish`;

function put(whose: string, path: string, at: number) {
  const typed = [["line-2", "pass"], ["findings", "New brake"]];
  const pictures = [{ id: "1", field: "photo" }, { id: "2", field: "png" }];
  localStorage.setItem(
    `typed ${whose} ${path}`,
    JSON.stringify({ typed, photos: 2, pictures, at }),
  );
}

Deno.test("what is typed is told as unsent, is one person's, and is no report yet", () => {
  localStorage.clear();
  put("luis", FINISH, Date.now());
  put("luis", `/tech/visits/${JOB}/checklist`, Date.now() - 5 * 24 * 3_600_000);
  put("dana", FINISH, Date.now());
  const [kept, ...others] = typedAsKept("luis", { [JOB]: "Ethel Example" });
  expect(others).toEqual([]);
  expect(deedText(kept)).toBe("Ethel Example: report");
  expect(deedText({ ...kept, state: "waiting" })).toBe("Ethel Example: repair finished");
  expect(detailText(kept)).toBe("1 line, signature, 1 photo");
  expect(keptMark(kept).text).toMatch(/^Typed on this phone/);
  dropTyped("luis", FINISH);
  expect([allTyped("luis").length, allTyped("dana").length]).toEqual([0, 1]);
  localStorage.clear();
});

Deno.test("sent on the way a form leaves its drawing here, which goes with the report", () => {
  const png = { id: "2", field: "png" };
  const typed: [string, string][] = [["findings", "New brake"], ["method", "drawn"]];
  const kept = {
    typed: [...typed, ["caption", "The rail"], ["taken-3", "2026"]],
    photos: 2,
    at: 7,
  };
  const pictures = [{ id: "1", field: "photo" }, png, { id: "3", field: "photo-3" }];
  expect(leftToSign({ ...kept, pictures } as never)).toEqual({
    typed,
    photos: 0,
    pictures: [png],
    at: 7,
  });
  expect(leftToSign({ ...kept, pictures: pictures.slice(0, 1) } as never)).toBe(null);
});

Deno.test("what a killed browser still remembers is dropped where it was sent off later", () => {
  localStorage.clear();
  put("luis", FINISH, 2_000_000_000_000);
  const sent = (path: string, saved_at: number, state: Kept["state"] = "waiting") =>
    dropSentOff("luis", [{ path, saved_at, state } as Kept]);
  sent(FINISH, 1_999_999_999_999);
  sent(`/tech/visits/${JOB}/finish`, 2_000_000_000_001);
  sent(FINISH, 2_000_000_000_001, "refused");
  expect(allTyped("luis").length).toBe(1);
  sent(`${FINISH}?now`, 2_000_000_000_001, "sent");
  expect(allTyped("luis").length).toBe(0);
  localStorage.clear();
});

Deno.test("a drawing is not dropped with what was sent on the way, but with the report", () => {
  localStorage.clear();
  put("luis", FINISH, 2_000_000_000_000);
  const sent = (did: Kept["did"]) =>
    dropSentOff("luis", [
      { path: FINISH, saved_at: 2_000_000_000_001, state: "sent", did } as Kept,
    ]);
  sent("notes");
  expect(allTyped("luis").length).toBe(1);
  sent("finished");
  expect(allTyped("luis").length).toBe(0);
  localStorage.clear();
});
