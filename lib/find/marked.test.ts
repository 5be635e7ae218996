import { expect } from "expect";
import { marked } from "./marked.ts";

/** With brackets around what was typed. */
const shown = (text: string, typed: string) =>
  marked(text, typed).map(([piece, isTyped]) => isTyped ? `[${piece}]` : piece).join("");

Deno.test("what was typed is marked where it stands, whatever its accents, capitals and punctuation", () => {
  for (
    const [text, typed, marks] of [
      ["Ethel Marsh", "mars", "Ethel [Mars]h"],
      ["Ethel Marsh", "MARSH ethel", "[Ethel] [Marsh]"],
      ["Zoë Lebœuf-O'Brien", "zoe leboeuf", "[Zoë] [Lebœuf]-O'Brien"],
      ["Zoë Lebœuf-O'Brien", "o’brien", "Zoë Lebœuf-[O'Brien]"],
      ["905-555-0112", "5550112", "905-[555-0112]"],
      ["(905) 555-0112", "+1 905 555", "([905) 555]-0112"],
      ["SN 12-34.b", "sn1234", "[SN 12-34].b"],
      ["L6Y 0A1", "l6y0a1", "[L6Y 0A1]"],
      ["Ethel", "e", "Ethel"],
      ["Ethel", "", "Ethel"],
      ["", "ethel", ""],
      ["Anna Hannan", "an", "[An]na H[an]n[an]"],
    ]
  ) expect(shown(text, typed)).toBe(marks);
});

Deno.test("nothing of a text is lost or added", () => {
  for (const text of ["a 👵🏽 b", "ﬁne ½", "Łukasz <b>"]) {
    expect(marked(text, "lukasz b fine").map(([piece]) => piece).join("")).toBe(text);
  }
});
