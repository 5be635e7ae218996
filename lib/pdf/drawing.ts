/**
 * A drawn signature as rows of ink. Of the picture that somebody sent nothing goes further than this: no bytes of it,
 * no colours, nothing that travels along in it.
 */

/** Each way as many dots as a picture is taken with; what one comes to in memory is bound by it. */
const MOST_DOTS = 1600;
/** Fine enough for paper. */
const MOST_ACROSS = 480;

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** How many values each dot has, by PNG's number for its colours: grey, colours, grey and colours with alpha. */
const VALUES: Record<number, number> = { 0: 1, 2: 3, 4: 2, 6: 4 };

interface Picture {
  width: number;
  height: number;
  values: number;
  hasAlpha: boolean;
  /** Of one value; of two bytes the first is enough. */
  bytes: number;
  packed: Uint8Array[];
}

/**
 * Reads a PNG, of 8 or 16 bits and not interlaced, as pads make them.
 * @returns dark dots, row by row, without the empty edges; null for what is no such picture, or shows nothing
 */
export async function readDrawing(png: Uint8Array): Promise<boolean[][] | null> {
  const picture = opened(png);
  if (picture === null) return null;
  const { width, height, values, bytes } = picture;
  const stride = width * values * bytes;
  const packed = await unpacked(picture.packed, (stride + 1) * height);
  if (packed === null || !unfilter(packed, stride, values * bytes)) return null;
  const ink = Array.from({ length: height }, (_, y) => {
    const row = packed.subarray(y * (stride + 1) + 1, (y + 1) * (stride + 1));
    return Array.from({ length: width }, (_, x) => isInk(row, x * values * bytes, picture));
  });
  const trimmed = withoutEdges(ink);
  return trimmed && smaller(trimmed);
}

function opened(png: Uint8Array): Picture | null {
  if (SIGNATURE.some((byte, n) => png[n] !== byte)) return null;
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  let picture: Picture | null = null;
  for (let at = SIGNATURE.length; at + 12 <= png.length;) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...png.subarray(at + 4, at + 8));
    const data = at + 8;
    if (data + length + 4 > png.length) return null;
    if (type === "IHDR") picture = length === 13 ? headOf(view, data) : null;
    if (picture === null) return null;
    if (type === "IDAT") picture.packed.push(png.subarray(data, data + length));
    if (type === "IEND") return picture;
    // A part whose name begins with a capital cannot be left out, and is unknown here.
    if (!["IHDR", "IDAT"].includes(type) && !/^[a-z]/.test(type)) return null;
    at = data + length + 4;
  }
  return null;
}

function headOf(view: DataView, at: number): Picture | null {
  const [width, height] = [view.getUint32(at), view.getUint32(at + 4)];
  const [depth, colours, packing, filtering, interlaced] = [8, 9, 10, 11, 12]
    .map((n) => view.getUint8(at + n));
  const values = VALUES[colours];
  const isKnown = values !== undefined && (depth === 8 || depth === 16) &&
    packing + filtering + interlaced === 0;
  const isPad = [width, height].every((dots) => dots > 0 && dots <= MOST_DOTS);
  if (!isKnown || !isPad) return null;
  return { width, height, values, hasAlpha: colours >= 4, bytes: depth / 8, packed: [] };
}

/** So many bytes, and not one more is ever unpacked; null where there are fewer, or more, or they are damaged. */
async function unpacked(parts: Uint8Array[], length: number): Promise<Uint8Array | null> {
  const all = new Uint8Array(length);
  const source = new Blob(parts as BlobPart[]).stream();
  const reader = source.pipeThrough(new DecompressionStream("deflate")).getReader();
  let at = 0;
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      if (at + read.value.length > length) {
        await reader.cancel();
        return null;
      }
      all.set(read.value, at);
      at += read.value.length;
    }
  } catch {
    return null;
  }
  return at === length ? all : null;
}

/** Undoes in place what makes rows easier to pack; false for a way that is unknown. */
function unfilter(all: Uint8Array, stride: number, back: number): boolean {
  for (let start = 0; start < all.length; start += stride + 1) {
    const kind = all[start];
    if (kind > 4) return false;
    for (let n = 1; n <= stride; n++) {
      const at = start + n;
      const left = n > back ? all[at - back] : 0;
      const above = start > 0 ? all[at - stride - 1] : 0;
      const corner = start > 0 && n > back ? all[at - stride - 1 - back] : 0;
      all[at] += [0, left, above, (left + above) >> 1, nearest(left, above, corner)][kind];
    }
  }
  return true;
}

function nearest(left: number, above: number, corner: number): number {
  const guess = left + above - corner;
  const [toLeft, toAbove, toCorner] = [left, above, corner].map((value) => Math.abs(guess - value));
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}

/** Whether a dot is dark on white paper. */
function isInk(row: Uint8Array, at: number, { values, hasAlpha, bytes }: Picture): boolean {
  const light = values >= 3 ? (row[at] + row[at + bytes] + row[at + 2 * bytes]) / 3 : row[at];
  const cover = hasAlpha ? row[at + (values - 1) * bytes] : 255;
  return (255 - light) * cover > 255 * 127;
}

function withoutEdges(rows: boolean[][]): boolean[][] | null {
  const filled = rows.flatMap((row, y) => row.includes(true) ? [y] : []);
  if (filled.length === 0) return null;
  const kept = rows.slice(filled[0], filled.at(-1)! + 1);
  const left = Math.min(...kept.map((row) => row.indexOf(true)).filter((x) => x >= 0));
  const right = Math.max(...kept.map((row) => row.lastIndexOf(true)));
  return kept.map((row) => row.slice(left, right + 1));
}

/** What is ink anywhere in a square is ink, so that thin lines stay. */
function smaller(rows: boolean[][]): boolean[][] {
  const [width, height] = [rows[0].length, rows.length];
  const scale = Math.max(width, height) / MOST_ACROSS;
  if (scale <= 1) return rows;
  const small = Array.from(
    { length: Math.ceil(height / scale) },
    () => Array<boolean>(Math.ceil(width / scale)).fill(false),
  );
  rows.forEach((row, y) =>
    row.forEach((isInk, x) => {
      if (isInk) small[Math.floor(y / scale)][Math.floor(x / scale)] = true;
    })
  );
  return small;
}
