import { HttpError } from "fresh";
import { readPhone } from "@/lib/text/read_phone.ts";
import { textOf, textsOf } from "@/lib/web/forms.ts";
import { ACCESS, CHECK_PHONE, type Complaints, complaintsOf, notesOf } from "./forms.ts";
import type { Typed } from "./kept.ts";
import { type Chosen, isLinkText, type LinkApi } from "./link.ts";
import { type Outcome, outcome } from "./shapes.ts";
import { hrefOf, instantOf, isKey, type Note, START, type Step, unitsOf } from "./step.ts";
import { type BookingAnswer, type Notice, show } from "./view.ts";
import { CHOOSE_A_TIME, NOT_TOGETHER, TAKEN_BACK, TOO_LATE, WHOLE_VISIT } from "./words.ts";

/** Something that a form asks for. */
interface Wish {
  /** The step whose page has the form: there it goes on where the wish cannot be fulfilled. */
  step: Step;
  typed: Typed;
  send(phone: string): Promise<Outcome>;
  /** Where it goes on, by what was answered. */
  done: { [Status in Outcome["status"]]?: BookingAnswer };
}

/** Carries out what a posted form asks for, and says where to go on. What it names is checked by the database. */
export async function act(
  link: LinkApi,
  step: Step,
  form: FormData,
): Promise<BookingAnswer> {
  if (!isLinkText(link.token)) return show({ name: "closed", status: "invalid" }, 404);
  const wish = wishOf(link, step, form);
  const answer = await carryOut(link, wish, step, textOf(form, "instead") === "look");
  if (!("goTo" in answer) || !answer.keep) return answer;
  return { ...answer, form: { ...wish.step, check: true } };
}

function wishOf(link: LinkApi, step: Step, form: FormData): Wish {
  switch (textOf(form, "action")) {
    case "book":
      return booking(link, step, form);
    case "move":
      return moving(link, step, form);
    case "cancel":
      return cancelling(link, form);
    case "tell":
      return telling(link, form);
    case "call":
      return askingForCall(link, step, form);
    case "report":
      return reporting(link, step, form);
    case "withdraw":
      return withdrawing(link);
  }
  throw new HttpError(400);
}

/** @param elsewhere a second button of the form only goes to `step`, and takes along what was typed */
async function carryOut(
  link: LinkApi,
  wish: Wish,
  step: Step,
  elsewhere: boolean,
): Promise<BookingAnswer> {
  const { typed } = wish;
  if (elsewhere) return leave(wish, step);
  const number = typed.phone ?? typed.changePhone;
  const phone = number ? readPhone(number) : "";
  if (phone === null) return stay(wish.step, typed, CHECK_PHONE);
  const result = await wish.send(phone);
  // Nothing was done, and nothing is said to have been.
  if (result.unchanged) return home(null);
  const answer = wish.done[result.status];
  if (answer !== undefined) return answer;
  if (result.status === "slot_taken") return offerOthers(link, wish, result);
  const complaints = complaintsOf(result);
  return complaints === null ? refused(wish, result) : stay(wish.step, typed, complaints);
}

/** Goes on at a step with what was typed, and what there is to say about it. */
function stay(
  step: Step,
  typed: Typed,
  complaints: Complaints = {},
  notice: Notice = null,
): BookingAnswer {
  const check = notice !== null || Object.keys(complaints).length > 0;
  const goTo = { ...step, check, note: null };
  return { goTo, keep: { step: step.name, typed, complaints, notice } };
}

/** The page of the chosen time says that it is gone, and which others are near: that was just looked up. */
function offerOthers(
  link: LinkApi,
  { step, typed }: Wish,
  { slots, gone }: Outcome,
): BookingAnswer {
  const goTo = { ...step, check: false, note: null };
  const near = { page: hrefOf(link.token, goTo), told: link.now.getTime(), slots, gone };
  return { goTo, keep: { step: step.name, typed, complaints: {}, notice: null, near } };
}

/** Goes on elsewhere: what was typed waits in its form. */
function leave({ step, typed }: Wish, goTo: Step): BookingAnswer {
  return { goTo, keep: { step: step.name, typed, complaints: {}, notice: null } };
}

/** The link's own page, where nothing that was typed is needed any more. */
function home(note: Note | null, units: string[] = []): BookingAnswer {
  return { goTo: { ...START, note, units }, keep: null };
}

/** What every wish may be answered: the page of its step says what is so now. */
function refused({ step, typed }: Wish, { status, reason }: Outcome): BookingAnswer {
  if (reason === "too_many_attempts") throw new HttpError(429);
  if (status === "expired" || status === "invalid") return home(null);
  // Its page knows the day that was chosen, and which of the units still go together.
  if (reason === "household") return stay(step, typed, {}, NOT_TOGETHER);
  // The page of a chosen time looks up what is so of it.
  const isOfTime = ["time", "area", "far"].includes(reason ?? "");
  if (step.at !== null && isOfTime) return stay(step, typed);
  const name = step.name === "details" ? "times" : step.name === "move" ? "change" : step.name;
  const notice = status === "too_late" ? TOO_LATE : null;
  return stay({ ...step, name, at: null, who: null }, typed, {}, notice);
}

