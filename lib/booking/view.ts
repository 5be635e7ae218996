import type { Complaints } from "./forms.ts";
import type { Details } from "./link.ts";
import type { Note, Place } from "./step.ts";
import type { BookedPage, ClosedStatus, OpenPage, Slot } from "./shapes.ts";
import type { TimesView } from "./times.ts";

/** Something to tell the client above the page: friendly, and what to do next. */
export type Notice = string | null;

/** What a page for one link shows. */
export type BookingView =
  | {
    name: "times";
    page: OpenPage | BookedPage;
    place: Place;
    times: TimesView;
    kept: Details | null;
    notice: Notice;
  }
  | {
    name: "details";
    page: OpenPage;
    place: Place;
    slot: Slot;
    details: Details;
    complaints: Complaints;
    notice: Notice;
  }
  | { name: "move"; page: BookedPage; slot: Slot }
  | {
    name: "taken";
    page: OpenPage | BookedPage;
    place: Place;
    choices: { slot: Slot; label: string }[];
    kept: Details | null;
  }
  | { name: "booked"; page: BookedPage; note: Note | null; notice: Notice }
  | { name: "cancel"; page: BookedPage; reason: string; complaints: Complaints }
  | {
    name: "call";
    page: OpenPage | BookedPage;
    typed: { phone: string; preferredTimes: string; note: string };
    complaints: Complaints;
  }
  | { name: "called"; page: OpenPage | BookedPage }
  | { name: "closed"; status: ClosedStatus };

/** An answer to a request: a page with its status, or where the browser goes next. */
export type BookingAnswer = { view: BookingView; status: number } | { goTo: string };

export function show(view: BookingView, status = 200): BookingAnswer {
  return { view, status };
}
