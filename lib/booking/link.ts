import type { SupabaseClient } from "@supabase/supabase-js";
import { HttpError } from "fresh";
import type * as z from "zod";
import { dataOf } from "@/lib/web/errors.ts";
import { isLinkText } from "./step.ts";
import {
  type BookingPage,
  bookingPage,
  type Found,
  openSlots,
  type Outcome,
  outcome,
} from "./shapes.ts";

/** What a client types: kept while another time is chosen. */
export interface Details {
  phone: string;
  notes: string;
}

/** What the holder of one link can do: the database's functions for clients, typed. */
export interface BookingLink {
  readonly token: string;
  page(): Promise<BookingPage>;
  /**
   * Free times, best first, with the number of times of each day. Nothing where the link cannot
   * book or the units do not belong together.
   */
  slots(
    wanted: { from: string | null; days: number; most: number; units: string[] },
  ): Promise<Found & { status: string }>;
  confirm(chosen: Chosen & { details: Details; units: string[] }): Promise<Outcome>;
  move(chosen: Chosen): Promise<Outcome>;
  cancel(wanted: { reason: string; contractId: string | null }): Promise<Outcome>;
  callBack(wanted: { phone: string; preferredTimes: string; note: string }): Promise<Outcome>;
}

/** A technician's time. */
export interface Chosen {
  technicianId: string;
  startsAt: string;
}

/** Speaks for the holder of a link. Errors of the database are thrown as HTTP errors. */
export function bookingLink(api: SupabaseClient, token: string): BookingLink {
  async function call<T>(
    shape: z.ZodType<T>,
    name: string,
    wanted: Record<string, unknown>,
  ): Promise<T> {
    if (!isLinkText(token)) return shape.parse({ status: "invalid" });
    return shape.parse(dataOf(await api.rpc(name, { token, ...wanted })));
  }
  const orNull = (text: string) => text === "" ? null : text;

  return {
    token,
    async page() {
      const page = await call(bookingPage, "booking_page", {});
      if (page.status === "rejected") throw new HttpError(429);
      return page;
    },
    slots: ({ from, days, most, units }) =>
      call(openSlots, "open_slots", {
        from_date: from,
        days,
        max_slots: most,
        with_contract_ids: units,
      }),
    confirm: ({ technicianId, startsAt, details, units }) =>
      call(outcome, "confirm_booking", {
        technician_id: technicianId,
        starts_at: startsAt,
        phone: orNull(details.phone),
        access_notes: orNull(details.notes),
        with_contract_ids: units,
      }),
    move: ({ technicianId, startsAt }) =>
      call(outcome, "reschedule_booking", { technician_id: technicianId, starts_at: startsAt }),
    cancel: ({ reason, contractId }) =>
      call(outcome, "cancel_booking", { reason: orNull(reason), contract_id: contractId }),
    callBack: ({ phone, preferredTimes, note }) =>
      call(outcome, "request_callback", {
        phone,
        preferred_times: orNull(preferredTimes),
        note: orNull(note),
      }),
  };
}
