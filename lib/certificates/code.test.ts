import { expect } from "expect";
import { codeInAddress, codeText } from "./code.ts";

Deno.test("a code is shown in groups of four, and goes into an address without what was typed between", () => {
  expect(codeText("7Q4M2XKD9HVT3R0P")).toBe("7Q4M 2XKD 9HVT 3R0P");
  expect(codeInAddress(" 7q4m-2xkd 9hvt–3r0p\n")).toBe("7Q4M2XKD9HVT3R0P");
  expect(codeInAddress("../?<é>")).toBe("");
});
