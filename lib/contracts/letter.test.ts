import { expect } from "expect";
import { addressLines } from "./letter.ts";

Deno.test("an address has the lines that an envelope needs", () => {
  const address = {
    street: "12 Maple Crescent",
    apartment: "4",
    city: "Toronto",
    province: "ON",
    postal_code: "M4S 1A1",
  };
  expect(addressLines(address)).toEqual(["4-12 Maple Crescent", "Toronto ON  M4S 1A1"]);
  expect(addressLines({ ...address, apartment: null, province: null }))
    .toEqual(["12 Maple Crescent", "Toronto  M4S 1A1"]);
  expect(addressLines({ ...address, city: null, province: null, postal_code: null }))
    .toEqual(["4-12 Maple Crescent"]);
  expect(addressLines({ ...address, street: null })).toEqual([]);
  const streetWith = (apartment: string) => addressLines({ ...address, apartment })[0];
  expect(["#4", " 4b ", "", "Apt 4", "Basement"].map(streetWith)).toEqual([
    "4-12 Maple Crescent",
    "4b-12 Maple Crescent",
    "12 Maple Crescent",
    "12 Maple Crescent, Apt 4",
    "12 Maple Crescent, Basement",
  ]);
});
