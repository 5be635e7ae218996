import type { Outcome } from "./shapes.ts";

/** What the database may object to; its `notes` are whatever a form asks for in free text. */
const FIELDS = ["phone", "preferred_times", "notes", "what"] as const;

/** What is to be corrected, to be shown beside its field. */
export type Complaints = { [Field in typeof FIELDS[number]]?: string };

/** For a phone number that cannot be one. */
export const CHECK_PHONE: Complaints = {
  phone: "Please check the phone number. It needs ten digits, like 905-555-0142.",
};

/** What the database says is to be corrected; null where nothing is. */
export function complaintsOf({ status, reason, most }: Outcome): Complaints | null {
  const field = FIELDS.find((each) => each === reason);
  if (status !== "rejected" || field === undefined) return null;
  // Without a limit of characters it is a phone number that was not understood.
  if (most == null) return CHECK_PHONE;
  return { [field]: `Please shorten this to ${most.toLocaleString("en-CA")} characters.` };
}
