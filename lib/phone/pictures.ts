/**
 * Photos that were taken and signatures that were drawn on a page that is not sent off yet. The words of such a page
 * (`typed.ts`) name them, and what no page names is dropped. They have a database of their own: the line of changes
 * waits for no newer one because of them.
 */
import { storeOf } from "./small_store.ts";
import { allTyped, pathOf } from "./typed.ts";

export interface Picture {
  id: string;
  whose: string;
  /** A JPEG, or the base64 of a drawing as UTF-8. */
  bytes: ArrayBuffer;
  taken_at: number;
}

/** One that was found again, with what was typed below it. */
export interface Found extends Picture {
  caption: string;
}

const within = storeOf("phone pictures", "pictures", { keyPath: "id" });

/** Whose the pages of this phone are; null where none of it is kept: for the office, and without a worker. */
const whoseIn = (form: HTMLFormElement): string | null =>
  document.querySelector("script[src^='/tech-page.js']") === null ||
    !("serviceWorker" in navigator)
    ? null
    : form.querySelector<HTMLInputElement>("input[name=filled_by]")?.value ?? null;

/** Keeps a picture of a form. Resolves to false where this phone is full: it has the picture as long as the page. */
export async function hold(
  form: HTMLFormElement,
  picture: Omit<Picture, "whose">,
): Promise<boolean> {
  const whose = whoseIn(form);
  if (whose === null) return true;
  try {
    await within("readwrite", (pictures) => pictures.put({ ...picture, whose }));
    return true;
  } catch {
    return false;
  }
}

/** What this page had before, as it was when the first of its fields asked: what is typed from here on is another. */
let had: ReturnType<typeof allTyped> | undefined;

function hadOn(form: HTMLFormElement) {
  const whose = whoseIn(form);
  if (whose === null) return undefined;
  return (had ??= allTyped(whose)).find(({ path }) => path === pathOf(form));
}

/** What a field said on this page before; undefined where it was not there. */
export const saidBefore = (form: HTMLFormElement, field: string): string | undefined =>
  hadOn(form)?.typed.find(([name]) => name === field)?.[1];

/**
 * The pictures of a field that were on this page before, in their order. Whoever asked says with `data-found` that they
 * are in the field: until then what is kept names them still (`keep_typed.ts`).
 */
export async function foundAgain(form: HTMLFormElement, field: string): Promise<Found[]> {
  const before = hadOn(form);
  if (!before) return [];
  const captions = before.typed.filter(([name]) => name === field.replace("photo", "caption"));
  const ids = before.pictures.filter((each) => each.field === field).map(({ id }) => id);
  const found = await read(ids).catch(() => []);
  return found.filter((each) => each?.whose === whoseIn(form))
    .map((each, n) => ({ ...each!, caption: captions[n]?.[1] ?? "" }));
}

async function read(ids: string[]): Promise<(Picture | undefined)[]> {
  if (ids.length === 0) return [];
  const asked = await within("readonly", (pictures) => ids.map((id) => pictures.get(id)));
  return asked.map(({ result }) => result);
}

/** How many of these are still there. */
export async function countHeld(ids: string[]): Promise<number> {
  return (await read(ids).catch(() => [])).filter((each) => each !== undefined).length;
}

/** Drops all of them: somebody else has signed in. */
export async function dropPictures(): Promise<void> {
  await within("readwrite", (pictures) => pictures.clear());
}

/** Drops what no page of that person names: it was sent, is not needed, or is somebody else's. */
export async function dropUnnamed(whose: string): Promise<void> {
  const named = new Set(allTyped(whose).flatMap(({ pictures }) => pictures.map(({ id }) => id)));
  await within("readwrite", (pictures) => {
    const all = pictures.getAllKeys();
    all.onsuccess = () => {
      for (const id of all.result) if (!named.has(String(id))) pictures.delete(id);
    };
  });
}
