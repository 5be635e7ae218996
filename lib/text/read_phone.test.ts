import { expect } from "expect";
import fc from "fast-check";
import { parsePhone, readPhone } from "./read_phone.ts";

Deno.test("a phone number is understood as people write it", () => {
  for (const typed of ["9055550142", "(905) 555-0142", "+1 905.555.0142", "1-905-555-0142"]) {
    expect(readPhone(typed)).toBe("905-555-0142");
  }
  expect(readPhone("+44 20 7946 0958")).toBe("+44 20 7946 0958");
});

Deno.test("an extension is read in both languages, and written in one way", () => {
  const written = ["ext 12", "ext. 12", "ext.12", "extension 12", "x12", "poste 12", "Poste 12"];
  for (const extension of [...written, "p. 12", "local 12", "#12"]) {
    expect(readPhone(`905-555-0142 ${extension}`)).toBe("905-555-0142 ext. 12");
  }
  expect(readPhone("+44 20 7946 0958 ext 7")).toBe("+44 20 7946 0958 ext. 7");
});

Deno.test("what cannot be a phone number is none", () => {
  const none = ["", "555", "call me", "905-555-01422222", "555-0142", "000-000-0000"];
  for (const typed of [...none, "111-111-1111", "905-155-0142", "105-555-0142", "222-222-2222"]) {
    expect(readPhone(typed)).toBeNull();
  }
});

const phone = fc.record({
  area: fc.integer({ min: 200, max: 999 }),
  exchange: fc.integer({ min: 200, max: 999 }),
  line: fc.integer({ min: 0, max: 9999 }).map((line) => String(line).padStart(4, "0")),
  extension: fc.option(fc.integer({ min: 1, max: 99_999 })),
}).filter(({ area, exchange, line }) => new Set(`${area}${exchange}${line}`).size > 1);

Deno.test("what was written once is read again as the same number", () => {
  fc.assert(fc.property(phone, ({ area, exchange, line, extension }) => {
    const typed = `(${area}) ${exchange} ${line}${extension === null ? "" : ` poste ${extension}`}`;
    const read = parsePhone(typed);
    expect(read?.number).toBe(`+1${area}${exchange}${line}`);
    expect(read?.extension).toBe(extension === null ? null : String(extension));
    expect(parsePhone(read!.text)).toEqual(read);
  }));
});
