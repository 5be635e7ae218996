import { dueText } from "./dates.ts";
import { type Amount, moneyText } from "./money.ts";

/** "Stair lift" as it stands within a sentence: "stair lift". What is in brackets is for the office. */
export function kindName(kind: string): string {
  const plain = kind.replace(/\s*\(.*\)\s*/g, " ").trim();
  return plain.charAt(0).toLowerCase() + plain.slice(1);
}

/**
 * A unit as its owner would call it: "Handicare 1000 stair lift". Product names that say what the
 * thing is ("Pride Pathrider Scooter") stay as they are.
 */
export function unitName({ kind, unit }: { kind: string; unit?: string | null }): string {
  const plainKind = kindName(kind);
  if (!unit?.trim()) return plainKind;
  const lastWord = plainKind.split(" ").at(-1)!;
  return unit.toLowerCase().includes(lastWord) ? unit.trim() : `${unit.trim()} ${plainKind}`;
}

/** "June 30", with the year where it is not this one. */
export function dueDay(dueOn: string, today: string): string {
  const text = dueText(dueOn);
  return dueOn.slice(0, 4) === today.slice(0, 4) ? text.replace(/, \d{4}$/, "") : text;
}

/** "$189.00 + applicable tax" */
export function feeText(fee: Amount): string {
  return `${moneyText(fee)} + applicable tax`;
}

/** "stair lift", "stair lift and scooter", "stair lift, scooter and walker" */
export function listText(names: string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
