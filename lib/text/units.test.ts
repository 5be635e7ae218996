import { expect } from "expect";
import { fullName, namesOf, shortName, visitNames } from "./units.ts";

const lift = { kind: "Stair lift", told_apart: "Flow X", product_name: "Flow X" };

Deno.test("a unit is its kind, and more only where its owner has another of the kind", () => {
  expect(shortName({ kind: "Stair lift", told_apart: null })).toBe("stair lift");
  expect(shortName(lift)).toBe("stair lift (Flow X)");
  expect(namesOf([lift, { kind: "Walker" }])).toBe("stair lift (Flow X) and walker");
});

Deno.test("a product is not said twice", () => {
  expect(fullName(lift)).toBe("Flow X stair lift");
  expect(fullName({ ...lift, told_apart: "serial ends in 8341" }))
    .toBe("Flow X stair lift (serial ends in 8341)");
  expect(fullName({ kind: "Stair lift", told_apart: "1 of 2" })).toBe("stair lift (1 of 2)");
});

Deno.test("a visit is for one unit by its full name, for several by what tells them apart", () => {
  expect(visitNames([lift])).toBe("Flow X stair lift");
  expect(visitNames([lift, { kind: "Walker", product_name: "Nexus" }]))
    .toBe("stair lift (Flow X) and walker");
  expect(visitNames([])).toBe("");
});
