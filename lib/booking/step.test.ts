import { expect } from "expect";
import { hrefOf, instantOf, readStep, unitsOf } from "./step.ts";

const key = (n: number) => `11111111-1111-4111-8111-${String(n).padStart(12, "0")}`;

Deno.test("an instant is one of this century, in UTC", () => {
  expect(instantOf("2026-05-12T09:00-04:00")).toBe("2026-05-12T13:00:00.000Z");
  expect(instantOf("2000-01-01T00:00Z")).toBe("2000-01-01T00:00:00.000Z");
  expect(instantOf("2099-12-31T23:59Z")).toBe("2099-12-31T23:59:00.000Z");
  for (
    const none of ["1999-12-31T23:59Z", "2100-01-01T00:00Z", "-000001-01-01", "soon", "", null]
  ) {
    expect([none, instantOf(none)]).toEqual([none, null]);
  }
});

Deno.test("units are named by their keys, each once, and no more than a household has", () => {
  expect(unitsOf([key(1), "mine", key(2), key(1), ""])).toEqual([key(1), key(2)]);
  const many = Array.from({ length: 21 }, (_, n) => key(n));
  expect(unitsOf(many)).toEqual(many.slice(0, 20));
});

Deno.test("an address says the step, and the step the address", () => {
  const step = {
    name: "details",
    from: "2026-05-12",
    day: "2026-05-14",
    half: null,
    all: true,
    at: "2026-05-14T13:00:00.000Z",
    who: key(3),
    only: false,
    units: [key(1), key(2)],
    note: null,
    check: true,
  } as const;
  const href = hrefOf("T", { ...step, units: [...step.units] });
  expect(href.startsWith("/book/T?step=details&")).toBe(true);
  expect(readStep(new URL(href, "http://localhost").searchParams)).toEqual(step);
  expect(hrefOf("T", { name: "times", note: null, units: [] })).toBe("/book/T");
});

Deno.test("of an address that makes no sense nothing is left", () => {
  const senseless =
    "step=pay&from=2026-02-30&day=1999-01-01&all=yes&at=never&who=me&with=x&note=paid&check=yes";
  expect(readStep(new URLSearchParams(senseless))).toEqual({
    name: "times",
    from: null,
    day: null,
    half: null,
    all: false,
    at: null,
    who: null,
    only: false,
    units: [],
    note: null,
    check: false,
  });
});
