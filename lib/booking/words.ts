import { arrivalText, dayOf, dayText, lengthText } from "@/lib/text/dates.ts";
import { feeText } from "@/lib/text/money.ts";
import { unitName } from "@/lib/text/names.ts";
import type { Appointment, BookedPage, HouseholdUnit, OpenPage, Slot } from "./shapes.ts";

/** Why an appointment can be neither moved nor cancelled on the page. */
export const TOO_LATE = "It is too close to your visit to change it here. Please call us.";

/** "Handicare 1000 Straight Stairlift", or "stair lift" where the product is not known. */
export function unitText({ unit }: OpenPage | BookedPage): string {
  return unitName({ kind: unit.kind, product_name: unit.name });
}

/** "$268.00 + applicable tax" for the link's unit and the chosen others. */
export function priceText({ fee }: OpenPage, others: HouseholdUnit[]): string {
  return feeText(fee, ...others.map((unit) => unit.fee));
}

/** The household's units that were chosen for the same visit. */
export function chosenUnits({ household }: OpenPage, units: string[]): HouseholdUnit[] {
  return household.filter(({ contract_id }) => units.includes(contract_id));
}

/** "on Tuesday, May 12, 2026, between 9:00 and 9:30 a.m." */
export function whenText({ starts_at, arrive_by }: Appointment, zone: string): string {
  return `on ${dayText(dayOf(starts_at, zone))}, ${arrivalText(starts_at, arrive_by, zone)}`;
}

/** The promised arrival of a time that is not booked yet. */
export function arrivalOf({ starts_at }: Slot, page: OpenPage, zone: string): string {
  const until = new Date(Date.parse(starts_at) + page.arrival_window_minutes * 60_000);
  return arrivalText(starts_at, until, zone);
}

/** How long the technician stays: as long as the time on the calendar is. */
export function stayText({ starts_at, ends_at }: { starts_at: string; ends_at: string }): string {
  return lengthText(Math.round((Date.parse(ends_at) - Date.parse(starts_at)) / 60_000));
}
