import type { Coming } from "@/lib/text/coming.ts";
import { weekdayText } from "@/lib/text/dates.ts";
import { fullName, shortName } from "@/lib/text/units.ts";
import type { Appointment, BookedPage, Gone, OpenPage, PricedUnit, Slot } from "./shapes.ts";
import type { Step } from "./step.ts";

/** Why an appointment can be neither moved nor cancelled on the page. */
export const TOO_LATE =
  "It is too close to your visit to change it here: that day is planned already. Please call us.";

/** What a form says to cancel all of a visit, where it does not name one unit. */
export const WHOLE_VISIT = "whole";

export const CHOOSE_A_TIME = "Please choose a time.";

/** What is said where no times are offered, since the way is too long or unknown. */
const BY_PHONE =
  "The way to you needs planning: please call us, or let us call you, and we find a time together.";

/** What is said where a visit lies further ahead than any time that its client could choose: those come much too early. */
const FAR_AHEAD =
  "It is booked for later than the times that you can choose here. Please call us, or let us call you, " +
  "and we find another day close to it.";

/** What is said where no times can be chosen at all, and from when they can. */
export function byPhoneText(gone: "area" | "far", movesFrom?: string | null): string {
  if (gone === "area") return BY_PHONE;
  const later = movesFrom
    ? ` From ${weekdayText(movesFrom)} on you can also choose another time here.`
    : "";
  return FAR_AHEAD + later;
}

/** A unit that was chosen cannot come along any more: that is said, and never just left out. */
export const NOT_TOGETHER = "One of the units you chose can't be done in the same visit any more.";

export const TAKEN_BACK = "Thank you for telling us. Everything is as it was before.";

/** The same where the visit was given up besides, which taking back a report does not undo. */
export const TAKEN_BACK_WITHOUT_VISIT =
  "Thank you for telling us. Your visit stays cancelled. When you are ready, choose another time here.";

/** "Handicare 1000 Straight Stairlift", or "stair lift" where the product is not known. */
export function unitText({ unit, own }: OpenPage | BookedPage): string {
  return fullName({ ...unit, told_apart: own.told_apart });
}

/** The units that were just taken off a visit: what went earlier was told then. */
export function justGivenUp({ note, units }: Step, { given_up }: Appointment): PricedUnit[] {
  return note === "unit_cancelled"
    ? given_up.filter(({ contract_id }) => units.includes(contract_id))
    : [];
}

/** The household's units that were chosen for the same visit. */
export function chosenUnits({ household }: OpenPage, units: string[]): OpenPage["household"] {
  return household.filter(({ contract_id }) => units.includes(contract_id));
}

/** The link's unit and the chosen others: those of its kind beside it. */
export function unitsOfVisit(page: OpenPage, units: string[]): PricedUnit[] {
  const others = Object.groupBy(
    chosenUnits(page, units),
    ({ kind }) => kind === page.own.kind ? "alike" : "different",
  );
  return [page.own, ...others.alike ?? [], ...others.different ?? []];
}

/** "Both in one visit", "All 3 in one visit", "Only the stair lift": what the client chose. */
export function choiceText(page: OpenPage, units: string[]): string {
  const others = chosenUnits(page, units);
  if (others.length === 0) return `Only the ${shortName(page.own)}`;
  if (others.length < page.household.length) return "In one visit";
  return others.length === 1 ? "Both in one visit" : `All ${others.length + 1} in one visit`;
}

/** How long a visit for the link's unit and the chosen others takes. */
export function minutesOf(page: OpenPage, units: string[]): number {
  return chosenUnits(page, units)
    .reduce((sum, { visit_minutes }) => sum + visit_minutes, page.visit_minutes);
}

/** What is promised of a time that is not booked yet. */
export function comingOf(slot: Slot, page: OpenPage | BookedPage): Coming {
  const arrive_by = new Date(Date.parse(slot.starts_at) + page.arrival_window_minutes * 60_000);
  return { ...slot, arrive_by };
}

/** Why a wanted time is gone, and that there are others. */
export const GONE: Record<Gone, string> = {
  taken: "That time was just taken",
  past: "That time has passed",
  notice: "That time is too soon for us",
  horizon: "That time is too far ahead",
  winter: "In winter we do not come for this",
  never: "That is not a time that we offer",
  area: "We plan your visit by phone",
  far: "We move this visit by phone",
};

/** What there is to choose instead of a time that is gone. */
export function insteadText(gone: Gone, hasOthers: boolean): string {
  if (gone === "area" || gone === "far") return byPhoneText(gone);
  if (!hasOthers) {
    return "There is no other time close to it. Please look at other days, or let us call you.";
  }
  return gone === "taken"
    ? "Here are others close to it."
    : "Here are the nearest that you can have.";
}
