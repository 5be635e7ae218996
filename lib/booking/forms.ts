import type { Outcome } from "./shapes.ts";

/** What there may be to object to; the database's `notes` are whatever a form asks for in free text. */
export const FIELDS = [
  "phone",
  "preferred_times",
  "notes",
  "what",
  "where_to",
  "note",
  "contract_id",
] as const;

/** What many have to say of getting in; ticked, it becomes part of the notes. */
export const ACCESS = [
  "There is a dog or a cat.",
  "There is a gate, a buzzer or a code.",
  "Please ring and wait, I need a little time.",
];

/** What is ticked and what is written, each once: both are for whoever comes. */
export function notesOf({ access, notes }: { access: string[]; notes: string }): string {
  return [...access.filter((each) => !notes.includes(each)), notes].filter(Boolean).join(" ");
}

/** What is to be corrected, to be shown beside its field. */
export type Complaints = { [Field in typeof FIELDS[number]]?: string };

/** For a phone number that cannot be one. */
export const CHECK_PHONE = {
  phone: "Please check the phone number. It needs ten digits, like 905-555-0142.",
} satisfies Complaints;

/** What is said where it is not a matter of length. */
const WORDS: Complaints = {
  ...CHECK_PHONE,
  what: "Please say which of these it is.",
  note: "Please tell us in a few words what has changed.",
  contract_id: "Please say what to cancel.",
};

/** What the database says is to be corrected; null where nothing is. */
export function complaintsOf({ status, reason, most }: Outcome): Complaints | null {
  const field = FIELDS.find((each) => each === reason);
  if (status !== "rejected" || field === undefined) return null;
  return {
    [field]: most == null
      ? WORDS[field]
      : `Please shorten this to ${most.toLocaleString("en-CA")} characters.`,
  };
}
