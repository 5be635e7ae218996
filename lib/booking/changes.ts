import type { Note } from "./step.ts";

/** What can have changed, in the client's words, and what follows: `private.change_reasons`. */
export const CHANGES: { what: string; label: string; hint?: string }[] = [
  {
    what: "gone",
    label: "I no longer have it",
    hint: "Sold, given away or taken out: any of these is fine.",
  },
  {
    what: "moved",
    label: "I have moved",
    hint: "Did it come along? Then tell us below where to.",
  },
  { what: "care_home", label: "We live in a care home now" },
  {
    what: "died",
    label: "The person it was for has died",
    hint: "We are sorry. You need fill in nothing more. We will stop writing to this name.",
  },
  { what: "other", label: "Something else", hint: "Please tell us below." },
];

/** What the page thanks for. */
export function reportedNote(what: string): Note {
  return what === "died" ? "noted_death" : "noted";
}
