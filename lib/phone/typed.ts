/**
 * What is typed on a page and not sent off yet. A phone drops pages that nobody looks at, and people lean on the way
 * back: it is there again when they return (`keep_typed.ts`). This storage alone is written while a page goes; what the
 * disk has is in another (`written_down.ts`).
 */
import { deedOf } from "./deeds.ts";
import type { Kept } from "./kept.ts";

/** As long as the page itself is shown without signal. */
const OLDEST = 4 * 24 * 3_600_000;

export interface Typed {
  typed: Kept["typed"];
  /** How many photos the form has; and those of them, and the signature, that this phone keeps (`pictures.ts`). */
  photos: number;
  pictures: { id: string; field: string }[];
  at: number;
}

/** The field of a drawn signature. */
export const SIGNATURE = "png";

/**
 * What stays of it when a form is sent on the way, as a photo is dropped or another unit comes first: the drawing alone,
 * which goes with the report. Null where nothing is drawn.
 */
export function leftToSign(kept: Typed): Typed | null {
  const pictures = kept.pictures.filter(({ field }) => field === SIGNATURE);
  const typed = kept.typed.filter(([name]) => !/^(caption|taken)(-\d{1,3})?$/.test(name));
  return pictures.length > 0 ? { ...kept, typed, photos: 0, pictures } : null;
}

/** By what theirs begin in the storage. */
export const beginOf = (whose: string) => `typed ${whose} `;

export const isOfUse = ({ at }: Typed) => Date.now() - at < OLDEST;

/** Their own, each with the path of its page; what is too old to be of use goes. */
export function allTyped(whose: string): (Typed & { path: string })[] {
  const begin = beginOf(whose);
  return Object.keys(localStorage).filter((key) => key.startsWith(begin)).flatMap((key) => {
    const kept: Typed = JSON.parse(localStorage.getItem(key)!);
    if (isOfUse(kept)) return [{ ...kept, path: key.slice(begin.length) }];
    localStorage.removeItem(key);
    return [];
  });
}

/** As the line shows what was made on this phone: it is unsent, and nobody pressed the button yet. */
export function typedAsKept(whose: string, names: Record<string, string>): Kept[] {
  return allTyped(whose).flatMap(({ path, typed, pictures, at }) => {
    const deed = deedOf(path, [...typed, ["action", "finish"]]);
    if (deed === null) return [];
    const { did, group } = deed;
    const fields = pictures.map(({ field }) => field);
    const files = fields.filter((field) => field !== SIGNATURE);
    const drawn: Kept["typed"] = fields.includes(SIGNATURE) ? [[SIGNATURE, "kept"]] : [];
    return [{
      ...{ order: 0, id: path, whose, path, did, group, about: names[group] ?? "" },
      ...{ type: "", body: null, files, typed: [...typed, ...drawn], saved_at: at, tried_at: null },
      ...{ settled_at: null, state: "typed" as const, worth_until: null, status: null },
    }];
  });
}

/**
 * Where a form is sent to. Not the page's own address: what is corrected later stands at another. Its buttons are named
 * "action" as well.
 */
export const pathOf = (form: HTMLFormElement) =>
  new URL(form.getAttribute("action")!, location.href).pathname;
