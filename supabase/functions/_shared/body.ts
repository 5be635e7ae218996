/** A request's text, or null where it is longer than so many bytes; no more of it is read then. */
export async function readWithin(request: Request, most: number): Promise<string | null> {
  if (Number(request.headers.get("content-length") ?? 0) > most) return null;
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of request.body ?? []) {
    length += part.length;
    if (length > most) return null;
    parts.push(part);
  }
  return await new Blob(parts as BlobPart[]).text();
}
