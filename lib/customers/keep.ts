import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { instantShape } from "@/lib/database/shapes.ts";
import { isDay } from "@/lib/text/dates.ts";
import type { Meanwhile } from "@/lib/text/meanwhile.ts";
import { readPhone } from "@/lib/text/read_phone.ts";
import { textOf } from "@/lib/web/forms.ts";
import { ERASED } from "./erased.ts";

/** What a form of a client's page can ask for, by the name of its button. */
const DEEDS = ["save", "contact", "remove", "consent", "resubscribe", "lift", "correct"] as const;
export type Deed = typeof DEEDS[number];

/** What came of it: done, or which field of which form is to be corrected and how. */
export type Kept =
  | { ok: true; deed: Deed }
  | {
    ok: false;
    deed: Deed;
    about: string;
    field: string;
    complaint: string;
    /** Who changed it while the form was open. */
    meanwhile?: Meanwhile;
  };

const answerShape = z.object({
  status: z.string(),
  reason: z.string().nullish(),
  by: z.string().nullish(),
  at: instantShape.nullish(),
});

const GOOD = ["saved", "removed", "recorded", "resubscribed", "lifted", "corrected"];

/** A number in the one way in which it is kept, or as it was typed where it cannot be one. */
const phoneOf = (form: FormData) => readPhone(textOf(form, "phone")) ?? textOf(form, "phone");

function fieldsOf(form: FormData, names: string[]): Record<string, string> {
  const fields = Object.fromEntries(names.map((name) => [name, textOf(form, name)]));
  return "phone" in fields ? { ...fields, phone: phoneOf(form) } : fields;
}

const OF_CLIENT = ["name", "phone", "email", "reach_by", "reach_note", "notes"];
const OF_CONTACT = [
  "name",
  "relation",
  "phone",
  "email",
  "receives",
  "billing_address",
  "purchase_order",
];
/** Everything that somebody can type on the page. */
export const TYPED = [...new Set([...OF_CLIENT, ...OF_CONTACT, "is_payer", "how", "on", "why"])];

/** Does what a form of the client's page asks for. Null for a form that is none of them. */
export async function keep(rpc: Rpc, customer_id: string, form: FormData): Promise<Kept | null> {
  const deed = DEEDS.find((each) => each === textOf(form, "do"));
  if (deed === undefined) return null;
  const contact_id = z.uuid().safeParse(textOf(form, "contact_id")).data;
  const shown = textOf(form, "shown");
  const address = textOf(form, "address");
  const about = contact_id ?? address;
  if (deed === "consent" && !isDay(textOf(form, "on"))) {
    return refusal(deed, about, { status: "rejected", reason: "on" });
  }
  const calls: Record<Deed, () => Promise<unknown>> = {
    save: () => rpc("save_client", { customer_id, fields: fieldsOf(form, OF_CLIENT), shown }),
    contact: () =>
      rpc("save_contact", {
        customer_id,
        // A new one has no id yet; the type of the argument does not know null.
        contact_id: (contact_id ?? null) as string,
        fields: { ...fieldsOf(form, OF_CONTACT), is_payer: textOf(form, "is_payer") !== "" },
        shown,
      }),
    remove: () => rpc("remove_contact", { contact_id: contact_id!, shown }),
    consent: () =>
      rpc("record_consent", {
        customer_id,
        how: textOf(form, "how"),
        on_day: textOf(form, "on"),
        shown,
        basis: textOf(form, "basis") || "express",
      }),
    resubscribe: () => rpc("resubscribe", { address }),
    lift: () => rpc("lift_bounce", { address, why: textOf(form, "why") }),
    correct: () => rpc("correct_death", { customer_id, reason: textOf(form, "why") }),
  };
  if (deed === "remove" && contact_id === undefined) return null;
  const answer = answerShape.parse(await calls[deed]());
  return GOOD.includes(answer.status) ? { ok: true, deed } : refusal(deed, about, answer);
}

/** The field that a reason is about, and what to do about it. */
const REFUSALS: Record<string, [field: string, complaint: string]> = {
  name: ["name", "Please enter a name, of no more than 254 characters."],
  phone: ["phone", "Please enter a phone number with its area code, such as 905-555-0142."],
  email: ["email", "Please enter an address such as name@example.com."],
  reach_by: ["reach_by", "Please choose how they are reached."],
  reach_note: ["reach_note", "Please write no more than 254 characters."],
  notes: ["notes", "Please write no more than 4,000 characters."],
  receives: ["receives", "Whoever gets our mails needs an e-mail address."],
  payer: ["is_payer", "Somebody else pays the invoices already. Change that contact first."],
  how: ["how", "Please write how they said it, in at most 500 characters."],
  basis: ["basis", "Please choose why we may mail them."],
  on: ["on", "Please enter the day, which is not in days to come."],
  why: ["why", "Please write why, in at most 500 characters."],
  reason: ["why", "Please write why, in at most 500 characters."],
  erased: ["", ERASED],
};

const ELSE = "This is no longer so. Please look again.";

function refusal(deed: Deed, about: string, answer: z.infer<typeof answerShape>): Kept {
  const { reason, by, at } = answer;
  const [field, complaint] = REFUSALS[reason ?? ""] ?? ["", ELSE];
  const meanwhile = reason === "changed" ? { by, at } : undefined;
  return { ok: false, deed, about, field, complaint, meanwhile };
}

/** What the page says after something was done. */
export const DONE: Record<Deed | "changed" | "merged", string> = {
  save: "It is saved.",
  contact: "The contact is saved.",
  remove: "The contact is removed.",
  consent: "Their yes is on record.",
  resubscribe: "Reminders go to that address again.",
  lift: "Mail goes to that address again.",
  correct: "They are not counted as deceased any more. Contracts that ended are made anew.",
  changed: "It is recorded, with all that follows.",
  merged: "They are one client now, with all that both had.",
};

/** What was done just now, by the address that a form led to. */
export function didOf(query: URLSearchParams): keyof typeof DONE | undefined {
  const did = query.get("did") ?? "";
  return Object.hasOwn(DONE, did) ? did as keyof typeof DONE : undefined;
}
