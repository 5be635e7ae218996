import { brotliCompressSync, gzipSync } from "node:zlib";

/** How a file may also be sent, best first, as browsers name it. */
export const ENCODINGS = ["br", "gzip"] as const;
export type Encoding = typeof ENCODINGS[number];

/** The file in an encoding, or null where that gains nothing, as of pictures and fonts. */
export function encode(
  contents: Uint8Array<ArrayBuffer>,
  encoding: Encoding,
): Uint8Array<ArrayBuffer> | null {
  const encoded = encoding === "br"
    ? brotliCompressSync(contents)
    : gzipSync(contents, { level: 9 });
  return encoded.length < contents.length * 0.9 ? new Uint8Array(encoded) : null;
}

/** Whether a request's `Accept-Encoding` takes an encoding. */
export function accepts(header: string | null, encoding: Encoding): boolean {
  return (header ?? "").toLowerCase().split(",").some((each) => {
    const [name, ...parameters] = each.split(";").map((part) => part.trim());
    return name === encoding && !parameters.some((part) => /^q=0(\.0*)?$/.test(part));
  });
}
