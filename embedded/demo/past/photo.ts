/** Blocks of 8 by 8 pixels, each of one grey. */
const WIDE = 60;
const HIGH = 45;

/** How many codes of each length, and what they stand for: sizes of differences; of a block's other waves none. */
const SIZES = [[0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0], [
  0,
  1,
  2,
  3,
  4,
  5,
  6,
  7,
  8,
  9,
  10,
  11,
]];
const NO_WAVES = [[1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], [0]];

/** A picture of stairs with a rail along them, drawn in grey blocks, as a JPEG. */
export function photoOfStairs(): Uint8Array<ArrayBuffer> {
  const pixels = (blocks: number) => [blocks * 8 >> 8, blocks * 8 & 255];
  return new Uint8Array([
    ...[0xff, 0xd8],
    ...segment(0xdb, [0, ...Array(64).fill(8)]),
    ...segment(0xc0, [8, ...pixels(HIGH), ...pixels(WIDE), 1, 1, 0x11, 0]),
    ...segment(0xc4, [0x00, ...SIZES.flat()]),
    ...segment(0xc4, [0x10, ...NO_WAVES.flat()]),
    ...segment(0xda, [1, 1, 0, 0, 63, 0]),
    ...greys(),
    ...[0xff, 0xd9],
  ]);
}

function segment(marker: number, content: number[]): number[] {
  const length = content.length + 2;
  return [0xff, marker, length >> 8, length & 255, ...content];
}

/** Each block as how much lighter it is than the one before. */
function greys(): number[] {
  let bits = "";
  let before = 0;
  for (let n = 0; n < WIDE * HIGH; n++) {
    const grey = greyAt(n % WIDE, Math.floor(n / WIDE)) - 128;
    bits += written(grey - before) + "0";
    before = grey;
  }
  const bytes = bits.padEnd(Math.ceil(bits.length / 8) * 8, "1").match(/.{8}/g)!;
  // What looks like a marker gets a zero behind it.
  return bytes.map((byte) => parseInt(byte, 2)).flatMap((byte) => byte === 255 ? [255, 0] : [byte]);
}

function written(difference: number): string {
  const size = difference === 0 ? 0 : Math.floor(Math.log2(Math.abs(difference))) + 1;
  const code = size === 0
    ? "00"
    : size < 6
    ? (size + 1).toString(2).padStart(3, "0")
    : "1".repeat(size - 3) + "0";
  const value = difference > 0 ? difference : difference + 2 ** size - 1;
  return code + (size === 0 ? "" : value.toString(2).padStart(size, "0"));
}

function greyAt(x: number, y: number): number {
  const stair = HIGH - 4 - Math.floor(x / 6) * 4;
  const rail = HIGH - 12 - x * 2 / 3;
  if (Math.abs(y - rail) < 1.2) return 40;
  if (y < stair) return 214 - Math.floor(y / 6) * 2;
  return y === stair ? 150 : x % 6 === 0 ? 84 : 112;
}
