import type { Company } from "@/lib/database/shapes.ts";
import type { Complaints } from "./forms.ts";
import type { Kept } from "./kept.ts";
import type { CallWish, Change, Details } from "./link.ts";
import type { BookedPage, Call, ClosedStatus, Gone, OpenPage, Reported, Slot } from "./shapes.ts";
import type { Step } from "./step.ts";
import type { TimesView } from "./times.ts";

/** What is typed for a visit that is not booked yet, and what is ticked about getting in. */
export interface TypedDetails extends Details {
  access: string[];
}

/** Something to tell the client above the page: friendly, and what to do next. */
export type Notice = string | null;

/** What a page for one link shows. */
export type BookingView =
  /** A household is asked first what the visit is for. */
  | { name: "which"; page: OpenPage; step: Step; notice: Notice }
  | {
    name: "times";
    page: OpenPage | BookedPage;
    step: Step;
    times: TimesView;
    notice: Notice;
  }
  | {
    name: "details";
    page: OpenPage;
    step: Step;
    slot: Slot;
    details: TypedDetails;
    complaints: Complaints;
  }
  | { name: "manage"; page: BookedPage }
  | { name: "too_late"; page: BookedPage }
  | { name: "move"; page: BookedPage; step: Step; slot: Slot }
  | {
    name: "taken";
    step: Step;
    /** Whether an appointment was to be moved to the wanted time. */
    isMove: boolean;
    /** Other times, nearest first. */
    choices: Slot[];
    gone: Gone;
    /** What was typed for the wanted time; null where a visit was to be moved. */
    details: TypedDetails | null;
  }
  | { name: "booked"; page: BookedPage; step: Step; notice: Notice }
  | { name: "passed"; page: BookedPage }
  | { name: "told"; page: BookedPage; typed: Details; complaints: Complaints }
  | {
    name: "cancel";
    page: BookedPage;
    typed: { reason: string; unit: string };
    complaints: Complaints;
  }
  | {
    name: "call";
    page: OpenPage | BookedPage;
    step: Step;
    typed: CallWish;
    complaints: Complaints;
  }
  | { name: "called"; page: OpenPage | BookedPage; call: Call }
  | {
    name: "report";
    page: OpenPage | BookedPage;
    step: Step;
    typed: Change;
    complaints: Complaints;
  }
  /** A change was reported; without a visit the link rests. The notice says what was done since. */
  | { name: "noted"; page: BookedPage | null; reported: Reported; notice: Notice }
  | { name: "closed"; status: ClosedStatus };

/** The view of one name. */
export type ViewOf<Name extends BookingView["name"]> = Extract<BookingView, { name: Name }>;

/** What every page of a link is given beside its view. */
export interface PageParts {
  token: string;
  company: Company;
}

/** A page with its status. */
export interface Shown {
  view: BookingView;
  status: number;
}

/**
 * An answer to a form: a page, or the step where the browser goes on, and what it is to keep for it; null for
 * nothing any more, left out for what it keeps already. `form` is the step that it was typed at.
 */
export type BookingAnswer = Shown | { goTo: Step; keep?: Kept | null; form?: Step };

export function show(view: BookingView, status = 200): Shown {
  return { view, status };
}
