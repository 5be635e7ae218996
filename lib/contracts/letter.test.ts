import { expect } from "expect";
import { codeText, goText } from "./letter.ts";

Deno.test("a code is read in groups like those of a phone number", () => {
  expect(codeText("K7M2QX9DRT")).toBe("K7M-2QX-9DRT");
});

Deno.test("where a code is typed stands on the site of its link", () => {
  expect(goText("https://visits.example/book/secret")).toBe("visits.example/go");
  expect(goText("http://127.0.0.1:8000/book/secret")).toBe("127.0.0.1:8000/go");
});
