import { HttpError } from "fresh";
import { readPhone } from "@/lib/text/read_phone.ts";
import { textOf, textsOf } from "@/lib/web/forms.ts";
import { CHECK_PHONE, type Complaints, complaintsOf } from "./forms.ts";
import { reportedNote } from "./changes.ts";
import type { CallWish, Change, Chosen, Details, LinkApi } from "./link.ts";
import type { Outcome } from "./shapes.ts";
import { askAgain, closed, home, isLive, showStep, showTimes, taken } from "./show.ts";
import { instantOf, isKey, type Step, unitsOf } from "./step.ts";
import { type BookingAnswer, type Notice, show } from "./view.ts";
import { TOO_LATE } from "./words.ts";

/** Carries out what a posted form asks for. What it names is checked by the database. */
export async function act(link: LinkApi, step: Step, form: FormData): Promise<BookingAnswer> {
  // A second button of a form says what it does instead.
  switch (textOf(form, "instead") || textOf(form, "action")) {
    case "look":
      return await showStep(link, step, typedDetails(form));
    case "book":
      return await book(link, step, form);
    case "move":
      return await move(link, step, form);
    case "cancel":
      return await cancel(link, form);
    case "tell":
      return await tell(link, form);
    case "call":
      return await call(link, step, form);
    case "report":
      return await report(link, form);
  }
  throw new HttpError(400);
}

/** What is ticked becomes part of what is written: both are for whoever comes. */
function typedDetails(form: FormData): Details {
  const notes = [...textsOf(form, "access"), textOf(form, "access_notes")];
  return { phone: textOf(form, "phone"), notes: notes.filter(Boolean).join(" ") };
}

function chosenTime(form: FormData): Chosen | null {
  const technicianId = textOf(form, "technician_id");
  const startsAt = instantOf(textOf(form, "starts_at"));
  return isKey(technicianId) && startsAt !== null ? { technicianId, startsAt } : null;
}

async function book(link: LinkApi, step: Step, form: FormData): Promise<BookingAnswer> {
  const typed = typedDetails(form);
  const chosen = chosenTime(form);
  const units = unitsOf(textsOf(form, "with"));
  const only = units.length === 0;
  if (chosen === null) return await chooseAgain(link, { ...step, units, only }, typed);
  const { startsAt: at, technicianId: who } = chosen;
  const here: Step = { ...step, name: "details", at, who, units, only };

  const phone = typed.phone === "" ? "" : readPhone(typed.phone);
  if (phone === null) return await correctDetails(link, here, typed, CHECK_PHONE);
  const result = await link.confirm({ ...chosen, details: { ...typed, phone }, units });
  const complaints = complaintsOf(result);
  if (complaints !== null) return await correctDetails(link, here, typed, complaints);
  switch (result.status) {
    case "booked":
      return home(link, "booked");
    case "already_booked":
      return home(link, "already");
    case "slot_taken":
      return taken({
        step: here,
        isMove: false,
        choices: result.slots,
        gone: result.gone,
        kept: typed,
      });
  }
  if (result.reason === "household") {
    const page = await link.page();
    if (page.status === "open") return await askAgain(link, page, here, typed, 422);
  }
  return await refused(link, here, result, typed);
}

/** The details once more, unless the time has gone in the meantime. */
async function correctDetails(
  link: LinkApi,
  step: Step,
  typed: Details,
  complaints: Complaints,
): Promise<BookingAnswer> {
  const answer = await showStep(link, step, typed);
  if ("goTo" in answer || answer.view.name !== "details") return answer;
  return show({ ...answer.view, complaints }, 422);
}

async function move(link: LinkApi, step: Step, form: FormData): Promise<BookingAnswer> {
  const chosen = chosenTime(form);
  const change: Step = { ...step, name: "change", at: null };
  if (chosen === null) return await showStep(link, change, null);
  const result = await link.move(chosen);
  if (result.status === "booked") return home(link, "moved");
  if (result.status === "slot_taken") {
    const { slots, gone } = result;
    return taken({ step: change, isMove: true, choices: slots, gone, kept: null });
  }
  return await refused(link, change, result, null);
}

async function cancel(link: LinkApi, form: FormData): Promise<BookingAnswer> {
  const reason = textOf(form, "reason");
  const unit = textOf(form, "contract_id");
  if (unit !== "" && !isKey(unit)) throw new HttpError(400);
  const typed = { reason, contractId: unit || null };
  const result = await link.cancel(typed);
  if (result.status === "cancelled") {
    if (typed.contractId === null) return home(link, "cancelled");
    return home(link, "unit_cancelled", [typed.contractId]);
  }
  const complaints = complaintsOf(result);
  if (complaints === null) return await refused(link, null, result, null);
  const page = await link.page();
  if (page.status !== "booked") return home(link, null);
  return show({ name: "cancel", page, typed, complaints }, 422);
}

