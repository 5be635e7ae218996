/** How large a picture is that a phone is asked to make small: known before it is opened. */
import { expect } from "expect";
import { sizeOfPng } from "./shrink_photo.ts";

Deno.test("a PNG says its size at its beginning, and nothing else does", () => {
  const png = new Uint8Array(24);
  png.set([137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82]);
  png.set([0, 0, 0x4e, 0x20, 0, 0, 0x27, 0x10], 16);
  expect(sizeOfPng(png)).toEqual({ width: 20_000, height: 10_000 });
  expect(sizeOfPng(png.subarray(0, 23))).toBe(null);
  expect(sizeOfPng(new TextEncoder().encode("<svg width='99999' height='99999'></svg>"))).toBe(
    null,
  );
});
