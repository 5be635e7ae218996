/** The visit after one that is over, booked while the client stands there: what can be chosen, and what came of it. */
import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { dayShape, instantShape, pricedUnitShape } from "@/lib/database/shapes.ts";
import { addDays, isDay, mondayOf } from "@/lib/text/dates.ts";

const slotShape = z.object({
  starts_at: instantShape,
  technician_id: z.string(),
  technician_name: z.string(),
});
export type NextSlot = z.infer<typeof slotShape>;

/** What any choice of a time needs. */
export const offerShape = z.object({
  today: dayShape,
  /** The visit, or the drive, that is over. */
  like: z.object({ starts_at: instantShape, technician_id: z.string().nullable() }),
  /** What comes closest, best first. */
  slots: z.array(slotShape),
  /** The last day that can be booked; not known where the place is out of reach. */
  book_until: dayShape.nullish(),
  gone: z.string().nullish(),
});
export type NextOffer = z.infer<typeof offerShape>;

const unitShape = pricedUnitShape.extend({
  contract_id: z.string(),
  product_name: z.string().nullish(),
});

const known = {
  /** next: of the cycle that a done visit opened; return: again, since it came to nothing. */
  what: z.enum(["next", "return"]),
  due_on: dayShape,
  today: dayShape,
  /** What is booked for later than this day is confirmed again two weeks before. */
  again_after: dayShape,
  client: z.object({ name: z.string(), first_name: z.string(), is_mailed: z.boolean() }),
};

const appointmentShape = z.object({
  starts_at: instantShape,
  technician_name: z.string().nullish(),
  units: z.array(pricedUnitShape),
  /** Whether it was booked at the door, and can have another time there. */
  can_change: z.boolean(),
});

const openShape = offerShape.extend({
  status: z.literal("open"),
  ...known,
  /** What is booked, and gets another time. */
  appointment: appointmentShape.nullish(),
  /** What is booked: the unit, and those that go along. */
  units: z.array(unitShape),
  /** When the client hears that it is due, where nothing is booked; null where only once it is past. */
  reminded_on: dayShape.nullable(),
  is_reminded_by_mail: z.boolean(),
});
export type OpenNext = z.infer<typeof openShape>;

const bookedShape = z.object({
  status: z.literal("booked"),
  ...known,
  appointment: appointmentShape,
});
export type BookedNext = z.infer<typeof bookedShape>;

const closedShape = z.object({
  status: z.enum(["paused", "expired", "refused", "rejected"]),
  reason: z.string().nullish(),
});

const nextShape = z.discriminatedUnion("status", [openShape, bookedShape, closedShape]);
export type Next = z.infer<typeof nextShape>;

/** Which days are looked at: those closest to the wish, a week by its Monday, or one day. */
export interface Shown {
  week: string | null;
  day: string | null;
  /** Whether what is booked gets another time. */
  change: boolean;
}

/** What an address asks for; a day before a week. */
export function shownIn(query: URLSearchParams): Shown {
  const [week, day] = ["week", "day"].map((name) => {
    const said = query.get(name) ?? "";
    return isDay(said) ? said : null;
  });
  return { week: week && mondayOf(week), day, change: query.has("change") };
}

/** The same as an address. */
export function shownHref(page: string, { week, day, change }: Partial<Shown>): string {
  const query = new URLSearchParams({
    ...week ? { week } : {},
    ...day ? { day } : {},
    ...change ? { change: "yes" } : {},
  }).toString();
  return query ? `${page}?${query}` : page;
}

/** The same as the database is asked. */
export function daysOf({ week, day }: Shown): { from_date?: string; days?: number } {
  return day ? { from_date: day, days: 1 } : week ? { from_date: week, days: 7 } : {};
}

/** The times of these days, and what is known beside them. */
export async function readNext(rpc: Rpc, visit_id: string, shown: Shown): Promise<Next> {
  const days = daysOf(shown);
  return nextShape.parse(
    await rpc("return_slots", { visit_id, ...days, change: shown.change }),
  );
}

/** The Mondays of the week before and after what is shown (else that day's), where times can be. */
export function weeksBeside(
  { today, book_until }: NextOffer,
  { week, day }: Shown,
  around: string,
): { earlier: string | null; later: string | null } {
  const monday = mondayOf(day ?? week ?? around);
  const [earlier, later] = [addDays(monday, -7), addDays(monday, 7)];
  return {
    earlier: addDays(earlier, 6) < today ? null : earlier,
    later: book_until && later > book_until ? null : later,
  };
}

/** Whether the day on which it is due lies further ahead than can be booked. */
export const isBeyond = ({ what, due_on, book_until }: OpenNext) =>
  what === "next" && book_until !== null && book_until !== undefined && due_on > book_until;

const answerShape = z.object({
  status: z.enum([
    "booked",
    "already_booked",
    "slot_taken",
    "too_late",
    "not_booked",
    "expired",
    "refused",
    "rejected",
  ]),
  reason: z.string().nullish(),
  slots: z.array(slotShape).default([]),
});

/** Why nothing was booked, and other times where the one that was chosen is gone. */
export interface NotBooked {
  complaint: string;
  near: NextSlot[];
}

const REFUSALS: Record<string, string> = {
  household: "What goes along is different now. Please read out what is booked, then choose again.",
  paused: "This unit's maintenance rests now, so nothing can be booked.",
  area: "This place is further than the company goes. Please call the office.",
  horizon: "That day is further ahead than can be booked. Please choose an earlier one.",
  time: "Nothing can be booked at that time. Please choose another one.",
  state: "This visit is not over yet. Finish it first.",
  booked:
    "What is booked can't be changed here. The link in the e-mail does, and so does the office.",
};

/** Books what was chosen for the units that were told, or gives what is booked that time; null where it is booked. */
export async function bookNext(
  rpc: Rpc,
  visit_id: string,
  chosen: { starts_at: string; technician_id: string; units: string[]; change: boolean },
): Promise<NotBooked | null> {
  const { starts_at, technician_id, units, change } = chosen;
  const answer = answerShape.parse(
    await rpc("book_return", {
      visit_id,
      technician_id,
      starts_at,
      with_contract_ids: units,
      change,
    }),
  );
  const { status, reason, slots: near } = answer;
  if (status === "booked" || status === "already_booked") return null;
  if (status === "slot_taken") {
    return { complaint: "That time was just taken. These are close to it.", near };
  }
  const complaint = status === "expired"
    ? "Nothing is due for this unit any more."
    : status === "too_late" || status === "not_booked"
    ? "What was booked has changed meanwhile. This is how it stands now."
    : REFUSALS[reason ?? ""] ?? "This could not be booked. Please call the office.";
  return { complaint, near: [] };
}

/** What was chosen, as the form sends it: "2027-06-08T14:30:00+00:00/…"; null for what is none. */
export function chosenOf(text: string): { starts_at: string; technician_id: string } | null {
  const [at, id] = text.split("/");
  const technician = z.uuid().safeParse(id);
  return Number.isNaN(Date.parse(at)) || !technician.success
    ? null
    : { starts_at: new Date(at).toISOString(), technician_id: technician.data };
}

/** Contracts named in a form. */
export const contractsOf = (texts: string[]) =>
  texts.filter((text) => z.uuid().safeParse(text).success);
