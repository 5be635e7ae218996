/** Pictures as phones write them, of no more bytes than their parts need; no decoder makes anything of their colours. */

const hex = (text: string) => Uint8Array.fromHex(text.replaceAll(" ", ""));

/** Puts one after the other. */
export function joined(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((size, { length }) => size + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const BEGIN = hex("ffd8 ffe00010 4a46494600 010100000100010000");
const SIZE = hex("ffdb0004 0001 ffc0000b 08 04b0 0640 01011100 ffda0008 010100003f00");

/** A picture of 1600 by 1200 pixels that says nothing but what it shows; `colours` bytes of it are colours. */
export const bareJpegOf = (colours = 5) =>
  joined(BEGIN, SIZE, new Uint8Array(colours).fill(0xa1), hex("ffd9"));

/** The same as a camera writes it: where it was taken stands in its head. */
export function cameraJpeg(colours = 5): Uint8Array<ArrayBuffer> {
  const said = new TextEncoder().encode("Exif\0\0MM\0*43.45 N 79.68 W");
  const place = joined(hex("ffe1"), new Uint8Array([0, said.length + 2]), said);
  return joined(BEGIN, place, SIZE, new Uint8Array(colours).fill(0xa1), hex("ffd9"));
}
