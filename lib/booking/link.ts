import { HttpError } from "fresh";
import type * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import type { Company } from "@/lib/database/shapes.ts";
import {
  type BookingPage,
  bookingPage,
  type OpenSlots,
  openSlots,
  type Outcome,
  outcome,
} from "./shapes.ts";

/** What a client types: kept while another time is chosen. */
export interface Details {
  phone: string;
  notes: string;
}

/** "Please call me." */
export interface CallWish {
  phone: string;
  preferredTimes: string;
  note: string;
}

/** "This isn't right any more." */
export interface Change {
  what: string;
  whereTo: string;
  note: string;
  phone: string;
}

/** A technician's time. */
export interface Chosen {
  technicianId: string;
  startsAt: string;
}

/** What the holder of one link can do: the database's functions for clients, typed. */
export interface LinkApi {
  readonly token: string;
  /** The company's time zone, by which days are told apart. */
  readonly zone: string;
  readonly now: Date;
  page(): Promise<BookingPage>;
  /**
   * Free times, best first, with the number of times of each day. Nothing where the link cannot
   * book or the units do not belong together.
   */
  slots(
    wanted: { from: string | null; days: number; most: number; units: string[] },
  ): Promise<OpenSlots>;
  /**
   * The time that starts at an instant, with the technician it was chosen with, else with another; where
   * it is not free, a few others, nearest first.
   */
  slotsAt(wanted: { startsAt: string; who: string | null; units: string[] }): Promise<OpenSlots>;
  confirm(chosen: Chosen & { details: Details; units: string[] }): Promise<Outcome>;
  move(chosen: Chosen): Promise<Outcome>;
  cancel(wanted: { reason: string; contractId: string | null }): Promise<Outcome>;
  callBack(wish: CallWish): Promise<Outcome>;
  changeDetails(details: Details): Promise<Outcome>;
  report(change: Change): Promise<Outcome>;
  /** Takes back what was reported. */
  withdraw(): Promise<Outcome>;
}

/** Whether a text is written like the secret of a link; others are not worth asking for. */
export function isLinkText(text: string): boolean {
  return /^[\w-]{20,100}$/.test(text);
}

/** Speaks for the holder of a link. */
export function linkApi(
  { rpc, company, now }: { rpc: Rpc; company: Company; now: Date },
  token: string,
): LinkApi {
  async function read<T>(shape: z.ZodType<T>, ask: () => Promise<unknown>): Promise<T> {
    return shape.parse(isLinkText(token) ? await ask() : { status: "invalid" });
  }

  return {
    token,
    zone: company.time_zone,
    now,
    async page() {
      const page = await read(bookingPage, () => rpc("booking_page", { token }));
      if (page.status === "rejected") throw new HttpError(429);
      return page;
    },
    slots: ({ from, days, most, units }) =>
      read(openSlots, () =>
        rpc("open_slots", {
          token,
          from_date: from ?? undefined,
          days,
          max_slots: most,
          with_contract_ids: units,
        })),
    slotsAt: ({ startsAt, who, units }) =>
      read(openSlots, () =>
        rpc("open_slots", {
          token,
          starts_at: startsAt,
          technician_id: who ?? undefined,
          with_contract_ids: units,
        })),
    confirm: ({ technicianId, startsAt, details, units }) =>
      read(outcome, () =>
        rpc("confirm_booking", {
          token,
          technician_id: technicianId,
          starts_at: startsAt,
          phone: details.phone,
          access_notes: details.notes,
          with_contract_ids: units,
        })),
    move: ({ technicianId, startsAt }) =>
      read(outcome, () =>
        rpc("reschedule_booking", {
          token,
          technician_id: technicianId,
          starts_at: startsAt,
        })),
    cancel: ({ reason, contractId }) =>
      read(
        outcome,
        () => rpc("cancel_booking", { token, reason, contract_id: contractId ?? undefined }),
      ),
    callBack: ({ phone, preferredTimes, note }) =>
      read(
        outcome,
        () => rpc("request_callback", { token, phone, preferred_times: preferredTimes, note }),
      ),
    changeDetails: ({ phone, notes }) =>
      read(outcome, () => rpc("change_details", { token, phone, access_notes: notes })),
    report: ({ what, whereTo, note, phone }) =>
      read(outcome, () => rpc("report_change", { token, what, note, phone, where_to: whereTo })),
    withdraw: () => read(outcome, () => rpc("withdraw_change", { token })),
  };
}
