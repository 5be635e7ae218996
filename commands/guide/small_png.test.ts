import { expect } from "expect";
import { Buffer } from "node:buffer";
import { deflateSync } from "node:zlib";
import { png } from "@/tests/papers/pngs.ts";
import { smallPng } from "./small_png.ts";

/** A character for each byte, which TextDecoder does not give. */
const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1");

Deno.test("a picture keeps its colours, whatever its rows are filtered by", () => {
  const rows = [
    [0, 255, 0, 0, 0, 0, 255],
    // To the left, above, the mean, the nearest: the same two pixels each time.
    [1, 255, 0, 0, 1, 0, 255],
    [2, 0, 0, 0, 0, 0, 0],
    [3, 128, 0, 0, 129, 0, 128],
    [4, 0, 0, 0, 0, 0, 0],
  ];
  const small = smallPng(png({ width: 2, height: 5, colours: 2 }, rows));
  const found = latin1(small);
  expect(found).toContain("PLTE\xff\x00\x00\x00\x00\xff");
  const data = deflateSync(Uint8Array.from(rows.flatMap(() => [0, 0, 1])), { level: 9 });
  expect(found).toContain(`IDAT${latin1(data)}`);
});

Deno.test("of more colours than a palette holds the rare ones become what is most like them", () => {
  const often = Array.from({ length: 256 }, (_, at) => [at, 0, 0]);
  const row = [0, ...often.flat(), ...often.flat(), 9, 3, 0];
  const small = smallPng(png({ width: 513, height: 1, colours: 2 }, [row]));
  const found = latin1(small);
  const palette = found.slice(found.indexOf("PLTE") + 4, found.indexOf("IDAT") - 8);
  expect(palette.length).toBe(256 * 3);
  expect(palette).not.toContain("\x09\x03\x00");
  const reds = Array.from({ length: 256 }, (_, at) => palette.charCodeAt(at * 3));
  const line = [...reds.keys()].map((at) => reds.indexOf(at));
  const data = deflateSync(Uint8Array.from([0, ...line, ...line, reds.indexOf(9)]), { level: 9 });
  expect(found).toContain(`IDAT${latin1(data)}`);
});
