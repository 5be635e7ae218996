import { expect } from "expect";
import { readDraft } from "./draft.ts";
import { complaintsOf } from "./complaints.ts";

const NOTHING = {
  checklist: {},
  findings: "",
  advice: "",
  labour: "",
  serial: "",
  parts: [],
  signer: { method: null, name: "", role: "client", reason: "" },
};

Deno.test("what is not as our pages write it counts as not typed, and the rest is there", async () => {
  const read = async (typed: unknown) => {
    const rpc = () => Promise.resolve({ report_id: null, begun_at: null, saved_at: null, typed });
    return (await readDraft(rpc as never, "visit")).typed;
  };
  expect(await read({})).toEqual(NOTHING);
  const hostile = { checklist: "x", findings: 5, advice: null, parts: "no", signer: 7, labour: [] };
  expect(await read(hostile)).toEqual(NOTHING);
  const half = { checklist: { 1: "x", 2: { result: "pass" } }, findings: "Belt worn" };
  const kept = { ...NOTHING, checklist: { 1: {}, 2: { result: "pass" } }, findings: "Belt worn" };
  expect(await read(half)).toEqual(kept);
});

Deno.test("a line that lacks a word and a note that is too long are told beside the checklist", () => {
  const rejected = { status: "rejected", field: "checklist[2].note" } as const;
  expect(complaintsOf({ ...rejected, reason: "missing" })).toEqual({
    checklist: "A safety line that does not apply needs a note that says why.",
  });
  expect(complaintsOf({ ...rejected, reason: "too_long" })).toEqual({
    checklist: "Please look at the checklist again: a note there is too long.",
  });
});
