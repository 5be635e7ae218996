/** Photos of a visit, or of a repair, as they come and go: the one place that would know of a bucket. */
import { HttpError } from "fresh";
import * as z from "zod";
import type { Photo } from "@/lib/database/photo.ts";
import type { Rpc } from "@/lib/database/rpc.ts";
import { bareJpeg } from "./jpeg.ts";
import { HEAVIEST, MOST_PHOTOS, NO_ROOM, weightText } from "./photo_words.ts";

/** What photos are of. */
export type Work = { visit_id: string } | { work_order_id: string };

const idOf = (work: Work) => "visit_id" in work ? work.visit_id : work.work_order_id;

/** A photo that a form brought. */
interface Brought {
  file: File;
  line?: number;
  caption?: string;
  taken_at?: string;
}

/** The photos that a form brought: those of lines in `photo-3`, those of the work as a whole in `photo`. */
function broughtBy(form: FormData): Brought[] {
  return [...new Set(form.keys())].flatMap((name): Brought[] => {
    const [, line] = /^photo(?:-(\d{1,3}))?$/.exec(name) ?? [null];
    if (line === null) return [];
    // What is said of each stands beside it, in the same order.
    const taken = form.getAll(name.replace("photo", "taken"));
    const captions = form.getAll(name.replace("photo", "caption"));
    const brought = form.getAll(name).map((file, n) => ({
      file,
      line: line === undefined ? undefined : Number(line),
      caption: String(captions[n] ?? "").trim() || undefined,
      taken_at: z.iso.datetime().safeParse(taken[n]).data,
    }));
    return brought.filter((each): each is typeof each & { file: File } =>
      each.file instanceof File && each.file.size > 0
    );
  });
}

/** The name of a photo follows from what it is: however often a form is sent, it is one. */
async function nameOf(work: Work, line: number | undefined, bytes: Uint8Array) {
  const what = new TextEncoder().encode(`${idOf(work)} ${line ?? "visit"} `);
  const digest = await crypto.subtle.digest(
    "SHA-256",
    await new Blob([what, bytes as BlobPart]).bytes(),
  );
  return new Uint8Array(digest, 0, 16).toHex().replace(
    /^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/,
    "$1-$2-8$3-8$4-$5",
  );
}

const answerShape = z.object({
  status: z.enum(["kept", "refused", "rejected"]),
  reason: z.string().nullish(),
});

const NO_PHOTO = "That is no photo that can be kept. Please take it again.";

const REFUSALS: Record<string, string> = {
  full: NO_ROOM,
  over: "This is over: it gets no more photos.",
  too_long: "Please write less about the photo.",
};

/** What became of the photos that a form brought. */
interface Kept {
  photos: Photo[];
  /** What is to be said of those that cannot be kept. */
  complaint: string | null;
}

/**
 * Keeps the photos that a form brought. A camera's own file says where it was taken: without a script on the phone that
 * goes here.
 */
export async function keepPhotos(rpc: Rpc, work: Work, form: FormData): Promise<Kept> {
  const photos: Photo[] = [];
  let complaint: string | null = null;
  for (const { file, line, caption, taken_at } of broughtBy(form)) {
    const bytes = bareJpeg(await file.bytes());
    if (bytes === null) {
      complaint = NO_PHOTO;
      continue;
    }
    if (bytes.length > HEAVIEST) {
      complaint = tooHeavy(bytes.length);
      continue;
    }
    const file_id = await nameOf(work, line, bytes);
    const content = bytes.toBase64();
    const said = "visit_id" in work
      ? await rpc("add_visit_photo", {
        visit_id: work.visit_id,
        file_id,
        content,
        taken_at,
        line,
        caption,
      })
      : await rpc("add_repair_photo", {
        work_order_id: work.work_order_id,
        file_id,
        content,
        taken_at,
        line,
        caption,
      });
    const answer = answerShape.parse(said);
    // The report is answered with what became of all of it.
    if (answer.reason === "erased") continue;
    if (answer.status !== "kept") complaint = REFUSALS[answer.reason ?? ""] ?? NO_PHOTO;
    else {
      const told = { line: line ?? null, caption: caption ?? null, bytes: bytes.length };
      photos.push({ file_id, ...told });
    }
  }
  return { photos, complaint };
}

/**
 * These photos, and those that were just kept: of somebody else's work they are told nowhere else. A report names so many
 * and no more: those that came with it go before those that waited, which the office finds beside it.
 */
export function withKept(photos: Photo[], kept: Photo[]): Photo[] {
  const came = kept.map(({ file_id }) => file_id);
  return [...photos.filter(({ file_id }) => !came.includes(file_id)), ...kept].slice(-MOST_PHOTOS);
}

const tooHeavy = (bytes: number) =>
  `That photo has ${weightText(bytes)}, and ${weightText(HEAVIEST)} is the most. This browser ` +
  "could not make it smaller: please take a smaller one, or go on without it.";

/** Drops one of these photos, and resolves to it: undefined for none of them, and for one that is gone already. */
export async function removePhoto(
  rpc: Rpc,
  photos: Photo[],
  file_id: string,
): Promise<Photo | undefined> {
  const photo = photos.find((each) => each.file_id === file_id);
  if (photo !== undefined) await rpc("remove_visit_photo", { file_id });
  return photo;
}

const contentShape = z.object({
  visit_id: z.string().nullish(),
  work_order_id: z.string().nullish(),
  content: z.string(),
});

/**
 * A photo of that visit, or repair, for whoever is signed in: the picture, to be shown and nothing else.
 * @throws {HttpError} 404 for a photo of another one
 */
export async function answerPhoto(rpc: Rpc, work: Work, file_id: string): Promise<Response> {
  const { content, ...photo } = contentShape.parse(await rpc("visit_photo", { file_id }));
  if ((photo.visit_id ?? photo.work_order_id) !== idOf(work)) throw new HttpError(404);
  return new Response(Uint8Array.fromBase64(content), {
    headers: {
      "Content-Type": "image/jpeg",
      "Content-Disposition": 'inline; filename="photo.jpg"',
      "Cross-Origin-Resource-Policy": "same-origin",
    },
  });
}
