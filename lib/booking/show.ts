import { dayOf } from "@/lib/text/dates.ts";
import { shortName } from "@/lib/text/units.ts";
import type { Details, LinkApi } from "./link.ts";
import type { BookedPage, BookingPage, ClosedStatus, Gone, OpenPage, Slot } from "./shapes.ts";
import { hrefOf, placeOf, type Step } from "./step.ts";
import { slotAt, TIMES_ASKED, type TimesView, timesView } from "./times.ts";
import { type BookingAnswer, type Notice, show } from "./view.ts";
import { DAYS_AHEAD, weeksOf, weekToShow } from "./weeks.ts";

const CLOSED: Record<ClosedStatus, number> = { invalid: 404, expired: 410, paused: 200 };

/** The page that says why a link is of no use. */
export function closed(status: ClosedStatus): BookingAnswer {
  return show({ name: "closed", status }, CLOSED[status]);
}

/** Whether a link still leads to a unit. */
export function isLive(page: BookingPage): page is OpenPage | BookedPage {
  return page.status === "open" || page.status === "booked";
}

/** The link's own page. */
export function home(link: LinkApi, note: Step["note"], units: string[] = []): BookingAnswer {
  return { goTo: hrefOf(link.token, { note, units }) };
}

/**
 * The page of a step. Looks only: it may be asked for any number of times.
 *
 * @param kept what the client has typed already, where the step was posted
 */
export async function showStep(
  link: LinkApi,
  step: Step,
  kept: Details | null,
): Promise<BookingAnswer> {
  const page = await link.page();
  if (page.status === "paused" && (step.note === "noted" || step.note === "noted_death")) {
    return show({ name: "noted", page: null, note: step.note });
  }
  if (!isLive(page)) return closed(page.status);
  // An address that was kept says nothing that is not so any more.
  if (step.note === "called" && page.call_by) return show({ name: "called", page });
  if (page.status === "booked" && (step.note === "noted" || step.note === "noted_death")) {
    return show({ name: "noted", page, note: step.note });
  }
  switch (step.name) {
    case "call": {
      const typed = { phone: kept?.phone ?? "", preferredTimes: "", note: "" };
      return show({ name: "call", page, step, typed, complaints: {} });
    }
    case "report": {
      const typed = { what: "", note: "", phone: "" };
      return show({ name: "report", page, typed, complaints: {} });
    }
  }
  return page.status === "open"
    ? await showOpen(link, page, step, kept)
    : await showBooked(link, page, step);
}

async function showOpen(
  link: LinkApi,
  page: OpenPage,
  step: Step,
  kept: Details | null,
): Promise<BookingAnswer> {
  if (step.note === "unit_cancelled" || step.note === "cancelled") {
    // The unit that it names is the link's own, or was one of the stop: nothing was chosen yet.
    return await chooseTime(link, page, { ...step, units: [] }, kept);
  }
  const known = new Set(page.household.map(({ contract_id }) => contract_id));
  if (step.units.some((unit) => !known.has(unit))) {
    const units = step.units.filter((unit) => known.has(unit));
    return askAgain(link, page, { ...step, units }, kept);
  }
  if (step.name !== "details" || step.at === null) return await chooseTime(link, page, step, kept);
  const { slots, gone } = await link.slotsAt({
    startsAt: step.at,
    who: step.who,
    units: step.units,
  });
  const slot = slotAt(slots, step.at);
  if (slot === null) return taken({ step, isMove: false, choices: slots, gone, kept });
  const details = kept ?? { phone: "", notes: "" };
  return show({ name: "details", page, step, slot, details, complaints: {} });
}

/** A unit that was chosen cannot come along any more: that is said, and never just left out. */
export async function askAgain(
  link: LinkApi,
  page: OpenPage,
  step: Step,
  kept: Details | null,
  status = 200,
): Promise<BookingAnswer> {
  const notice = "One of the units you chose can't be done in the same visit any more. " +
    (page.household.length > 0 ? "Please choose again." : "The times below are for the other one.");
  const again: Step = { ...step, name: "times", units: [], only: false };
  if (page.household.length === 0) {
    return await showTimes(link, page, again, kept, notice, status);
  }
  return show({ name: "which", page, step: again, kept, notice }, status);
}

