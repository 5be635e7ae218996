import { addDays, dayOf, isMorning } from "@/lib/text/dates.ts";
import type { OpenSlots, Slot } from "./shapes.ts";
import type { Wish } from "./desk_wish.ts";
import { spread } from "./times.ts";

/** As many days as can be read out in one breath. */
const DAYS_SHOWN = 4;

/** One day with the times that are offered first, in their order. */
export interface DeskDay {
  date: string;
  slots: Slot[];
  /** How many more there are on it. */
  more: number;
}

/** The days that are shown, and from which on the next are looked for; null beyond the last one. */
export interface DeskTimes {
  days: DeskDay[];
  later: string | null;
}

/** What of the free times is shown: a few days, of each a few times spread over it. */
export function deskTimes(found: OpenSlots, wish: Wish, zone: string): DeskTimes {
  const wanted = found.slots.filter(({ starts_at }) =>
    wish.half === null || isMorning(starts_at, zone) === (wish.half === "morning")
  );
  const byDay = [...Map.groupBy(wanted, ({ starts_at }) => dayOf(starts_at, zone))]
    .toSorted(([one], [other]) => one.localeCompare(other));
  const days = byDay.slice(0, DAYS_SHOWN).map(([date, slots]) => {
    const shown = date === wish.whole ? slots : spread(slots, zone);
    return { date, slots: inOrder(shown), more: slots.length - shown.length };
  });
  const next = byDay.at(DAYS_SHOWN)?.[0] ?? afterLast(found);
  const isBeyond = next === null || (found.book_until ?? "") < next;
  return { days, later: isBeyond ? null : next };
}

function afterLast({ days }: OpenSlots): string | null {
  const last = days.at(-1);
  return last === undefined ? null : addDays(last.date, 1);
}

const inOrder = (slots: Slot[]) =>
  slots.toSorted((one, other) => Date.parse(one.starts_at) - Date.parse(other.starts_at));
