import type { Company } from "@/lib/database/shapes.ts";
import type { Complaints } from "./forms.ts";
import type { CallWish, Details } from "./link.ts";
import type { BookedPage, ClosedStatus, OpenPage, Slot } from "./shapes.ts";
import type { Note, Step } from "./step.ts";
import type { TimesView } from "./times.ts";

/** Something to tell the client above the page: friendly, and what to do next. */
export type Notice = string | null;

/** What a page for one link shows. */
export type BookingView =
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
  | { name: "move"; page: BookedPage; slot: Slot }
  | {
    name: "taken";
    step: Step;
    /** Whether an appointment was to be moved to the taken time. */
    isMove: boolean;
    /** Other times, nearest first. */
    choices: Slot[];
    kept: Details | null;
  }
  | { name: "booked"; page: BookedPage; note: Note | null; notice: Notice }
  | {
    name: "cancel";
    page: BookedPage;
    typed: { reason: string; contractId: string | null };
    complaints: Complaints;
  }
  | { name: "call"; page: OpenPage | BookedPage; typed: CallWish; complaints: Complaints }
  | { name: "called"; page: OpenPage | BookedPage }
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