/** Times; before them, where other units of the household are due as well, for which units. */
async function chooseTime(
  link: LinkApi,
  page: OpenPage,
  step: Step,
  kept: Details | null,
): Promise<BookingAnswer> {
  const notice = noticeOf(step, page);
  const asks = page.household.length > 0 && step.units.length === 0 && !step.only;
  if (asks) return show({ name: "which", page, step, kept, notice });
  return await showTimes(link, page, { ...step, name: "times" }, kept, notice);
}

async function showBooked(link: LinkApi, page: BookedPage, step: Step): Promise<BookingAnswer> {
  const { appointment } = page;
  const changes = ["manage", "change", "move", "cancel", "told"].includes(step.name);
  if (!changes) return show({ name: "booked", page, step, notice: null });
  if (step.name === "told") {
    const typed = { phone: "", notes: appointment.access_notes ?? "" };
    return show({ name: "told", page, typed, complaints: {} });
  }
  if (!appointment.can_change) return show({ name: "too_late", page });
  if (step.name === "manage") return show({ name: "manage", page });
  if (step.name === "cancel") {
    const typed = { reason: "", contractId: null };
    return show({ name: "cancel", page, typed, complaints: {} });
  }
  const change: Step = { ...step, name: "change", units: [], only: false };
  if (step.name === "change" || step.at === null) {
    return await showTimes(link, page, change, null, null);
  }
  if (Date.parse(step.at) === Date.parse(appointment.starts_at)) {
    const notice = "That is the time you have now. Choose another one, or keep it.";
    return await showTimes(link, page, change, null, notice);
  }
  const { slots, gone } = await link.slotsAt({ startsAt: step.at, who: step.who, units: [] });
  const slot = slotAt(slots, step.at);
  if (slot === null) return taken({ step, isMove: true, choices: slots, gone, kept: null });
  return show({ name: "move", page, step, slot });
}

function noticeOf({ note }: Step, page: OpenPage): Notice {
  if (note !== "cancelled" && note !== "unit_cancelled") return null;
  return page.still_coming
    ? `Your ${shortName(page.own)} is off the visit.`
    : "Your visit is cancelled. When you are ready, choose another time here.";
}

/** The wanted time is gone: others, with what was typed. */
export function taken(
  view: { step: Step; isMove: boolean; choices: Slot[]; gone: Gone; kept: Details | null },
): BookingAnswer {
  return show({ name: "taken", ...view }, 409);
}

/** The choice of a day and time. */
export async function showTimes(
  link: LinkApi,
  page: OpenPage | BookedPage,
  step: Step,
  kept: Details | null,
  notice: Notice,
  status = 200,
): Promise<BookingAnswer> {
  const times = await findTimes(link, step, page);
  return show({ name: "times", page, step, times, kept, notice }, status);
}

/**
 * The times of a step's week, how many there are in others, and how far ahead one can book. To move a
 * visit, its own day opens first, and its own time is none.
 */
export async function findTimes(
  link: LinkApi,
  step: Step,
  page: BookingPage,
): Promise<TimesView> {
  const own = page.status === "booked" ? page.appointment.starts_at : null;
  const { units } = step;
  const wanted = step.day ?? step.from ?? (own && dayOf(own, link.zone));
  const ahead = await link.slots({ from: null, days: DAYS_AHEAD, most: 1, units });
  const bookUntil = ahead.book_until ?? ahead.days.at(-1)?.date ?? null;
  const weeks = weeksOf(ahead.days, bookUntil);
  const monday = weekToShow(wanted, weeks, ahead.days, bookUntil);
  const found = monday === null
    ? { slots: [] }
    : await link.slots({ from: monday, days: 7, most: TIMES_ASKED, units });
  return timesView({
    token: link.token,
    step: { ...step, day: step.day ?? (step.from === null ? wanted : null) },
    monday: weeks.length > 0 ? monday : null,
    weeks,
    slots: found.slots.filter(({ starts_at }) =>
      own === null || Date.parse(starts_at) !== Date.parse(own)
    ),
    bookUntil,
    zone: link.zone,
  });
}

/** Where a chosen time was found: the way back to it. */
export function backTo(token: string, step: Step, slot: Slot, zone: string): string {
  const name = step.name === "move" || step.name === "change" ? "change" : "times";
  return hrefOf(token, {
    ...placeOf(step),
    name,
    from: null,
    day: dayOf(slot.starts_at, zone),
  }) + "#day";
}
