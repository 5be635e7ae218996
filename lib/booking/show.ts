import { dayOf } from "@/lib/text/dates.ts";
import type { Details, LinkApi } from "./link.ts";
import type { BookedPage, BookingPage, ClosedStatus, OpenPage, OpenSlots, Slot } from "./shapes.ts";
import { hrefOf, type Step } from "./step.ts";
import { DAYS_ASKED, dayToOpen, slotAt, TIMES_ASKED, type TimesView, timesView } from "./times.ts";
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

/** The link's own page. */
export function home(link: LinkApi, note: Step["note"]): BookingAnswer {
  return { goTo: hrefOf(link.token, { note }) };
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
  if (!isLive(page)) return closed(page.status);
  if (step.note === "called") return show({ name: "called", page });
  if (step.name === "call") {
    const typed = { phone: kept?.phone ?? "", preferredTimes: "", note: "" };
    return show({ name: "call", page, typed, complaints: {} });
  }
  if (page.status === "open") {
    const known = new Set(page.household.map(({ contract_id }) => contract_id));
    const units = step.units.filter((unit) => known.has(unit));
    return await showOpen(link, page, { ...step, units }, kept);
  }
  return await showBooked(link, page, step);
}

async function showOpen(
  link: LinkApi,
  page: OpenPage,
  step: Step,
  kept: Details | null,
): Promise<BookingAnswer> {
  if (step.name !== "details" || step.at === null) {
    return await showTimes(link, page, { ...step, name: "times" }, kept, noticeOf(step));
  }
  const { slots } = await link.slotsAt(step.at, step.units);
  const slot = slotAt(slots, step.at);
  if (slot === null) return taken({ step, isMove: false, choices: slots, kept });
  const details = kept ?? { phone: "", notes: "" };
  return show({ name: "details", page, step, slot, details, complaints: {} });
}

async function showBooked(link: LinkApi, page: BookedPage, step: Step): Promise<BookingAnswer> {
  const changes = ["change", "move", "cancel"].includes(step.name);
  if (!changes) return show({ name: "booked", page, note: step.note, notice: null });
  if (!page.appointment.can_change) return show({ name: "booked", page, note: null, notice: null });
  if (step.name === "cancel") {
    const typed = { reason: "", contractId: null };
    return show({ name: "cancel", page, typed, complaints: {} });
  }
  if (step.name === "change" || step.at === null) {
    return await showTimes(link, page, { ...step, name: "change", units: [] }, null, null);
  }
  const { slots } = await link.slotsAt(step.at, []);
  const slot = slotAt(slots, step.at);
  if (slot === null) return taken({ step, isMove: true, choices: slots, kept: null });
  return show({ name: "move", page, slot });
}

function noticeOf({ note }: Step): Notice {
  // The link's own unit may be the one that was cancelled of several.
  return note === "cancelled" || note === "unit_cancelled"
    ? "Your visit is cancelled. When you are ready, choose another time here."
    : null;
}

/** Somebody else was faster: other times, with what was typed. */
export function taken(
  view: { step: Step; isMove: boolean; choices: Slot[]; kept: Details | null },
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
  const times = await findTimes(link, step);
  return show({ name: "times", page, step, times, kept, notice }, status);
}

/** The days of a step's list, and all times of its open day. */
export async function findTimes(link: LinkApi, step: Step): Promise<TimesView> {
  const { from, units } = step;
  const found = await link.slots({ from, days: DAYS_ASKED, most: TIMES_ASKED, units });
  const { days } = found;
  const open = dayToOpen(step.day, days);
  const slots = await timesOf(link, open, found, units);
  return timesView({ token: link.token, step, days, open, slots, zone: link.zone });
}

/** Every time of a day. What was found mostly holds them all; it is cut where there is very much. */
async function timesOf(
  link: LinkApi,
  day: string | null,
  { slots, days }: OpenSlots,
  units: string[],
): Promise<Slot[]> {
  if (day === null) return [];
  const known = slots.filter(({ starts_at }) => dayOf(starts_at, link.zone) === day);
  const count = days.find(({ date }) => date === day)?.times;
  if (count === known.length) return known;
  return (await link.slots({ from: day, days: 1, most: TIMES_ASKED, units })).slots;
}
