import { shortDayText } from "./dates.ts";
import type { Mark } from "./mark.ts";
import { kindName, listText, unitName } from "./names.ts";

/** A unit as the database tells it: its kind, and what tells it from others of its owner's. */
export interface ToldUnit {
  kind: string;
  /** "Flow X", "serial ends in 8341" or "1 of 2"; null for the only one of its kind. */
  told_apart?: string | null;
}

/** "stair lift", or "stair lift (Flow X)" where its owner has more of them. */
export function shortName({ kind, told_apart }: ToldUnit): string {
  return told_apart ? `${kindName(kind)} (${told_apart})` : kindName(kind);
}

/** "Flow X stair lift", or "Flow X stair lift (1 of 2)" where the product alone does not say which. */
export function fullName(unit: ToldUnit & { product_name?: string | null }): string {
  const { told_apart, product_name } = unit;
  const name = unitName(unit);
  return told_apart && told_apart !== product_name ? `${name} (${told_apart})` : name;
}

/** "stair lift and power wheelchair" */
export function namesOf(units: ToldUnit[]): string {
  return listText(units.map(shortName));
}

/** What a visit is for: "Flow X stair lift" alone, "stair lift (Flow X) and power wheelchair" together. */
export function visitNames(units: (ToldUnit & { product_name?: string | null })[]): string {
  return units.length === 1 ? fullName(units[0]) : namesOf(units);
}

/** "both" of two, "all 3" of more: what a visit for several units is for. */
export function countName(count: number): string {
  return count === 2 ? "both" : `all ${count}`;
}

/** "stair lifts and lift chair": each kind once, two of a kind in the plural; of many kinds only the first. */
export function kindsOf(units: ToldUnit[]): string {
  const names = units.map(({ kind }) => kindName(kind));
  const kinds = [...new Set(names)];
  if (kinds.length > 3) return `${kinds[0]} and other devices`;
  return listText(
    kinds.map((kind) => names.filter((name) => name === kind).length > 1 ? `${kind}s` : kind),
  );
}

/** "In service", "Out of service since Wed, Jun 3, 2026" */
export function conditionMark({ condition, condition_since }: {
  condition: "in_service" | "out_of_service" | "retired";
  condition_since?: string | null;
}): Mark {
  const since = condition_since ? ` since ${shortDayText(condition_since)}` : "";
  if (condition === "in_service") return { text: "In service", shape: "done" };
  if (condition === "retired") return { text: `Retired${since}`, shape: "off" };
  return { text: `Out of service${since}`, shape: "failed" };
}
