/**
 * The most that a body may have, in bytes, from whoever has no secret key, be it a page's form or a call of the
 * API: notes of a few pages, and never a file.
 */
export const MOST_OF_ANYBODY = 64 * 1024;

/** The most that the photos of a visit, or a repair, weigh, as phones make them, with the rest of their form. */
export const MOST_SHRUNK = MOST_OF_ANYBODY + 6 * 401 * 1024;

/** The forms that photos come with. */
const PHOTO_FORM =
  /^\/(tech\/(visits|repairs)\/[^/]+\/(checklist|finish|could-not)|office\/(visits|repairs)\/[^/]+\/report)$/;

/** Whether photos come with the forms that are posted there. */
export const takesPhotos = (pathname: string) => PHOTO_FORM.test(pathname);

/** Files that are brought in, all of a form's together; in parts with a script. */
const FILES_AT_ONCE: Record<string, number> = {
  "/office/enrol": 64 * 1024 * 1024,
  "/office/enrol/upload.json": 1024 * 1024,
};

/**
 * The most that a form posted there may have: where photos come, one that a phone without script did not make smaller, so
 * that it is told what was wrong and nothing typed beside it is lost.
 */
export const mostOf = (pathname: string) =>
  FILES_AT_ONCE[pathname] ?? (takesPhotos(pathname) ? 12 * 1024 * 1024 : MOST_OF_ANYBODY);

/**
 * The bytes of a body, counted while they come: null for one that has more than `most`, of which nothing
 * further is read (see `closeOnTooLarge`). What a request says of its length proves nothing, and it need not say any.
 */
export async function readBody(
  { headers, body }: Request,
  most: number,
): Promise<Uint8Array<ArrayBuffer> | null> {
  if (Number(headers.get("Content-Length")) > most) return null;
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for await (const chunk of body?.values({ preventCancel: true }) ?? []) {
    size += chunk.byteLength;
    if (size > most) return null;
    chunks.push(chunk);
  }
  return chunks.length === 1 ? chunks[0] : await new Blob(chunks).bytes();
}
