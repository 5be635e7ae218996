import { expect } from "expect";
import { codeText, goText, type LetterUnit, unitsOfLetter } from "./letter.ts";

Deno.test("a code is read in groups like those of a phone number", () => {
  expect(codeText("K7M2QX9DRT")).toBe("K7M-2QX-9DRT");
});

Deno.test("where a code is typed stands on the site of its link", () => {
  expect(goText("https://visits.example/book/secret")).toBe("visits.example/go");
  expect(goText("http://127.0.0.1:8000/book/secret")).toBe("127.0.0.1:8000/go");
});

Deno.test("a letter names what is due first before all else, and of one day those of a kind together", () => {
  const unit = (kind: string, due_on: string) => ({ kind, due_on }) as LetterUnit;
  const units = unitsOfLetter({
    unit: unit("Walker", "2026-06-20"),
    others: [
      unit("Stair lift", "2026-06-21"),
      unit("Lift chair", "2026-06-20"),
      unit("Walker", "2026-05-01"),
    ],
  });
  expect(units.map(({ kind, due_on }) => `${kind} ${due_on}`)).toEqual([
    "Walker 2026-05-01",
    "Lift chair 2026-06-20",
    "Walker 2026-06-20",
    "Stair lift 2026-06-21",
  ]);
});
