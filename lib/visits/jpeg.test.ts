import { expect } from "expect";
import { bareJpeg, isBrokenJpeg, sizeOfJpeg } from "./jpeg.ts";

const bytes = (hex: string) => Uint8Array.fromHex(hex.replaceAll(" ", ""));
const text = (words: string) => new TextEncoder().encode(words).toHex();

const BEGIN = "ffd8";
const JFIF = "ffe00010 4a46494600 010100000100010000";
const TABLE = "ffdb0004 0001";
const SIZE = "ffc0000b 08 04b0 0640 01011100";
/** Colours among which a byte of 255 and a mark that counts. */
const COLOURS = "ffda0008 010100003f00 a1b2ff00c3ffd0a4";
const END = "ffd9";
const PICTURE = BEGIN + JFIF + TABLE + SIZE + COLOURS + END;

/** A part of a kind, with whatever in it. */
const part = (mark: string, content: string) =>
  `ff${mark}${(bytes(content).length + 2).toString(16).padStart(4, "0")}${content}`;

const EXIF = part("e1", text("Exif\0\0") + "4d4d002a" + text("43.45 N 79.68 W"));

Deno.test("a picture that says nothing else stays as it is", () => {
  expect(bareJpeg(bytes(PICTURE))).toEqual(bytes(PICTURE));
  expect(sizeOfJpeg(bytes(PICTURE))).toEqual({ width: 1600, height: 1200 });
});

Deno.test("where it was taken, with what, and what anybody wrote into it is gone", () => {
  const extras = [
    EXIF,
    part("e1", text("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>")),
    part("e2", text("ICC_PROFILE\0")),
    part("ed", text("Photoshop 3.0\0")),
    part("fe", text("<script>alert(1)</script>")),
    part("e0", text("JFXX\0") + "10"),
  ];
  for (const extra of extras) {
    const told = bytes(BEGIN + JFIF + extra + TABLE + SIZE + COLOURS + END);
    expect(bareJpeg(told)).toEqual(bytes(PICTURE));
  }
  const between = bytes(BEGIN + JFIF + TABLE + SIZE + COLOURS + EXIF + COLOURS + END);
  expect(bareJpeg(between)).toEqual(bytes(BEGIN + JFIF + TABLE + SIZE + COLOURS + COLOURS + END));
});

Deno.test("what stands behind its end is gone: a page, a second picture, an archive", () => {
  for (const more of [text("<html><script>alert(1)</script>"), PICTURE, text("PK\x03\x04") + END]) {
    expect(bareJpeg(bytes(PICTURE + more))).toEqual(bytes(PICTURE));
  }
});

Deno.test("what is cut off is broken, wherever it ends", () => {
  const whole = bytes(PICTURE);
  for (let length = 2; length < whole.length; length++) {
    expect([length, isBrokenJpeg(whole.subarray(0, length))]).toEqual([length, true]);
    expect(bareJpeg(whole.subarray(0, length))).toBe(null);
  }
  expect(isBrokenJpeg(whole)).toBe(false);
});

Deno.test("what is no JPEG is none", () => {
  const others = [
    "",
    text("PK\x03\x04"),
    text("<svg xmlns='http://www.w3.org/2000/svg'/>"),
    "89504e470d0a1a0a",
  ];
  for (const each of [...others, "ffd8ff", "ffd80000", "ffd8ffdb0000"]) {
    expect(bareJpeg(bytes(each))).toBe(null);
    expect(sizeOfJpeg(bytes(each))).toBe(null);
  }
});

Deno.test("an end in a small picture inside its head is not its end", () => {
  const told = BEGIN + JFIF + part("e1", text("Exif\0\0") + PICTURE) + TABLE + SIZE + COLOURS;
  expect(isBrokenJpeg(bytes(told))).toBe(true);
  expect(bareJpeg(bytes(told + END))).toEqual(bytes(PICTURE));
});
