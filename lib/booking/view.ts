import type { Company } from "@/lib/database/shapes.ts";
import type { Complaints } from "./forms.ts";
import type { CallWish, Change, Details } from "./link.ts";
import type { BookedPage, ClosedStatus, Gone, OpenPage, Slot } from "./shapes.ts";
import type { Note, Step } from "./step.ts";
import type { TimesView } from "./times.ts";

/** Something to tell the client above the page: friendly, and what to do next. */
export type Notice = string | null;

/** What a page for one link shows. */
export type BookingView =
  /** A household is asked first what the visit is for. */
  | { name: "which"; page: OpenPage; step: Step; kept: Details | null; notice: Notice }
  | {
    name: "times";
    page: OpenPage | BookedPage;
    step: Step;
    times: TimesView;
    kept: Details | null;
    notice: Notice;
  }
  | {
    name: "details";
    page: OpenPage;
    step: Step;
    slot: Slot;
    details: Details;
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
    kept: Details | null;
  }
  | { name: "booked"; page: BookedPage; step: Step | null; notice: Notice }
  | { name: "told"; page: BookedPage; typed: Details; complaints: Complaints }
  | {
    name: "cancel";
    page: BookedPage;
    typed: { reason: string; contractId: string | null };
    complaints: Complaints;
  }
  | {
    name: "call";
    page: OpenPage | BookedPage;
    step: Step;
    typed: CallWish;
    complaints: Complaints;
  }
  | { name: "called"; page: OpenPage | BookedPage }
  | { name: "report"; page: OpenPage | BookedPage; typed: Change; complaints: Complaints }
  /** A change was reported; without a page the link rests. */
  | { name: "noted"; page: OpenPage | BookedPage | null; note: Note }
  | { name: "closed"; status: ClosedStatus };

/** The view of one name. */
export type ViewOf<Name extends BookingView["name"]> = Extract<BookingView, { name: Name }>;

/** What every page of a link is given beside its view. */
export interface PageParts {
  token: string;
  company: Company;
}

/** An answer to a request: a page with its status, or where the browser goes next. */
export type BookingAnswer = { view: BookingView; status: number } | { goTo: string };

export function show(view: BookingView, status = 200): BookingAnswer {
  return { view, status };
}
