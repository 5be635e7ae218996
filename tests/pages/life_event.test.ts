/** What happens in a client's life: one form, what follows before the button, and nothing typed lost. */
import { expect } from "expect";
import { CLIENT, CLIENT_HISTORY, UNIT } from "./history_world.ts";
import { signIn, staffIs } from "./staff_world.ts";
import { api, ask, called, plain, post, test } from "./world.ts";

const PAGE = `/office/clients/${CLIENT}/changed`;
const VISIT = { unit_id: UNIT, starts_at: "2026-06-04T13:00:00+00:00", technician_name: "Tess" };
const CHANGES = {
  ended: [{ unit_id: UNIT, until: null, due_on: null }],
  goes_on: [],
  rests: [],
  due: [],
  units: [],
  cancelled: [VISIT],
  stays: [],
  called_off: [],
  withdrawn: [{ kind: "reminder", recipient: "ada@example.com" }],
  told: [],
  closed: [],
  opened: [],
};
const TRIED = { status: "tried", changes: CHANGES, shown: "abc" };

let signedIn: Promise<{ Cookie: string }> | undefined;

async function send(fields: Record<string, string>, answer: unknown) {
  const headers = await (signedIn ??= signIn("office"));
  staffIs("office");
  api.answer({ client_history: () => CLIENT_HISTORY, record_life_event: () => answer });
  return await post(PAGE, fields, headers);
}

test("the form asks what happened, and each answer has its own fields", async () => {
  const headers = await signIn("office");
  api.answer({ client_history: () => CLIENT_HISTORY });
  const { status, text } = await ask(`${PAGE}?what=deceased&unit=${UNIT}`, { headers });
  expect(status).toBe(200);
  const words = plain(text);
  for (
    const said of [
      "Has moved",
      "Lives in a care home now",
      "A relative has a unit now",
      "In hospital or away for a while",
      "Who looks after the estate?",
      "Show what follows",
    ]
  ) expect(words).toContain(said);
  expect(words).not.toContain("Record it");
  expect(text).toMatch(/value="deceased"[^>]*checked/);
  expect(text).toMatch(/<option value="unknown" selected/);
  expect(called("record_life_event")).toEqual([]);
});

test("what follows is listed before the button that does it, and what was typed is there", async () => {
  const { status, text } = await send(
    { event: "deceased", executor_name: "Dan Example", note: "Told by Dan", do: "look" },
    TRIED,
  );
  expect(status).toBe(200);
  const words = plain(text);
  const order = [
    "Nothing is ever mailed or printed to this name again",
    "The contract of the Flow X stair lift ends.",
    "Thu, Jun 4, 2026, 9:00 a.m. with Tess is cancelled.",
    "One mail that waits is not sent.",
    "Nobody is told of this by mail.",
    "Record it",
  ].map((said) => words.indexOf(said));
  expect(order).not.toContain(-1);
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  expect(text).toContain('value="Dan Example"');
  expect(text).toContain('name="shown" value="abc"');
  expect(called("record_life_event")).toEqual([{
    customer_id: CLIENT,
    event: "deceased",
    details: { note: "Told by Dan", executor: { name: "Dan Example" } },
    dry_run: true,
  }]);
});

test("the button does what was shown and leads back to the client", async () => {
  const done = await send(
    { event: "away", until: "2027-03-15", away_why: "away", shown: "abc", do: "record" },
    { status: "recorded", changes: CHANGES, shown: "abc" },
  );
  expect([done.status, done.headers.get("Location")])
    .toEqual([303, `/office/clients/${CLIENT}?did=changed`]);
  expect(called("record_life_event")).toEqual([{
    customer_id: CLIENT,
    event: "away",
    details: { why: "away", until: "2027-03-15" },
    dry_run: false,
    shown: "abc",
  }]);
});

test("what would follow is something else meanwhile: the new list is shown, and nothing typed is lost", async () => {
  const { status, text } = await send(
    { event: "sold", sold_units: UNIT, note: "Told by Dan", shown: "old", do: "record" },
    { status: "refused", reason: "changed", changes: { ...CHANGES, cancelled: [] }, shown: "new" },
  );
  expect(status).toBe(422);
  expect(plain(text)).toContain("Something changed meanwhile");
  expect(plain(text)).not.toContain("is cancelled");
  expect(text).toContain('name="shown" value="new"');
  expect(text).toContain("Told by Dan");
});

test("a refusal stands at its field", async () => {
  for (
    const [fields, answer, said] of [
      [{ event: "sold" }, { status: "rejected", reason: "units" }, "Please choose which unit"],
      [
        { event: "moved", moved_city: "Ajax" },
        { status: "rejected", reason: "street" },
        "new street",
      ],
      [{ event: "away", until: "soon" }, TRIED, "from tomorrow to three years"],
      [{ event: "deceased" }, { status: "refused", reason: "begun" }, "at work there right now"],
      [{ event: "deceased" }, { status: "refused", reason: "erased" }, "erased at their wish"],
      [{}, TRIED, "Please choose what happened."],
    ] as [Record<string, string>, unknown, string][]
  ) {
    const { status, text } = await send({ ...fields, do: "look" }, answer);
    expect(status).toBe(422);
    expect(plain(text)).toContain(said);
    expect(plain(text)).not.toContain("Record it");
    if (fields.moved_city) expect(text).toContain('value="Ajax"');
  }
});
