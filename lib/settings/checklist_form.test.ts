import { expect } from "expect";
import { type Draft, draftIn, draftOf, fieldOfLine, linesOf, moved } from "./checklist_form.ts";

/** "Rail: a b | Seat: c" */
const list = (text: string): Draft =>
  text.split(" | ").map((part) => {
    const [section, labels = ""] = part.split(": ");
    const lines = labels.split(" ").filter(Boolean).map((label) => ({
      label,
      help: "",
      required: true,
      safety_critical: false,
    }));
    return { section, lines };
  });
const told = (draft: Draft) =>
  draft.map(({ section, lines }) => `${section}: ${lines.map(({ label }) => label).join(" ")}`)
    .join(" | ");

Deno.test("lines move up and down, past the head of their section into the next one", () => {
  const cases: [button: string, now: string, focus: string][] = [
    ["up.0.1", "Rail: b a | Seat: c d", "s0l0-up"],
    ["down.0.0", "Rail: b a | Seat: c d", "s0l1-down"],
    ["up.1.0", "Rail: a b c | Seat: d", "s0l2-up"],
    ["down.0.1", "Rail: a | Seat: b c d", "s1l0-down"],
    ["remove.0.0", "Rail: b | Seat: c d", "s0l0"],
    ["remove.1.1", "Rail: a b | Seat: c", "s1l0"],
    ["add.0", "Rail: a b  | Seat: c d", "s0l2"],
    ["section", "Rail: a b | Seat: c d | : ", "s2"],
    ["section-up.1", "Seat: c d | Rail: a b", "s0-up"],
    ["section-down.0", "Seat: c d | Rail: a b", "s1-down"],
    ["keep", "Rail: a b | Seat: c d", ""],
  ];
  for (const [button, now, focus] of cases) {
    const { draft, focus: seen } = moved(list("Rail: a b | Seat: c d"), button)!;
    expect([button, told(draft), seen]).toEqual([button, now, focus]);
  }
});

Deno.test("a button that there is not does nothing", () => {
  const odd = ["up.0.0", "down.1.1", "up.9.0", "remove.0.7", "section-up.0", "section-down.1"];
  for (const button of [...odd, "sing", "up", "add.x", ""]) {
    expect([button, moved(list("Rail: a b | Seat: c d"), button)]).toEqual([button, null]);
  }
});

Deno.test("the last line of a section gone, one may add another", () => {
  expect(moved(list("Rail: a"), "remove.0.0")).toEqual({ draft: list("Rail"), focus: "s0-add" });
});

Deno.test("what a form holds is read, numbered, and found by its number", () => {
  const form = new FormData();
  for (
    const [name, value] of Object.entries({
      s0: "Rail",
      s0l0: " Clean \n and oiled ",
      s0l0help: "Look",
      s0l0required: "yes",
      s1: "Empty",
      s2: "Seat",
      s2l0: "Belt",
      s2l0safety: "yes",
    })
  ) form.set(name, value);
  const draft = draftIn(form);
  expect(linesOf(draft)).toEqual([
    {
      position: 1,
      section: "Rail",
      label: "Clean and oiled",
      help: "Look",
      required: true,
      safety_critical: false,
    },
    {
      position: 2,
      section: "Seat",
      label: "Belt",
      help: null,
      required: false,
      safety_critical: true,
    },
  ]);
  expect(fieldOfLine(draft, 1)).toEqual({ section: 0, field: "s0l0" });
  expect(fieldOfLine(draft, 2)).toEqual({ section: 2, field: "s2l0" });
  expect(linesOf(draftOf(linesOf(draft)))).toEqual(linesOf(draft));
});
