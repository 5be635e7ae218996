import { dayOf } from "@/lib/text/dates.ts";
import type { BookingLink, Details } from "./link.ts";
import { hrefOf, type Place } from "./step.ts";
import type { BookedPage, BookingPage, ClosedStatus, Found, OpenPage } from "./shapes.ts";
import { alternatives, DAYS_ASKED, dayToOpen, slotAt, TIMES_ASKED, timesView } from "./times.ts";
import { type BookingAnswer, type Notice, show } from "./view.ts";

const CLOSED: Record<ClosedStatus, number> = { invalid: 404, expired: 410, paused: 200 };

/** The page that says why a link is of no use. */
export function closed(status: ClosedStatus): BookingAnswer {
  return show({ name: "closed", status }, CLOSED[status]);
}

/** Whether a link still leads to a unit. */
export function isLive(page: BookingPage): page is OpenPage | BookedPage {
  return page.status === "open" || page.status === "booked";
}

/**
 * The page of a place. Looks only: it may be asked for any number of times.
 *
 * @param kept what the client has typed already, where the place was posted
 */
export async function showPlace(
  link: BookingLink,
  place: Place,
  kept: Details | null,
): Promise<BookingAnswer> {
  const page = await link.page();
  if (!isLive(page)) return closed(page.status);
  if (place.note === "called") return show({ name: "called", page });
  if (place.step === "call") {
    const typed = { phone: kept?.phone ?? "", preferredTimes: "", note: "" };
    return show({ name: "call", page, typed, complaints: {} });
  }
  if (page.status === "open") {
    const known = new Set(page.household.map(({ contract_id }) => contract_id));
    const units = place.units.filter((unit) => known.has(unit));
    return await showOpen(link, page, { ...place, units }, kept);
  }
  return await showBooked(link, page, place);
}

async function showOpen(
  link: BookingLink,
  page: OpenPage,
  place: Place,
  kept: Details | null,
): Promise<BookingAnswer> {
  if (place.step !== "details" || place.at === null) {
    return await showTimes(link, page, { ...place, step: "times" }, kept, noteOf(place));
  }
  const { slot, slots, zone } = await findSlot(link, page, place.at, place.units);
  if (slot === null) {
    const choices = alternatives(slots, place.at, zone);
    return show({ name: "taken", page, place, choices, kept }, 409);
  }
  const details = kept ?? { phone: "", notes: "" };
  return show({ name: "details", page, place, slot, details, complaints: {}, notice: null });
}

async function showBooked(
  link: BookingLink,
  page: BookedPage,
  place: Place,
): Promise<BookingAnswer> {
  const { step, note } = place;
  const changes = step === "change" || step === "move" || step === "cancel";
  if (!changes) return show({ name: "booked", page, note, notice: null });
  if (!page.appointment.can_change) return show({ name: "booked", page, note: null, notice: null });
  if (step === "cancel") return show({ name: "cancel", page, reason: "", complaints: {} });
  if (step === "change" || place.at === null) {
    return await showTimes(link, page, { ...place, step: "change", units: [] }, null, null);
  }
  const { slot, slots, zone } = await findSlot(link, page, place.at, []);
  if (slot !== null) return show({ name: "move", page, slot });
  const choices = alternatives(slots, place.at, zone);
  return show({ name: "taken", page, place, choices, kept: null }, 409);
}

function noteOf({ note }: Place): Notice {
  return note === "cancelled"
    ? "Your visit is cancelled. When you are ready, choose another time here."
    : null;
}

/** The choice of a day and time. */
export async function showTimes(
  link: BookingLink,
  page: OpenPage | BookedPage,
  place: Place,
  kept: Details | null,
  notice: Notice,
  status = 200,
): Promise<BookingAnswer> {
  const { times } = await findTimes(link, place, page.company.time_zone);
  return show({ name: "times", page, place, times, kept, notice }, status);
}

/** The days of a place's list, and all times of its open day. */
export async function findTimes(link: BookingLink, place: Place, zone: string) {
  const { from, units } = place;
  const found = await link.slots({ from, days: DAYS_ASKED, most: TIMES_ASKED, units });
  const { days } = found;
  const open = dayToOpen(place.day, days);
  const slots = await timesOf(link, open, found, units, zone);
  return { times: timesView({ token: link.token, place, days, open, slots, zone }) };
}

/** Every time of a day: mostly among what was found, which is cut where there is very much. */
async function timesOf(
  link: BookingLink,
  day: string | null,
  { slots, days }: Found,
  units: string[],
  zone: string,
): Promise<Found["slots"]> {
  if (day === null) return [];
  const known = slots.filter(({ starts_at }) => dayOf(starts_at, zone) === day);
  const count = days.find(({ date }) => date === day)?.times;
  if (count === known.length) return known;
  return (await link.slots({ from: day, days: 1, most: TIMES_ASKED, units })).slots;
}

/** A chosen time as it is offered now, or else the times around it. */
async function findSlot(
  link: BookingLink,
  page: OpenPage | BookedPage,
  at: string,
  units: string[],
) {
  const zone = page.company.time_zone;
  const { slots } = await link.slots({
    from: dayOf(at, zone),
    days: 1,
    most: TIMES_ASKED,
    units,
  });
  const slot = slotAt(slots, at);
  if (slot !== null || slots.length > 0) return { slot, slots, zone };
  // That day is full or out of reach: whatever comes first is the nearest there is.
  const next = await link.slots({ from: null, days: DAYS_ASKED, most: 12, units });
  return { slot: null, slots: next.slots, zone };
}

/** The link's own page. */
export function home(link: BookingLink, note: Place["note"]): BookingAnswer {
  return { goTo: hrefOf(link.token, { note }) };
}
