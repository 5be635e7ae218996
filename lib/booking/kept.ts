import { parseCookieHeader, serializeCookieHeader } from "@supabase/ssr";
import * as z from "zod";
import { seal, unseal } from "@/lib/web/sealed.ts";
import { type Complaints, FIELDS } from "./forms.ts";
import { goneShape, type OpenSlots, slot } from "./shapes.ts";
import { STEP_NAMES } from "./step.ts";

const text = z.string().optional();

/**
 * What was typed into forms of a link and is not sent yet, or could not be taken; what is to be corrected,
 * and what else there is to say on the page that follows.
 */
const keptShape = z.object({
  /** The step whose page says so. */
  step: z.enum(STEP_NAMES),
  typed: z.object({
    phone: text,
    notes: text,
    /** What is ticked about getting in. */
    access: z.array(z.string()).optional(),
    preferredTimes: text,
    /** Of a wish to be called. */
    callNote: text,
    /** Of a change that is reported: a number that was typed elsewhere is not left for a call about it. */
    what: text,
    whereTo: text,
    note: text,
    changePhone: text,
    reason: text,
    unit: text,
  }),
  complaints: z.partialRecord(z.enum(FIELDS), z.string()),
  notice: z.string().nullable(),
  /** Of a chosen time that is gone: what was told of it for the page at an address, and when. */
  near: z.object({
    page: z.string(),
    told: z.number(),
    slots: z.array(slot),
    gone: goneShape,
  }).optional(),
});
export type Kept = Omit<z.infer<typeof keptShape>, "complaints"> & { complaints: Complaints };
export type Typed = Kept["typed"];

/** Browsers keep so much of one cookie, and servers read so much of all of them, that it takes two. */
const NAMES = ["typed", "typed.1"];

/** As long as times that were told near another are most likely free still. */
const TOLD_FOR_MS = 60_000;

/** Long enough to look at other days, short enough for a computer that others use too. */
const SECONDS = 30 * 60;

/** What browsers keep of one cookie, its name and attributes included, with room to spare. */
const MOST_CHARACTERS = 3800;

/** What the browser keeps for this link; null for nothing, or what is not from us. */
export async function readKept(req: Request, token: string): Promise<Kept | null> {
  const cookies = parseCookieHeader(req.headers.get("Cookie") ?? "");
  const sealed = NAMES.map((part) => cookies.find(({ name }) => name === part)?.value ?? "").join(
    "",
  );
  const json = sealed === "" ? null : await unseal(sealed, token);
  return json === null ? null : keptShape.safeParse(jsonOf(json)).data ?? null;
}

/** The times near a chosen one that was just found gone, for the page of that choice; null where it has to look. */
export function nearAt(
  page: string,
  kept: Kept | null,
  now: Date,
): Pick<OpenSlots, "slots" | "gone"> | null {
  const near = kept?.near;
  if (near?.page !== page || now.getTime() - near.told >= TOLD_FOR_MS) return null;
  return { slots: near.slots, gone: near.gone };
}

/** What can be looked up again gives way to what was typed, and that to what was typed last. */
async function sealedToFit(kept: Kept, before: Kept | null, token: string): Promise<string | null> {
  const all = { ...kept, typed: { ...before?.typed, ...kept.typed } };
  for (const each of [all, { ...all, near: undefined }, { ...kept, near: undefined }]) {
    const sealed = await seal(JSON.stringify(each), token);
    if (sealed.length <= NAMES.length * MOST_CHARACTERS) return sealed;
  }
  return null;
}

/** Null for what is no JSON: an earlier version of the application may have sealed it, or the link's holder. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * The cookies that have the browser keep something for this link, or with null forget it: sealed with the
 * link's secret, sent to the link's pages alone. What was typed `before` into other forms stays beside it where
 * there is room. Null where it alone is more than they hold.
 */
export async function keptCookies(
  kept: Kept | null,
  before: Kept | null,
  { token, secure }: { token: string; secure: boolean },
): Promise<string[] | null> {
  const sealed = kept === null ? "" : await sealedToFit(kept, before, token);
  return sealed === null ? null : NAMES.map((name, n) => {
    const part = sealed.slice(n * MOST_CHARACTERS, (n + 1) * MOST_CHARACTERS);
    return serializeCookieHeader(name, part, {
      httpOnly: true,
      sameSite: "lax",
      secure,
      path: `/book/${token}`,
      // One of something longer that was kept before would be read with it.
      maxAge: part === "" ? 0 : SECONDS,
    });
  });
}

/** Beside which fields it is said that a text is too long; of all others beside the notes. */
const BESIDE: { [Text in keyof Typed]?: keyof Complaints } = {
  phone: "phone",
  changePhone: "phone",
  preferredTimes: "preferred_times",
  whereTo: "where_to",
};

/**
 * The same for the form that it was typed into, which says of the longest text that it is too long to be kept
 * elsewhere: nothing is lost yet.
 */
export function tooLong(kept: Kept): Kept {
  const lengthOf = (text: keyof Typed) => kept.typed[text]?.length ?? 0;
  const longest = (Object.keys(kept.typed) as (keyof Typed)[])
    .reduce((most, text) => lengthOf(text) > lengthOf(most) ? text : most, "notes");
  const complaint =
    "This is too long to be kept while you look around. Please make it shorter, or send it first.";
  return { ...kept, complaints: { [BESIDE[longest] ?? "notes"]: complaint, ...kept.complaints } };
}
