import { appointmentText, instantText } from "@/lib/text/dates.ts";
import { changedText } from "@/lib/text/meanwhile.ts";
import type { Mark } from "@/lib/text/mark.ts";
import type { Answer, Member, Role } from "./staff.ts";

/** What each may do, in the order in which it is asked. */
export const ROLES: Record<Role, { label: string; may: string }> = {
  office: {
    label: "Office",
    may: "Clients, contracts, bookings, the work list, messages and invoices.",
  },
  technician: { label: "Technician", may: "Their own day and visits, on the phone." },
  admin: {
    label: "Administrator",
    may: "All of that, and prices, settings, logins, and taking back what went wrong.",
  },
};

/** How far somebody's login is, in a word. */
export function loginMark({ state, link }: Member, zone: string): Mark {
  if (state === "off") return { text: "Switched off", shape: "off" };
  if (state === "signs_in") return { text: "Signs in", shape: "done" };
  if (state === "not_invited") return { text: "Has not signed in yet", shape: "todo" };
  if (state === "run_out") return { text: "Invitation ran out", shape: "late" };
  switch (link?.mail) {
    case "sent":
      return { text: `Invited, until ${instantText(link.ends_at, zone)}`, shape: "upcoming" };
    case "dead":
      return { text: "Invitation could not be sent", shape: "failed" };
    case "uncertain":
      return { text: "Invitation may not have arrived", shape: "late" };
    case "superseded":
      return { text: "Invitation was not sent", shape: "failed" };
    default:
      return { text: "Invitation is on its way", shape: "waiting" };
  }
}

/** "Tuesday, May 12, 2026, 9:00 a.m.", "on 2 devices": when they last came, and where they are. */
export function seenText({ last_signed_in_at, sessions }: Member, zone: string): string {
  if (last_signed_in_at === null) return "Never";
  const devices = sessions === 1 ? "1 device" : `${sessions} devices`;
  return `${appointmentText(last_signed_in_at, zone)}${
    sessions === 0 ? "; signed out everywhere" : `; signed in on ${devices}`
  }`;
}

/** What is said after something was done (`?did=`). */
export const DONE: Record<string, string> = {
  invited: "An invitation is on its way. Its link works for 24 hours, and once.",
  invitation: "Another invitation is on its way. The link before it works no more.",
  password_reset: "A link for a new password is on its way. It works for one hour.",
  changed: "Changed. It holds from their next click on.",
  unchanged: "Nothing was different.",
  out: "Signed out on all devices.",
  off: "Switched off, and signed out everywhere.",
  on: "Switched on again. They sign in with their password, or get a link for a new one.",
};

const REFUSALS: Record<string, string> = {
  name: "Please write a name, on one line.",
  email: "That is no address that mail can go to. Please look at it once more.",
  role: "Please choose what they may do.",
  technician: "Somebody else has that calendar by now. Please choose again.",
  self: "Nobody takes their own rights away. Ask another administrator.",
  off: "They are switched off: switch them on first.",
  too_often: "Three links have gone to them within the hour, or ten today. Please wait a little.",
};

/** Why something was not done, as it is told. */
export function refusalText({ reason, name, by, at }: Answer, zone: string): string {
  if (reason === "known") return `${name ?? "Somebody"} has that address already.`;
  if (reason === "changed") {
    return `${changedText({ by, at }, zone)} Here is what is so now; nothing was overwritten.`;
  }
  return REFUSALS[reason ?? ""] ?? "That could not be done.";
}
