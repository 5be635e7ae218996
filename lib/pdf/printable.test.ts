import { expect } from "expect";
import { printable } from "./printable.ts";

Deno.test("letters that the font has stay, however they were composed", () => {
  expect(printable("Zoe\u0301 d'Été, Łódź, œuvre – 5 ½ “mm”")).toBe(
    "Zoé d'Été, Łódź, œuvre – 5 ½ “mm”",
  );
});

Deno.test("a letter loses a mark that the font does not have, and what it does not have at all is seen", () => {
  expect(printable("Ḥasan Ngọc ﬁt 李 Я")).toBe("Hasan Ngoc fit ? ?");
  expect(printable("a\u00adb\u200bc\u2011d")).toBe("abc-d");
});
