import { addYears, shortDayText, unbroken } from "@/lib/text/dates.ts";
import { changedText } from "@/lib/text/meanwhile.ts";
import type { ClientFile, Stopped } from "./file.ts";
import type { Kept } from "./keep.ts";

/** How somebody is reached, as it is chosen. */
export const REACH: Record<ClientFile["reach_by"], string> = {
  email: "E-mail, then phone",
  phone: "Phone, then e-mail",
  letter: "Letter",
  relay: "Phone, by a relay service",
  caregiver: "Only through a contact of theirs",
};

/** What a contact gets of our mails. */
export const RECEIVES = {
  beside: "Gets every mail as well",
  instead: "Gets the mails instead of the client",
  nothing: "Gets no mails",
};

const day = (on: string) => unbroken(shortDayText(on));

/** What the client agreed to, since when, and how long that holds. */
export function consentText(
  { consent_basis, consent_on }: Pick<ClientFile, "consent_basis" | "consent_on">,
): string {
  const since = consent_on ? `, ${day(consent_on)}` : "";
  switch (consent_basis) {
    case "express":
      return `Said yes${since}: until they take it back`;
    case "contract":
      return `By their contract${since}: as long as it runs`;
    case "purchase":
      return consent_on
        ? `By a purchase or a visit${since}: for two years, until ${day(addYears(consent_on, 2))}`
        : "By a purchase or a visit";
    default:
      return "Nothing is known: ask on the next call";
  }
}

/** Why somebody may be mailed, as it is chosen. */
export const BASES: Record<ClientFile["consent_basis"], string> = {
  express: "They said yes",
  contract: "They have a contract",
  purchase: "They bought something, or were visited",
  none: "Nothing holds, or they took it back",
};

/** Why an address is not written to, and since when. */
export function stoppedText({ reason, since }: NonNullable<Stopped>): string {
  const why = {
    unsubscribed: "Wants no reminders",
    hard_bounce: "Mail to it comes back: nothing is sent there",
    complaint: "Complained about our mail: nothing is sent there",
  }[reason];
  return `${why}, since ${day(since)}`;
}

/** Why a form was not taken, with who was first where somebody was. */
export function complaintText(
  { complaint, meanwhile }: Kept & { ok: false },
  zone: string,
): string {
  if (meanwhile === undefined) return complaint;
  return `${
    changedText(meanwhile, zone)
  } What you typed is below and not saved; what is so now stands above it.`;
}

/** "Callback", "Client change" */
export const workText = (kind: string) =>
  kind.charAt(0).toUpperCase() + kind.slice(1).replaceAll("_", " ");
