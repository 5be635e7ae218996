import { expect } from "expect";
import { holding, type Kind, readAs, shownAs, shownIn, type Value } from "./values.ts";

Deno.test("what a field shows is read as what it was", () => {
  const values: [Kind, Value, string][] = [
    ["text", "Westin", "Westin"],
    ["number", 30, "30"],
    ["number", "3.00", "3"],
    ["amount", "189.00", "189.00"],
    ["amount", 1189.5, "1189.50"],
    ["percent", 0.13, "13"],
    ["percent", 0.14975, "14.975"],
    ["time", "08:00:00", "08:00"],
    ["switch", true, "yes"],
    ["switch", false, ""],
    ["numbers", [30, 7, 1], "30, 7, 1"],
    ["season", "11-15", "Nov 15"],
    ["season", "04-01", "Apr 1"],
    ["text", null, ""],
    ["number", null, ""],
  ];
  for (const [kind, value, text] of values) {
    expect([kind, shownAs(kind, value)]).toEqual([kind, text]);
    const read = readAs(kind, text);
    if (kind === "time") expect(read).toBe("08:00");
    else if (typeof value === "string" && !["text", "season"].includes(kind)) {
      expect(read).toBe(Number(value));
    } else expect(read).toEqual(value);
  }
});

Deno.test("a day of every year is read as people write it", () => {
  for (const typed of ["Nov 5", "november 5", "Nov. 5", "11-5", "11/05", "11-05"]) {
    expect(readAs("season", typed)).toBe("11-05");
  }
  expect(readAs("season", "Smarch 5")).toBe("Smarch 5");
  expect(readAs("season", "winter")).toBe("winter");
});

Deno.test("what cannot be read goes on as it was typed", () => {
  for (const kind of ["number", "amount", "percent"] as const) {
    expect(readAs(kind, "a lot")).toBe("a lot");
  }
  expect(readAs("number", "-3")).toBe("-3");
  expect(readAs("numbers", "30, soon")).toBe("30, soon");
  expect(readAs("numbers", "30 7;1")).toEqual([30, 7, 1]);
  expect(readAs("amount", "$1,189.00")).toBe(1189);
  expect(readAs("percent", "13 %")).toBe(0.13);
});

Deno.test("a form sends back what its page showed, and nothing else passes for it", () => {
  const form = (shown: string) => {
    const data = new FormData();
    data.set("shown", shown);
    return data;
  };
  const held = holding({ fee: 189, name: null, phone: "1" }, ["fee", "name", "missing"]);
  expect(shownIn(form(held))).toEqual({ fee: 189, name: null, missing: null });
  for (const odd of ["", "{", "[1]", '{"a": {"b": 1}}', `"${"x".repeat(20_000)}"`]) {
    expect(shownIn(form(odd))).toBeUndefined();
  }
});
