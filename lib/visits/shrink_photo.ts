/** How a phone makes a photo small: in the browser alone. */
import { bareJpeg, isBrokenJpeg, sizeOfJpeg } from "./jpeg.ts";
import { HEAVIEST } from "./photo_words.ts";

/** The longer side of a photo, in pixels: enough to read a serial plate. */
const LONGEST = 1600;

/** More than any phone's camera has: 200 megapixels and a little. */
const MOST_PIXELS = 210_000_000;

/** From the best to what still shows a crack. */
const QUALITIES = [0.85, 0.75, 0.6, 0.45];

export interface Shrunk {
  file: File;
  /** What it shows. */
  picture: HTMLCanvasElement;
}

/**
 * The same photo, upright, as a JPEG that is light enough and says nothing but what it shows.
 * @throws what this browser cannot read, or what is broken
 */
export async function shrunk(file: File): Promise<Shrunk> {
  const bitmap = await decoded(file);
  let picture = drawn(bitmap, Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height)));
  bitmap.close();
  for (;; picture = drawn(picture, 0.7)) {
    for (const quality of QUALITIES) {
      const bytes = await encoded(picture, quality);
      if (bytes.length > HEAVIEST) continue;
      const { lastModified } = file;
      const small = new File([bytes], "photo.jpg", { type: "image/jpeg", lastModified });
      return { file: small, picture };
    }
  }
}

/** What a photo shows that was made small before. */
export async function pictureOf(file: Blob): Promise<HTMLCanvasElement> {
  const bitmap = await createImageBitmap(file);
  const picture = drawn(bitmap, 1);
  bitmap.close();
  return picture;
}

/** Smaller already as it is decoded: forty megapixels would be 160 MB. */
async function decoded(file: File): Promise<ImageBitmap> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const size = sizeOfJpeg(bytes) ?? sizeOfPng(bytes);
  if (isBrokenJpeg(bytes) || size && size.width * size.height > MOST_PIXELS) {
    throw new Error("broken, or larger than any photo");
  }
  const scale = size ? LONGEST / Math.max(size.width, size.height) : 1;
  if (!size || scale >= 1) return await createImageBitmap(file);
  // One side alone, so that what lies on its side keeps its shape, whichever side that is.
  return await createImageBitmap(file, {
    resizeWidth: Math.round(size.width * scale),
    resizeQuality: "high",
  }).catch(() => createImageBitmap(file));
}

/** A screenshot; or a few kilobytes that become gigabytes. Null for what is no PNG. */
export function sizeOfPng(bytes: Uint8Array): { width: number; height: number } | null {
  if (bytes.length < 24 || new TextDecoder("latin1").decode(bytes.subarray(1, 4)) !== "PNG") {
    return null;
  }
  const head = new DataView(bytes.buffer, bytes.byteOffset);
  return { width: head.getUint32(16), height: head.getUint32(20) };
}

function drawn(source: ImageBitmap | HTMLCanvasElement, scale: number): HTMLCanvasElement {
  const picture = document.createElement("canvas");
  picture.width = Math.max(1, Math.round(source.width * scale));
  picture.height = Math.max(1, Math.round(source.height * scale));
  const pen = picture.getContext("2d")!;
  // What can be seen through would be black.
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, picture.width, picture.height);
  pen.drawImage(source, 0, 0, picture.width, picture.height);
  return picture;
}

async function encoded(picture: HTMLCanvasElement, quality: number) {
  const blob = await new Promise<Blob | null>((resolve) =>
    picture.toBlob(resolve, "image/jpeg", quality)
  );
  const bytes = bareJpeg(new Uint8Array(await blob!.arrayBuffer()));
  if (bytes === null) throw new Error("no JPEG came of it");
  return bytes;
}
