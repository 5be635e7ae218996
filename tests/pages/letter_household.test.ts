/** One letter for all that is due in a household. */
import { expect } from "expect";
import { CONTRACT, LETTER, PRINTED, signIn } from "./staff_world.ts";
import { api, ask, post, test } from "./world.ts";

/** What stands on a page, without its elements. */
const plain = (text: string) => text.replace(/<[^>]*>/g, "");

const CHAIR = {
  ...LETTER.unit,
  kind: "Lift chair",
  product_name: "Pride LC-358",
  due_on: "2099-06-10",
  fee: 129,
  tax: 16.77,
};
const SECOND = { ...LETTER.unit, told_apart: "serial ends in 8341", due_on: "2099-07-02" };

async function printed(others: unknown[], unit: unknown = PRINTED.unit): Promise<string> {
  const headers = await signIn("office");
  api.answer({ print_letter: () => ({ ...PRINTED, unit, others }) });
  return (await post(`/office/letter/${CONTRACT}`, {}, headers)).text;
}

test("a letter to a household names each unit, soonest first, with its price, and what all cost", async () => {
  const text = await printed([CHAIR, SECOND]);
  expect(text).toContain("Your lift chair and stair lifts are due for their maintenance visit");
  const lines = [...text.matchAll(/<li>(Your .*?)<\/li>/g)].map(([, line]) => plain(line));
  expect(lines).toEqual([
    "Your Pride LC-358 lift chair is due by June 10, 2099: $129.00",
    "Your Handicare 1000 stair lift is due by June 30, 2099: $199.00",
    "Your Handicare 1000 stair lift (serial ends in 8341) is due by July 2, 2099: $199.00",
  ]);
  expect(plain(text)).toContain(
    "in one visit if you like. Together it costs $527.00 + applicable tax (HST 13 %: $595.51 in all).",
  );
  expect(plain(text)).toContain("type this code and your postal code:K7M-2QX-9DRT");
  expect(plain(text)).toContain("You no longer have one of them");
});

test("in a letter, and before it is printed, units of one kind that are due on one day stand together", async () => {
  const alike = (told_apart: string) => ({ ...LETTER.unit, told_apart });
  const others = [{ ...CHAIR, due_on: LETTER.unit.due_on }, alike("1 of 2")];
  const text = await printed(others, alike("2 of 2"));
  const kinds = [...text.matchAll(/<li>Your [^<]*? (lift chair|stair lift)/g)].map(([, kind]) =>
    kind
  );
  expect(kinds).toEqual(["lift chair", "stair lift", "stair lift"]);
  const headers = await signIn("office");
  api.answer({ letter_facts: () => ({ ...LETTER, unit: alike("2 of 2"), others }) });
  const before = await ask(`/office/letter/${CONTRACT}`, { headers });
  expect(plain(before.text)).toContain("lift chair, stair lift (2 of 2) and stair lift (1 of 2).");
});

test("of a household some may be late already, or all", async () => {
  const late = { ...CHAIR, due_on: "2020-01-31" };
  const some = await printed([late]);
  expect(some).toContain("Your lift chair and stair lift are due");
  expect(plain(some)).toContain("Your Pride LC-358 lift chair was due on January 31, 2020:");
  const all = await printed([late], { ...PRINTED.unit, due_on: "2020-02-01" });
  expect(all).toContain("Your lift chair and stair lift were due");
});

test("the office sees before printing what else the letter names", async () => {
  const headers = await signIn("office");
  const see = async () => plain((await ask(`/office/letter/${CONTRACT}`, { headers })).text);
  expect(await see()).not.toContain("in this household");
  api.answer({ letter_facts: () => ({ ...LETTER, others: [CHAIR] }) });
  expect(await see()).toContain("all that is due in this household: lift chair and stair lift.");
});
