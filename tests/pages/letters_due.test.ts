/** Letters for all who are not to be called or mailed: chosen on one page, printed as one document. */
import { expect } from "expect";
import { WHEELCHAIR } from "./fake_api.ts";
import { LETTER, PRINTED } from "./staff_world.ts";
import { ACTIVITY, atWork } from "./work_world.ts";
import { ask, called, plain, post, test } from "./world.ts";

const DUE = {
  status: "ok",
  letters: 2,
  rows: [
    {
      contract_id: WHEELCHAIR,
      customer: "Ada Example",
      city: "Brampton",
      due_on: "2026-06-30",
      can_be_called: true,
      has_address: true,
      kinds: ["call_client"],
    },
    {
      contract_id: ACTIVITY,
      customer: "Bo Example",
      city: null,
      due_on: "2026-07-30",
      can_be_called: false,
      has_address: false,
      kinds: ["unbooked", "overdue"],
    },
  ],
};

test("who gets a letter is listed, and who has no street is not ticked", async () => {
  const headers = await atWork({ letters_due: DUE });
  const { text } = await ask("/office/letters", { headers });
  const words = plain(text);
  for (const said of ["2 letters to print", "A call would do as well", "No street is known"]) {
    expect(words).toContain(said);
  }
  expect(text.match(/checked/g)).toHaveLength(1);
  const none = await atWork({ letters_due: { status: "ok", letters: 0, rows: [] } });
  const { text: empty } = await ask("/office/letters", { headers: none });
  expect(plain(empty)).toContain("No letter is due today.");
});

test("those that are ticked are one document, and who gets none is counted", async () => {
  const answer = {
    status: "ok",
    letters: [
      PRINTED,
      { ...PRINTED, name: "Bo Example" },
      { ...LETTER, status: "paused" },
    ].map((letter) => ({ ...letter, contract_id: WHEELCHAIR })),
  };
  const headers = await atWork({ print_letters: answer });
  const { text, status } = await post("/office/letters", { contract: WHEELCHAIR }, headers);
  expect(status).toBe(200);
  expect(text.match(/aria-label="Letter"/g)).toHaveLength(2);
  expect(plain(text)).toContain("1 is not printed");
  expect(called("print_letters")).toEqual([{ contract_ids: [WHEELCHAIR] }]);
});

test("no letter ticked prints none", async () => {
  const headers = await atWork({ letters_due: DUE });
  const { text, status } = await post("/office/letters", { contract: "x" }, headers);
  expect(status).toBe(422);
  expect(plain(text)).toContain("Please tick between 1 and 100 letters.");
  expect(called("print_letters")).toEqual([]);
});