async function tell(link: LinkApi, form: FormData): Promise<BookingAnswer> {
  const typed = typedDetails(form);
  const phone = typed.phone === "" ? "" : readPhone(typed.phone);
  if (phone === null) return await correctTold(link, typed, CHECK_PHONE);
  const result = await link.changeDetails({ ...typed, phone });
  if (result.status === "changed") return home(link, "told");
  const complaints = complaintsOf(result);
  if (complaints === null) return await refused(link, null, result, null);
  return await correctTold(link, typed, complaints);
}

async function correctTold(
  link: LinkApi,
  typed: Details,
  complaints: Complaints,
): Promise<BookingAnswer> {
  const page = await link.page();
  if (page.status !== "booked") return home(link, null);
  return show({ name: "told", page, typed, complaints }, 422);
}

async function report(link: LinkApi, form: FormData): Promise<BookingAnswer> {
  const typed: Change = {
    what: textOf(form, "what"),
    note: textOf(form, "note"),
    phone: textOf(form, "phone"),
  };
  const phone = typed.phone === "" ? "" : readPhone(typed.phone);
  if (phone === null) return await correctReport(link, typed, CHECK_PHONE);
  const result = await link.report({ ...typed, phone });
  if (result.status === "noted") return home(link, reportedNote(typed.what));
  if (result.reason === "what") {
    return await correctReport(link, typed, { what: "Please say which of these it is." });
  }
  const complaints = complaintsOf(result);
  if (complaints === null) return await refused(link, null, result, null);
  return await correctReport(link, typed, complaints);
}

async function correctReport(
  link: LinkApi,
  typed: Change,
  complaints: Complaints,
): Promise<BookingAnswer> {
  const page = await link.page();
  if (!isLive(page)) return closed(page.status);
  return show({ name: "report", page, typed, complaints }, 422);
}

async function call(link: LinkApi, step: Step, form: FormData): Promise<BookingAnswer> {
  const typed: CallWish = {
    phone: textOf(form, "phone"),
    preferredTimes: textOf(form, "preferred_times"),
    note: textOf(form, "note"),
  };
  const phone = readPhone(typed.phone);
  if (phone === null) return await correctCall(link, step, typed, CHECK_PHONE);
  const result = await link.callBack({ ...typed, phone });
  if (result.status === "received") return home(link, "called");
  const complaints = complaintsOf(result);
  if (complaints === null) return await refused(link, null, result, null);
  return await correctCall(link, step, typed, complaints);
}

async function correctCall(
  link: LinkApi,
  step: Step,
  typed: CallWish,
  complaints: Complaints,
): Promise<BookingAnswer> {
  const page = await link.page();
  if (!isLive(page)) return closed(page.status);
  return show({ name: "call", page, step, typed, complaints }, 422);
}

const CHOOSE_A_TIME = "Please choose a time.";

async function chooseAgain(
  link: LinkApi,
  step: Step,
  kept: Details | null,
  notice: Notice = CHOOSE_A_TIME,
): Promise<BookingAnswer> {
  const page = await link.page();
  if (!isLive(page)) return closed(page.status);
  if (page.status === "booked") return home(link, null);
  return await showTimes(link, page, { ...step, name: "times" }, kept, notice, 422);
}

/** What every action may be answered, apart from its own success. */
async function refused(
  link: LinkApi,
  step: Step | null,
  { status, reason }: Outcome,
  kept: Details | null,
): Promise<BookingAnswer> {
  if (status === "expired" || status === "invalid") return closed(status);
  if (reason === "too_many_attempts") throw new HttpError(429);
  const page = await link.page();
  if (!isLive(page)) return closed(page.status);
  if (page.status === "open") {
    if (step === null) return home(link, null);
    return await showTimes(link, page, { ...step, name: "times" }, kept, CHOOSE_A_TIME, 422);
  }
  if (status === "too_late" && !page.appointment.can_change) {
    return show({ name: "too_late", page }, 409);
  }
  const notice = status === "too_late"
    ? TOO_LATE
    : "That time can't be booked. Please choose another one, or call us.";
  return show({ name: "booked", page, step: null, notice }, 409);
}
