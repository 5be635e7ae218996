/** What can have changed, in the client's words, and what follows: `private.change_reasons`. */
interface ChangeWords {
  what: string;
  label: string;
  hint?: string;
  /** What they told us, in our words, of a unit of that name. */
  told: (unit: string) => string;
  /** What we do about it. */
  next: string;
}

export const CHANGES: ChangeWords[] = [
  {
    what: "gone",
    label: "I no longer have it",
    hint: "Sold, given away or taken out: any of these is fine.",
    told: (unit) => `you no longer have your ${unit}`,
    next: "We take it off our list.",
  },
  {
    what: "moved",
    label: "I have moved",
    hint: "If it came along, please tell us where to.",
    told: () => "you have moved",
    next: "We look up whether it came along, and ask you only if we can't tell.",
  },
  {
    what: "care_home",
    label: "We live in a care home now",
    told: () => "you live in a care home now",
    next: "We see to it that nothing more is planned at your old address.",
  },
  {
    what: "died",
    label: "The person it was for has died",
    hint: "We are sorry. You need fill in nothing more. We will stop writing to this name.",
    told: () => "the person it was for has died",
    next: "",
  },
  {
    what: "other",
    label: "Something else",
    hint: "Please tell us below.",
    told: (unit) => `something about your ${unit} has changed`,
    next: "One of us reads what you wrote on the next working day.",
  },
];

/** After a death nothing is asked, and little said. */
export function isDeath({ what }: { what: string }): boolean {
  return what === "died";
}

/** What was told and what follows, in our words. */
export function changeWords({ what }: { what: string }): ChangeWords {
  return CHANGES.find((each) => each.what === what) ?? CHANGES.at(-1)!;
}
