import { deflateSync } from "node:zlib";
import { expect } from "expect";
import { chunk, drawn, png, wrapped } from "@/tests/papers/pngs.ts";
import { readDrawing } from "./drawing.ts";

const STROKE = ["......", ".#....", "..##..", "......"];

/** Ink as the pictures of these tests are written. */
async function read(picture: Uint8Array): Promise<string[] | null> {
  const rows = await readDrawing(picture);
  return rows && rows.map((row) => row.map((isInk) => isInk ? "#" : ".").join(""));
}

Deno.test("of a drawing what is ink is read, and the paper around it is left out", async () => {
  expect(await read(drawn(STROKE))).toEqual(["#..", ".##"]);
});

Deno.test("grey, colours, alpha and sixteen bits are read alike: ink is what is dark on white", async () => {
  const look = { width: 2, height: 1 };
  const pictures: [string, Uint8Array][] = [
    ["grey", png({ ...look, colours: 0 }, [[0, 0, 255]])],
    ["grey with alpha", png({ ...look, colours: 4 }, [[0, 0, 255, 0, 0]])],
    ["colours", png({ ...look, colours: 2 }, [[0, 0, 0, 90, 255, 255, 0]])],
    ["alpha", png({ ...look, colours: 6 }, [[0, 0, 0, 0, 255, 0, 0, 0, 90]])],
    ["sixteen bits", png({ ...look, colours: 0, depth: 16 }, [[0, 0, 9, 255, 9]])],
  ];
  for (const [what, picture] of pictures) {
    expect([what, await read(picture)]).toEqual([what, ["#"]]);
  }
});

Deno.test("every way in which a row may be filtered is undone", async () => {
  const rows = [
    [1, 0, 255, 0], // left: 0 255 255
    [2, 0, 1, 0], // above: 0 0 255
    [3, 0, 0, 128], // the mean of both: 0 0 255
    [4, 0, 0, 0], // whichever is nearest: 0 0 255
  ];
  expect(await read(png({ width: 3, height: 4, colours: 0 }, rows)))
    .toEqual(["#.", "##", "##", "##"]);
});

Deno.test("what travels along in a picture, such as where it was taken, is passed over", async () => {
  const extra = [...chunk("sRGB", [0]), ...chunk("eXIf", [0x4d, 0x4d, 0, 42, 1, 2, 3])];
  expect(await read(drawn(STROKE, extra))).toEqual(["#..", ".##"]);
});

Deno.test("a large drawing is made smaller, and its thin lines stay", async () => {
  const width = 1000;
  const row = [0, ...Array(width).fill(255)];
  const line = row.with(1, 0).with(width, 0);
  const rows = await readDrawing(png({ width, height: 3, colours: 0 }, [row, line, row]));
  expect([rows!.length, rows![0].length]).toEqual([1, 480]);
  expect([rows![0][0], rows![0][1], rows![0][479]]).toEqual([true, false, true]);
});

Deno.test("as large as a pad may be a drawing is read, either way", async () => {
  const dark = (bytes: number) => deflateSync(new Uint8Array(bytes));
  const across = await readDrawing(wrapped({ width: 1600, height: 1, colours: 0 }, dark(1601)));
  const down = await readDrawing(wrapped({ width: 1, height: 1600, colours: 0 }, dark(3200)));
  expect([across!.length, across![0].length, down!.length, down![0].length])
    .toEqual([1, 480, 480, 1]);
});

Deno.test("whatever is broken in a picture, it is a drawing or none, and nothing breaks", async () => {
  const good = [
    drawn(STROKE),
    png({ width: 2, height: 1, colours: 4, depth: 16 }, [[4, 0, 0, 9, 9, 0, 0, 9, 9]]),
  ];
  for (const picture of good) {
    for (let at = 0; at < picture.length; at++) {
      for (const byte of [0, 1, 127, 128, 255, picture[at] ^ 1, picture[at] ^ 64]) {
        const rows = await readDrawing(picture.with(at, byte));
        expect(rows === null || rows.length * rows[0].length > 0).toBe(true);
      }
    }
  }
});

Deno.test("what is no drawing is none: nothing is drawn, and nothing breaks", async () => {
  const good = drawn(STROKE);
  const look = { width: 6, height: 4 };
  const zeros = (bytes: number) => deflateSync(new Uint8Array(bytes));
  const none: [string, Uint8Array][] = [
    ["nothing", new Uint8Array()],
    ["another kind", Uint8Array.from([0xff, 0xd8, 0xff, 0xe0])],
    ["cut off in its head", good.slice(0, 20)],
    ["cut off in its data", good.slice(0, 50)],
    ["data that are too short", wrapped(look, zeros(50))],
    ["a bomb: data without end", wrapped(look, zeros(20_000_000))],
    ["data that are none", wrapped(look, Uint8Array.from([1, 2, 3, 4]))],
    ["no data", wrapped(look, new Uint8Array())],
    ["a size that nobody signs on", wrapped({ width: 4000, height: 4000 }, zeros(99))],
    ["wider than any pad", wrapped({ width: 1601, height: 1, colours: 0 }, zeros(1602))],
    ["higher than any pad", wrapped({ width: 1, height: 1601, colours: 0 }, zeros(3202))],
    [
      "a thread of two million dots",
      wrapped({ width: 1, height: 2_560_000, colours: 0 }, zeros(5_120_000)),
    ],
    ["without width", wrapped({ width: 0, height: 4 }, zeros(4))],
    ["interlaced", wrapped({ ...look, interlaced: true }, zeros(100))],
    ["by palette", png({ ...look, colours: 3 }, Array(4).fill([0, 0, 0, 0, 0, 0, 0]))],
    ["four bits", png({ ...look, colours: 0, depth: 4 }, Array(4).fill([0, 0, 0, 0]))],
    ["an unknown filter", png({ width: 1, height: 1, colours: 0 }, [[9, 0]])],
    ["a part that cannot be left out", drawn(STROKE, chunk("ABCD", []))],
    ["a part longer than the file", drawn(STROKE, [0x7f, 0xff, 0xff, 0xff, 116, 69, 88, 116])],
    ["an empty pad", drawn(["...", "..."])],
  ];
  for (const [what, picture] of none) expect([what, await read(picture)]).toEqual([what, null]);
});
