import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { dayShape, instantShape } from "@/lib/database/shapes.ts";
import { isDay } from "@/lib/text/dates.ts";
import { changedText } from "@/lib/text/meanwhile.ts";
import { textOf } from "@/lib/web/forms.ts";

/** What the office asked to be done about a contract, by the name of its button. */
const DEEDS = [
  "due",
  "skip",
  "pause",
  "resume",
  "free",
  "tax",
  "cancel",
  "remind",
  "link",
  "replace",
] as const;
export type Deed = typeof DEEDS[number];

/** What came of it: done (with the link where it was asked for), or which field is to be corrected and how. */
export type Came =
  | { ok: true; deed: Deed; url?: string }
  | { ok: false; deed: Deed; field: string; complaint: string };

/** What the forms of the page hold. */
export const TYPED = [
  "due_on",
  "rhythm",
  "until",
  "why",
  "reason",
  "note",
  "cancel_booking",
  "tax_code_id",
  "tell",
] as const;
export type Typed = Partial<Record<typeof TYPED[number], string>>;

export const typedIn = (form: FormData): Typed =>
  Object.fromEntries(TYPED.map((name) => [name, textOf(form, name)]));

const answerShape = z.object({
  status: z.string(),
  reason: z.string().nullish(),
  by: z.string().nullish(),
  at: instantShape.nullish(),
  due_on: dayShape.nullish(),
  url: z.url().nullish(),
});
type Answer = z.infer<typeof answerShape>;

/** Does what a form of the contract's page asks for. Null for a form that is none of them. */
export async function act(
  rpc: Rpc,
  contract_id: string,
  form: FormData,
  zone: string,
): Promise<Came | null> {
  const deed = DEEDS.find((each) => each === textOf(form, "do"));
  if (deed === undefined) return null;
  const typed = typedIn(form);
  const { due_on = "", until = "", why = "", reason = "", tax_code_id = "" } = typed;
  const misread = misreadDay(deed, due_on, until);
  if (misread) return misread;
  if (deed === "tax" && !z.uuid().safeParse(tax_code_id).success) {
    return wrongField(deed, "tax_code_id");
  }
  const about = { contract_id, shown: textOf(form, "shown") || undefined };
  // The API's types have no null, which says "without a day".
  const day = (text: string) => (text || null) as string;
  const calls = {
    due: () =>
      rpc("change_due_date", { ...about, due_on, reason, keep_cadence: typed.rhythm !== "anew" }),
    skip: () => rpc("skip_cycle", { ...about, reason }),
    pause: () =>
      rpc("pause_contract", {
        ...about,
        until: day(until),
        reason,
        cancel_booking: typed.cancel_booking === "yes",
      }),
    resume: () => rpc("resume_contract", { ...about, due_on: due_on || undefined }),
    free: () => rpc("set_no_charge", { ...about, until: day(until), reason }),
    tax: () => rpc("set_contract_tax", { ...about, tax_code_id, reason }),
    cancel: () =>
      rpc("cancel_contract", {
        ...about,
        reason: why,
        note: typed.note,
        tell: typed.tell !== "no",
      }),
    remind: () => rpc("send_reminder_again", { contract_id }),
    link: () => rpc("copy_booking_link", { contract_id }),
    replace: () => rpc("revoke_booking_link", about),
  };
  const answer = answerShape.parse(await calls[deed]());
  if (!GOOD.includes(answer.status)) return refusal(deed, answer, zone);
  return { ok: true, deed, url: answer.url ?? undefined };
}

const GOOD = [
  "changed",
  "skipped",
  "paused",
  "resumed",
  "set",
  "cancelled",
  "queued",
  "copied",
  "revoked",
];

const wrongField = (deed: Deed, field: string): Came => ({
  ok: false,
  deed,
  field,
  complaint: COMPLAINTS[field],
});

/** A day that is none never gets as far as the database. */
function misreadDay(deed: Deed, due_on: string, until: string): Came | null {
  const asksForDue = deed === "due" || (deed === "resume" && due_on !== "");
  if (asksForDue && !isDay(due_on)) return wrongField(deed, "due_on");
  if ((deed === "pause" || deed === "free") && until !== "" && !isDay(until)) {
    return wrongField(deed, "until");
  }
  return null;
}

/** By the field that it is about. */
const COMPLAINTS: Record<string, string> = {
  due_on: "Please choose a day, no longer ago than a year and no later than in ten.",
  until: "Please choose a day that lies ahead. A contract rests for three years at most.",
  reason: "Please write why, in at most 500 characters.",
  tax_code_id: "Please choose a tax.",
  note: "Please write a few words, in at most 500 characters.",
};

const REFUSALS: Record<string, string> = {
  booked: "A visit is booked. Move or cancel that first.",
  begun: "The technician is at the visit just now. Please wait until it has its outcome.",
  state: "The contract is not in a state for that any more. Please look again.",
  quiet: "Nobody is written to under this name: a death was reported.",
  nobody: "There is no address that a reminder can go to. Call, or print a letter.",
  waiting: "A reminder is on its way already.",
  recent: "A reminder went out less than five minutes ago. Please wait a little.",
  expired: "Nothing is due on this contract, so it has no link.",
};

function refusal(deed: Deed, { status, reason, by, at }: Answer, zone: string): Came {
  const why = reason ?? status;
  if (why === "changed") {
    const complaint = `${
      changedText({ by, at }, zone)
    } Nothing of yours was saved. Look at what it says now, then send the form again.`;
    return { ok: false, deed, field: "", complaint };
  }
  if (status === "rejected") {
    // The seven reasons to end are chosen, not written.
    if (deed === "cancel" && why === "reason") {
      return { ok: false, deed, field: "why", complaint: "Please say which of these it is." };
    }
    return { ok: false, deed, field: why, complaint: COMPLAINTS[why] ?? REFUSALS.state };
  }
  return { ok: false, deed, field: "", complaint: REFUSALS[why] ?? REFUSALS.state };
}

/** Why no reminder can go now. */
export const notReminded = (reason: string): string => REFUSALS[reason] ?? REFUSALS.state;

/** What the page says after something was done. */
export const DONE: Record<Deed | "enrol", string> = {
  enrol: "The unit is enrolled.",
  due: "The due date is changed. Reminders begin anew for it.",
  skip: "This visit is let out. The next one is below.",
  pause: "The contract rests. Nothing is mailed meanwhile.",
  resume: "The contract goes on.",
  free: "What visits cost is changed.",
  tax: "The tax is changed. A price that was told stays.",
  cancel: "The contract has ended.",
  remind: "The reminder goes out in a moment.",
  link: "Here is the link. That you asked for it is on record.",
  replace: "The link is replaced. The old one says that it has expired.",
};

/** What was done just now, by the address that a form led to. */
export function didOf(query: URLSearchParams): keyof typeof DONE | undefined {
  const did = query.get("did") ?? "";
  return Object.hasOwn(DONE, did) && did !== "link" ? did as keyof typeof DONE : undefined;
}
