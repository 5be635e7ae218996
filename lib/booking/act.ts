import { HttpError } from "fresh";
import { textOf, textsOf } from "@/lib/web/forms.ts";
import { callForm, cancelForm, complaintsOf, detailsForm } from "./forms.ts";
import type { BookingLink, Details } from "./link.ts";
import { instantOf, isKey, type Place, unitsOf } from "./step.ts";
import { closed, home, isLive, showPlace, showTimes } from "./show.ts";
import type { Outcome } from "./shapes.ts";
import { alternatives } from "./times.ts";
import { type BookingAnswer, type Notice, show } from "./view.ts";

/** Carries out what a posted form asks for. What it names is checked by the database. */
export async function act(
  link: BookingLink,
  place: Place,
  form: FormData,
): Promise<BookingAnswer> {
  switch (textOf(form, "action")) {
    case "look":
      return await showPlace(link, place, typedDetails(form));
    case "book":
      return await book(link, place, form);
    case "move":
      return await move(link, place, form);
    case "cancel":
      return await cancel(link, form);
    case "call":
      return await call(link, form);
  }
  throw new HttpError(400);
}

function typedDetails(form: FormData): Details {
  return { phone: textOf(form, "phone"), notes: textOf(form, "access_notes") };
}

function chosenTime(form: FormData): { technicianId: string; startsAt: string } | null {
  const technicianId = textOf(form, "technician_id");
  const startsAt = instantOf(textOf(form, "starts_at"));
  return isKey(technicianId) && startsAt !== null ? { technicianId, startsAt } : null;
}

async function book(link: BookingLink, place: Place, form: FormData): Promise<BookingAnswer> {
  const typed = typedDetails(form);
  const chosen = chosenTime(form);
  const units = unitsOf(textsOf(form, "with"));
  if (chosen === null) return await chooseAgain(link, { ...place, units }, typed);
  const there: Place = {
    ...place,
    step: "details",
    at: chosen.startsAt,
    who: chosen.technicianId,
    units,
  };

  const checked = detailsForm.safeParse(typed);
  if (!checked.success) {
    const answer = await showPlace(link, there, typed);
    if ("goTo" in answer || answer.view.name !== "details") return answer;
    return show({ ...answer.view, complaints: complaintsOf(checked.error) }, 422);
  }
  const result = await link.confirm({ ...chosen, details: checked.data, units });
  switch (result.status) {
    case "booked":
      return home(link, "booked");
    case "already_booked":
      return home(link, null);
    case "slot_taken":
      return await taken(link, there, result, typed);
  }
  if (result.reason === "phone" || result.reason === "notes") {
    const answer = await showPlace(link, there, typed);
    if ("goTo" in answer || answer.view.name !== "details") return answer;
    const complaints = {
      [result.reason]: result.reason === "phone"
        ? "Please check the phone number."
        : "Please shorten this a little.",
    };
    return show({ ...answer.view, complaints }, 422);
  }
  if (result.reason === "household") {
    const notice = "One of the other units can't be done in the same visit any more. " +
      "Please choose a time again.";
    return await chooseAgain(link, { ...place, units: [] }, typed, notice);
  }
  return await refused(link, place, result, typed);
}

async function move(link: BookingLink, place: Place, form: FormData): Promise<BookingAnswer> {
  const chosen = chosenTime(form);
  if (chosen === null) return await showPlace(link, { ...place, step: "change", at: null }, null);
  const result = await link.move(chosen);
  if (result.status === "booked") return home(link, "moved");
  const there: Place = { ...place, step: "move", at: chosen.startsAt, who: chosen.technicianId };
  if (result.status === "slot_taken") return await taken(link, there, result, null);
  return await refused(link, { ...place, step: "change", at: null }, result, null);
}

async function cancel(link: BookingLink, form: FormData): Promise<BookingAnswer> {
  const typed = { reason: textOf(form, "reason"), contractId: textOf(form, "contract_id") };
  const checked = cancelForm.safeParse(typed);
  if (!checked.success) {
    const page = await link.page();
    if (page.status !== "booked") return home(link, null);
    const complaints = complaintsOf(checked.error);
    return show({ name: "cancel", page, reason: typed.reason, complaints }, 422);
  }
  const { reason, contractId } = checked.data;
  const result = await link.cancel({ reason, contractId });
  if (result.status !== "cancelled") return await refused(link, null, result, null);
  const page = await link.page();
  return home(link, page.status === "booked" ? "unit_cancelled" : "cancelled");
}

async function call(link: BookingLink, form: FormData): Promise<BookingAnswer> {
  const typed = {
    phone: textOf(form, "phone"),
    preferredTimes: textOf(form, "preferred_times"),
    note: textOf(form, "note"),
  };
  const checked = callForm.safeParse(typed);
  const result = checked.success ? await link.callBack(checked.data) : null;
  if (result?.status === "received") return home(link, "called");
  if (result !== null && result.status !== "rejected") {
    return await refused(link, null, result, null);
  }
  if (result?.reason === "too_many_attempts") throw new HttpError(429);
  const page = await link.page();
  if (!isLive(page)) return closed(page.status);
  const complaints = checked.success
    ? { phone: "Please check the phone number." }
    : complaintsOf(checked.error);
  return show({ name: "call", page, typed, complaints }, 422);
}

/** Somebody else was faster: the nearest other times, with what was typed. */
async function taken(
  link: BookingLink,
  place: Place,
  { slots }: Outcome,
  kept: Details | null,
): Promise<BookingAnswer> {
  const page = await link.page();
  if (!isLive(page)) return closed(page.status);
  const choices = alternatives(slots, place.at ?? "", page.company.time_zone);
  return show({ name: "taken", page, place, choices, kept }, 409);
}

async function chooseAgain(
  link: BookingLink,
  place: Place,
  kept: Details | null,
  notice: Notice = "Please choose a time.",
): Promise<BookingAnswer> {
  const page = await link.page();
  if (!isLive(page)) return closed(page.status);
  if (page.status === "booked") return home(link, null);
  return await showTimes(link, page, { ...place, step: "times" }, kept, notice, 422);
}

/** What every action may be answered, apart from its own success. */
async function refused(
  link: BookingLink,
  place: Place | null,
  { status, reason }: Outcome,
  kept: Details | null,
): Promise<BookingAnswer> {
  if (status === "expired" || status === "invalid") return closed(status);
  if (reason === "too_many_attempts") throw new HttpError(429);
  const page = await link.page();
  if (!isLive(page)) return closed(page.status);
  if (page.status === "open") {
    if (place === null) return home(link, null);
    return await chooseAgain(link, place, kept);
  }
  const notice = status === "too_late"
    ? "It is too close to your visit to change it here. Please call us."
    : "That time can't be booked. Please choose another one, or call us.";
  return show({ name: "booked", page, note: null, notice }, 409);
}