function chosenTime(form: FormData): Chosen | null {
  const technicianId = textOf(form, "technician_id");
  const startsAt = instantOf(textOf(form, "starts_at"));
  return isKey(technicianId) && startsAt !== null ? { technicianId, startsAt } : null;
}

/** What no page of ours sends: nothing is asked for, and the step says why it goes on there. */
function nothingChosen(step: Step, typed: Typed, notice: Notice): Wish {
  const rejected = outcome.parse({ status: "rejected" });
  return {
    step,
    typed,
    send: () => Promise.resolve(rejected),
    done: { rejected: stay(step, typed, {}, notice) },
  };
}

function detailsIn(form: FormData) {
  return { phone: textOf(form, "phone"), notes: textOf(form, "access_notes") };
}

function booking(link: LinkApi, step: Step, form: FormData): Wish {
  const ticked = textsOf(form, "access");
  const typed = { ...detailsIn(form), access: ACCESS.filter((each) => ticked.includes(each)) };
  const chosen = chosenTime(form);
  const units = unitsOf(textsOf(form, "with"));
  const forUnits: Step = { ...step, units, only: units.length === 0 };
  if (chosen === null) return nothingChosen({ ...forUnits, name: "times" }, typed, CHOOSE_A_TIME);
  const { startsAt: at, technicianId: who } = chosen;
  const details: Step = { ...forUnits, name: "details", at, who };
  return {
    step: details,
    typed,
    send: (phone) => link.confirm({ ...chosen, details: { phone, notes: notesOf(typed) }, units }),
    done: {
      booked: home("booked"),
      already_booked: home("already"),
    },
  };
}

function moving(link: LinkApi, step: Step, form: FormData): Wish {
  const chosen = chosenTime(form);
  if (chosen === null) return nothingChosen({ ...step, name: "change" }, {}, CHOOSE_A_TIME);
  const { startsAt: at, technicianId: who } = chosen;
  const move: Step = { ...step, name: "move", at, who };
  return {
    step: move,
    typed: {},
    send: () => link.move(chosen),
    done: { booked: home("moved") },
  };
}

function cancelling(link: LinkApi, form: FormData): Wish {
  const reason = textOf(form, "reason");
  const unit = textOf(form, "contract_id");
  if (unit !== "" && unit !== WHOLE_VISIT && !isKey(unit)) throw new HttpError(400);
  const contractId = isKey(unit) ? unit : null;
  return {
    step: { ...START, name: "cancel" },
    typed: { reason, unit },
    // Where there are several, all of them go only if that was said.
    send: async () =>
      unit === "" && await hasSeveralUnits(link)
        ? outcome.parse({ status: "rejected", reason: "contract_id" })
        : await link.cancel({ reason, contractId }),
    done: {
      cancelled: contractId === null ? home("cancelled") : home("unit_cancelled", [contractId]),
    },
  };
}

async function hasSeveralUnits(link: LinkApi): Promise<boolean> {
  const page = await link.page();
  return page.status === "booked" && page.appointment.units.length > 1;
}

function telling(link: LinkApi, form: FormData): Wish {
  const typed = detailsIn(form);
  return {
    step: { ...START, name: "told" },
    typed,
    send: (phone) => link.changeDetails({ ...typed, phone }),
    done: { changed: home("told") },
  };
}

function askingForCall(link: LinkApi, step: Step, form: FormData): Wish {
  const typed = {
    phone: textOf(form, "phone"),
    preferredTimes: textOf(form, "preferred_times"),
    callNote: textOf(form, "note"),
  };
  return {
    step: { ...step, name: "call" },
    typed,
    send: (phone) =>
      link.callBack({ phone, preferredTimes: typed.preferredTimes, note: typed.callNote }),
    done: { received: home("called") },
  };
}

function reporting(link: LinkApi, step: Step, form: FormData): Wish {
  const said = {
    what: textOf(form, "what"),
    whereTo: textOf(form, "where_to"),
    note: textOf(form, "note"),
  };
  return {
    step: { ...step, name: "report" },
    typed: { ...said, changePhone: textOf(form, "phone") },
    // Typed before another answer was chosen, it is in nobody's sight any more.
    send: (phone) =>
      link.report({ ...said, whereTo: said.what === "moved" ? said.whereTo : "", phone }),
    done: { noted: home("noted") },
  };
}

function withdrawing(link: LinkApi): Wish {
  return {
    step: START,
    typed: {},
    send: () => link.withdraw(),
    done: { withdrawn: stay(START, {}, {}, TAKEN_BACK), not_reported: home(null) },
  };
}
