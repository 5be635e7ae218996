import { dayOf } from "@/lib/text/dates.ts";
import { namesOf, shortName } from "@/lib/text/units.ts";
import { isDeath } from "./changes.ts";
import type { Complaints } from "./forms.ts";
import { type Kept, nearAt } from "./kept.ts";
import type { LinkApi } from "./link.ts";
import type {
  Appointment,
  BookedPage,
  BookingPage,
  ClosedStatus,
  OpenPage,
  Reported,
} from "./shapes.ts";
import { hrefOf, type Step, type StepName } from "./step.ts";
import { slotAt, TIMES_ASKED, type TimesView, timesView } from "./times.ts";
import { type Notice, show, type Shown } from "./view.ts";
import { DAYS_AHEAD, weeksOf, weekToShow } from "./weeks.ts";
import {
  byPhoneText,
  chosenUnits,
  GONE,
  justGivenUp,
  NOT_TOGETHER,
  TAKEN_BACK,
  TAKEN_BACK_WITHOUT_VISIT,
} from "./words.ts";

const CLOSED: Record<ClosedStatus, number> = { invalid: 404, expired: 410, paused: 200 };

/** Whether a link still leads to a unit. */
function isLive(page: BookingPage): page is OpenPage | BookedPage {
  return page.status === "open" || page.status === "booked";
}

/**
 * The page of a step. Looks only: it may be asked for any number of times.
 *
 * @param kept what was typed into forms of this link, and what there is to say of it
 */
export async function showStep(
  link: LinkApi,
  step: Step,
  kept: Kept | null,
): Promise<Shown> {
  const page = await link.page();
  if (!isLive(page)) {
    const { reported } = page;
    if (reported) {
      return show({ name: "noted", page: null, reported, notice: givenUpText(step, reported) });
    }
    return show({ name: "closed", status: page.status }, CLOSED[page.status]);
  }
  // An address that was kept says nothing that is not so any more.
  if (step.note === "called" && page.call) return show({ name: "called", page, call: page.call });
  // Nothing of it can be changed here any more, whatever an older page offers.
  if (page.status === "booked" && page.appointment.not_closed) {
    return show({ name: "passed", page });
  }
  if (step.note === "noted" && page.status === "booked" && page.reported) {
    return show({ name: "noted", page, reported: page.reported, notice: null });
  }
  switch (step.name) {
    case "call": {
      const typed = {
        phone: kept?.typed.phone ?? "",
        preferredTimes: kept?.typed.preferredTimes ?? page.call?.preferred_times ?? "",
        note: kept?.typed.callNote ?? page.call?.note ?? "",
      };
      return show({ name: "call", page, step, typed, complaints: complaintsAt(step, kept) });
    }
    case "report": {
      // Whoever comes from giving up a visit has said why already.
      const { what = "", whereTo = "", reason = "", note = reason, changePhone: phone = "" } =
        kept?.typed ?? {};
      const typed = { what, whereTo, note, phone };
      return show({ name: "report", page, step, typed, complaints: complaintsAt(step, kept) });
    }
  }
  return page.status === "open"
    ? await showOpen(link, page, step, kept)
    : await showBooked(link, page, step, kept);
}

/** What was typed into the form of one step. */
function typedAt(name: StepName, kept: Kept | null): Kept["typed"] {
  return kept?.step === name ? kept.typed : {};
}

/** What is to be corrected, where that was just found. */
function complaintsAt({ name, check }: Step, kept: Kept | null): Complaints {
  return check && kept?.step === name ? kept.complaints : {};
}

/** Why it goes on with this page, where that was just found. */
function noticeAt({ check }: Step, kept: Kept | null): Notice {
  return check && kept !== null ? kept.notice : null;
}

async function showOpen(
  link: LinkApi,
  page: OpenPage,
  step: Step,
  kept: Kept | null,
): Promise<Shown> {
  if (step.note === "unit_cancelled" || step.note === "cancelled") {
    // The unit that it names is the link's own, or was one of the stop: nothing was chosen yet.
    return await chooseTime(link, page, { ...step, units: [] }, cancelledText(page));
  }
  const known = new Set(page.household.map(({ contract_id }) => contract_id));
  const told = noticeAt(step, kept);
  const notice = told === TAKEN_BACK && page.was_cancelled ? TAKEN_BACK_WITHOUT_VISIT : told;
  if (notice === NOT_TOGETHER || step.units.some((unit) => !known.has(unit))) {
    return await askAgain(link, page, step);
  }
  if (step.name !== "details" || step.at === null) {
    return await chooseTime(link, page, step, notice);
  }
  const { slots, gone } = await slotsAt(link, step, step.at, kept);
  const slot = slotAt(slots, step.at);
  const { phone = "", notes = "", access = [] } = kept?.typed ?? {};
  const details = { phone, notes, access };
  if (slot === null) {
    return show({ name: "taken", step, isMove: false, choices: slots, gone, details }, 409);
  }
  const complaints = complaintsAt(step, kept);
  return show({ name: "details", page, step, slot, details, complaints });
}

