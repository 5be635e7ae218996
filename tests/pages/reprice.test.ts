/** Other fees for contracts: looked at first, then changed. */
import { expect } from "expect";
import { CONTRACT, signIn, staffIs } from "./staff_world.ts";
import { api, ask, called, plain, post, test } from "./world.ts";

const PREVIEW = {
  status: "previewed",
  contracts: 61,
  told: 2,
  before: 11529,
  after: 11932.52,
  from_on: "2027-01-01",
  shown: "0a1b" as string | null,
  rows: [{
    contract_id: CONTRACT,
    customer: "Ada Example",
    kind: "Stair lift",
    product_name: "Flow X",
    fee: 189,
    new_fee: 195.62,
    is_told: true,
  }],
};

const LOOK =
  "/office/reprice?look=yes&category=stairlift&how=percent&amount=3.5+%25&from_on=2027-01-01";

const sessions = new Map<string, Promise<{ Cookie: string }>>();

async function signedIn(role: string, answer: unknown = PREVIEW) {
  if (!sessions.has(role)) sessions.set(role, signIn(role));
  const headers = await sessions.get(role)!;
  staffIs(role);
  api.answer({ reprice: () => answer });
  return headers;
}

test("the office is told who changes fees", async () => {
  const { status, text } = await ask(LOOK, { headers: await signedIn("office") });
  expect(status).toBe(403);
  expect(plain(text)).toContain("Only an administrator changes what contracts cost.");
  expect(called("reprice")).toEqual([]);
});

test("what would change is told row by row and in all, before the button", async () => {
  const { status, text } = await ask(LOOK, { headers: await signedIn("admin") });
  expect(status).toBe(200);
  const words = plain(text);
  for (
    const said of [
      "61 contracts would change",
      "come to $11,529.00 now, and to $11,932.52 from January 1, 2027 on, before tax",
      "Of 2 contracts the price of the visit that is due is told already, and stays.",
      "Ada Example",
      "$195.62",
      "this visit's price stays",
      "And 60 contracts more.",
      "Change these 61 fees",
    ]
  ) expect(words).toContain(said);
  expect(called("reprice")).toEqual([{
    category: "stairlift",
    percent: 3.5,
    from_on: "2027-01-01",
    dry_run: true,
  }]);
});

test("nothing is asked before somebody looks, and no button stands where nothing would change", async () => {
  const headers = await signedIn("admin", { ...PREVIEW, contracts: 0, shown: null, rows: [] });
  expect((await ask("/office/reprice", { headers })).text).not.toContain("would change</h2>");
  expect(called("reprice")).toEqual([]);
  const words = plain((await ask(LOOK, { headers })).text);
  expect(words).toContain("Nothing would change");
  expect(words).not.toContain("Change these");
});

test("the button changes what was looked at, and nothing else", async () => {
  const fields = {
    category: "",
    contract: CONTRACT,
    how: "fee",
    amount: "199",
    from_on: "2027-01-01",
    shown: "0a1b",
  };
  const headers = await signedIn("admin", { ...PREVIEW, status: "repriced" });
  const sent = await post("/office/reprice", fields, headers);
  expect([sent.status, sent.headers.get("Location")]).toEqual([303, "/office/reprice?changed=61"]);
  expect(called("reprice")).toEqual([{
    contract_ids: [CONTRACT],
    fee: 199,
    from_on: "2027-01-01",
    dry_run: false,
    shown: "0a1b",
  }]);
  expect(plain((await ask("/office/reprice?changed=61", { headers })).text))
    .toContain("61 contracts will have another fee.");
  expect((await post("/office/reprice", { ...fields, shown: "" }, headers)).status).toBe(400);
});

test("what cannot be meant is said at its field, and stays as it was typed", async () => {
  const cases: [query: string, answer: unknown, said: string][] = [
    [
      "how=percent&amount=a+lot&from_on=2027-01-01",
      PREVIEW,
      "Please write a number from -50 to 100",
    ],
    ["how=fee&amount=-3&from_on=2027-01-01", PREVIEW, "Please write an amount such as"],
    ["how=percent&amount=5&from_on=soon", PREVIEW, "a day from tomorrow to two years"],
    [
      "how=percent&amount=5&from_on=2026-01-01",
      { status: "rejected", reason: "from_on" },
      "a day from tomorrow to two years",
    ],
    [
      "how=percent&amount=5&from_on=2027-01-01",
      { status: "rejected", reason: "which" },
      "Please choose a kind of unit.",
    ],
    [
      "how=percent&amount=5&from_on=2027-01-01",
      { status: "refused", reason: "many", most: 5000 },
      "more than 5,000 contracts",
    ],
    [
      "how=percent&amount=5&from_on=2027-01-01",
      { status: "refused", reason: "changed" },
      "Please look again",
    ],
  ];
  for (const [query, answer, said] of cases) {
    const headers = await signedIn("admin", answer);
    const { status, text } = await ask(`/office/reprice?look=yes&${query}`, { headers });
    expect([query, status]).toEqual([query, 422]);
    expect(plain(text)).toContain(said);
    expect(text).toContain(`value="${new URLSearchParams(query).get("amount")}"`);
    expect(text).not.toContain('name="expected"');
  }
});
