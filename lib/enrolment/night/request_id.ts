/** A request's name that is the same for the same words: who sends the same files again sends the same request. */
export async function requestIdOf(...words: string[]): Promise<string> {
  const bytes = new Uint8Array(
    await crypto.subtle.digest("SHA-256", new TextEncoder().encode(words.join("\n"))),
  ).slice(0, 16);
  // As a UUID of version 8, which is whatever its maker likes.
  bytes[6] = (bytes[6] & 0x0f) | 0x80;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  // Hosted functions run on a Deno that has no toHex.
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [[0, 8], [8, 12], [12, 16], [16, 20], [20, 32]].map(([from, to]) => hex.slice(from, to))
    .join("-");
}