/**
 * What was chosen does not go together any more: it is asked again, or there is nothing left to ask. The day
 * and the half of it stay as they were chosen.
 */
async function askAgain(link: LinkApi, page: OpenPage, step: Step): Promise<Shown> {
  const day = step.at === null ? step.day : dayOf(step.at, link.zone);
  const again: Step = { ...step, name: "times", day, units: [], only: false };
  const { own, household } = page;
  if (household.length === 0) {
    const rest = `The times below are for your ${shortName(own)}.`;
    return await showTimes(link, page, again, `${NOT_TOGETHER} ${rest}`);
  }
  const left = chosenUnits(page, step.units);
  const still = left.length > 0 && left.length < step.units.length
    ? ` Your ${namesOf([own, ...left])} still can.`
    : "";
  return show({
    name: "which",
    page,
    step: again,
    notice: `${NOT_TOGETHER}${still} Please choose again.`,
  });
}

/** Times; before them, where other units of the household are due as well, for which units. */
async function chooseTime(
  link: LinkApi,
  page: OpenPage,
  step: Step,
  notice: Notice,
): Promise<Shown> {
  const asks = page.household.length > 0 && step.units.length === 0 && !step.only;
  if (asks) return show({ name: "which", page, step, notice });
  return await showTimes(link, page, { ...step, name: "times" }, notice);
}

async function showBooked(
  link: LinkApi,
  page: BookedPage,
  step: Step,
  kept: Kept | null,
): Promise<Shown> {
  const { appointment, reported } = page;
  const notice = noticeAt(step, kept);
  const changes = ["manage", "change", "move", "cancel", "told"].includes(step.name);
  if (!changes && reported && isDeath(reported)) {
    return show({
      name: "noted",
      page,
      reported,
      notice: notice ?? offVisitText(step, appointment),
    });
  }
  if (!changes) return show({ name: "booked", page, step, notice });
  if (step.name === "told") {
    const { phone = "", notes = appointment.access_notes ?? "" } = typedAt("told", kept);
    const complaints = complaintsAt(step, kept);
    return show({ name: "told", page, typed: { phone, notes }, complaints });
  }
  if (!appointment.can_change) return show({ name: "too_late", page });
  if (step.name === "manage") return show({ name: "manage", page });
  if (step.name === "cancel") {
    const { reason = "", unit = "" } = kept?.typed ?? {};
    const complaints = complaintsAt(step, kept);
    return show({ name: "cancel", page, typed: { reason, unit }, complaints });
  }
  const change: Step = { ...step, name: "change", units: [], only: false };
  if (step.name === "change" || step.at === null) {
    return await showTimes(link, page, change, notice);
  }
  if (Date.parse(step.at) === Date.parse(appointment.starts_at)) {
    const same = "That is the time you have now. Choose another one, or keep it.";
    return await showTimes(link, page, change, same);
  }
  const { slots, gone } = await slotsAt(link, step, step.at, kept);
  const slot = slotAt(slots, step.at);
  if (slot === null) {
    return show({ name: "taken", step, isMove: true, choices: slots, gone, details: null }, 409);
  }
  return show({ name: "move", page, step, slot });
}

/** The chosen time, or those near it, which whoever just lost it was told already. */
async function slotsAt(link: LinkApi, step: Step, startsAt: string, kept: Kept | null) {
  const { who, units } = step;
  return nearAt(hrefOf(link.token, step), kept, link.now) ??
    await link.slotsAt({ startsAt, who, units });
}

/** That a visit, or one unit of it, was cancelled, where that is so. */
function cancelledText(page: OpenPage): Notice {
  if (page.still_coming) return `Your ${shortName(page.own)} is off the visit.`;
  return page.was_cancelled
    ? "Your visit is cancelled. When you are ready, choose another time here."
    : null;
}

/** The same of a link that rests since a change was reported. */
function givenUpText({ note }: Step, reported: Reported): Notice {
  if (!reported.was_cancelled) return null;
  switch (note) {
    case "cancelled":
      return "The visit is cancelled, and nobody comes.";
    case "unit_cancelled":
      return `Your ${shortName(reported)} is off the visit.`;
  }
  return null;
}

/** That units of a visit that takes place were just taken off it. */
function offVisitText(step: Step, appointment: Appointment): Notice {
  const units = justGivenUp(step, appointment);
  return units.length > 0 ? `Your ${namesOf(units)} is off the visit.` : null;
}

/** The choice of a day and time. */
async function showTimes(
  link: LinkApi,
  page: OpenPage | BookedPage,
  step: Step,
  notice: Notice,
): Promise<Shown> {
  const times = await findTimes(link, step, page);
  return show({ name: "times", page, step, times, notice });
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
    byPhone: ahead.gone === "area" || ahead.gone === "far"
      ? { heading: GONE[ahead.gone], text: byPhoneText(ahead.gone, ahead.moves_from) }
      : null,
    winter: ahead.winter,
    zone: link.zone,
  });
}
