/** How one reading of a file is called, so that the same is never read twice. */

/**
 * The id of reading an upload with these columns, after another reading: the same again is the same reading, which goes on
 * where it stopped; other columns, or another file before, make it another one.
 */
export async function requestOf(
  { upload_id, kind, mapping }: { upload_id: string; kind: string | null; mapping: object },
  before: string,
): Promise<string> {
  const said = JSON.stringify([upload_id, kind, sorted(mapping), before]);
  const hash = new Uint8Array(
    await crypto.subtle.digest("SHA-256", new TextEncoder().encode(said)),
  );
  // The shape of a random UUID, from a hash.
  hash[6] = hash[6] & 0x0f | 0x40;
  hash[8] = hash[8] & 0x3f | 0x80;
  const hex = hash.subarray(0, 16).toHex();
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** The database keeps the names of an object in an order of its own. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1)
    .map(([name, each]) => [name, sorted(each)]);
}
