import { monthText } from "@/lib/text/dates.ts";
import { namesOf } from "@/lib/text/units.ts";
import type { DueItem } from "./facts.ts";

/**
 * Why we of all people write, as far as it is true of each unit: "You bought your stair lift from us in
 * March 2019, and we look after it." Who paid for it is nobody's business in a mail.
 */
export function whereFrom(items: DueItem[]): string {
  const of = (way: DueItem["acquired"]) => items.filter(({ acquired }) => acquired === way);
  const [bought, claimed] = [of("bought"), of("claimed")];
  const others = items.filter(({ acquired }) => !acquired);
  if (others.length === items.length) return `We look after your ${namesOf(others)}.`;
  const known = [
    ...bought.length > 0 ? [`You bought your ${namesOf(bought)} from us${when(bought)}`] : [],
    ...claimed.length > 0
      ? [`You got your ${namesOf(claimed)} from us${when(claimed)}, through your funding claim`]
      : [],
  ];
  const last = others.length > 0
    ? `we look after your ${namesOf(others)} too`
    : `we look after ${items.length === 1 ? "it" : "them"}`;
  return `${known.join(". ")}, and ${last}.`;
}

/** " in March 2019": where all of them came in that month. */
function when(items: DueItem[]): string {
  const months = new Set(items.map(({ acquired_on }) => acquired_on && monthText(acquired_on)));
  const [month] = months;
  return months.size === 1 && month ? ` in ${month}` : "";
}
