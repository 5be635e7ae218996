/** No call of the API goes unproved: each form of one stands in the list that the conformance test goes through. */
import { expect } from "expect";
import { FUNCTION_CALLS, TABLE_CALLS } from "@/tests/platform/calls_of_the_app.ts";
import { formsIn, readApiCalls } from "./api_calls.ts";

Deno.test("every form in which the application asks the API is held to PostgREST's documentation", async () => {
  const calls = await readApiCalls();
  expect(calls.filter(({ form }) => form === null)).toEqual([]);
  const asked = [...new Set(calls.map(({ form }) => form))].sort();
  expect(asked).toEqual([...Object.keys(FUNCTION_CALLS), ...Object.keys(TABLE_CALLS)].sort());
});

Deno.test("each example has the arguments that its form names", () => {
  for (const [form, { args }] of Object.entries(FUNCTION_CALLS)) {
    const [, named] = /\((.*)\)$/.exec(form)!;
    const names = named === "" ? [] : named.split(", ");
    const isWhole = !names.includes("…");
    const given = Object.keys(args).sort();
    const known = isWhole ? given : given.filter((name) => names.includes(name));
    expect([form, known]).toEqual([form, names.filter((name) => name !== "…")]);
  }
});

Deno.test("a call is read however it is written, and one that cannot be read is said", () => {
  const read: [string, (string | null)[]][] = [
    ['await rpc("one", { b: f(1, 2), a })', ["one(a, b)"]],
    ['api.rpc(\n  "one",\n  { a: { deep: "x, y)" }, ...rest },\n)', ["one(a, …)"]],
    ['rpc("one", wanted)', ["one(…)"]],
    ["rpc(name, {})", [null]],
    ["rpc(`one${n}`, {})", [null]],
    ["// rpc(name)\n/* rpc(name) */", []],
    [
      'const q = api.from("t").select("a, b").in("a", list);\n  if (x) q.or("b.eq.1");\n  q.range(0, 9);\n}\nq.eq("c", 1);',
      ['from("t").select("a, b").in("a").or("b.eq.1").range()'],
    ],
    ['await api\n  .from("t")\n  .insert({ a: 1 })\n  .select()', [
      'from("t").insert({ a: 1 }).select()',
    ]],
    ["api.from(table).select()", [null]],
    ["Array.from(list)", []],
  ];
  for (const [source, forms] of read) expect([source, formsIn(source)]).toEqual([source, forms]);
});
