/** When the next visit would suit a client, noted where nothing can be booked: at a door without a signal. */
import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { isDay, shortDayText } from "@/lib/text/dates.ts";
import { listText } from "@/lib/text/names.ts";
import { textOf, textsOf } from "@/lib/web/forms.ts";

/** What can be ticked, in order: how it is sent, and how it is said. */
export const DAYS = {
  mon: "Mondays",
  tue: "Tuesdays",
  wed: "Wednesdays",
  thu: "Thursdays",
  fri: "Fridays",
  sat: "Saturdays",
};
export const PARTS = { early: "early morning", morning: "morning", afternoon: "afternoon" };

/** As it stands in the form. */
export interface Wish {
  days: string[];
  parts: string[];
  /** YYYY-MM-DD, or empty. */
  after: string;
  /** In their own words. */
  words: string;
}

export const NO_WISH: Wish = { days: [], parts: [], after: "", words: "" };

/** The longest that their words may be. */
export const MOST_WORDS = 500;

export const wishIn = (form: FormData): Wish => ({
  days: textsOf(form, "wish_day"),
  parts: textsOf(form, "wish_part"),
  after: textOf(form, "wish_after"),
  words: textOf(form, "wish"),
});

/** "Mondays and Tuesdays, morning or afternoon, not before Mon, May 10, 2027"; empty where nothing is ticked. */
export function timesText({ days, parts, after }: Wish): string {
  const named = (names: Record<string, string>, chosen: string[]) =>
    Object.keys(names).filter((each) => chosen.includes(each)).map((each) => names[each]);
  const text = [
    listText(named(DAYS, days)),
    named(PARTS, parts).join(" or "),
    isDay(after) && `not before ${shortDayText(after)}`,
  ].filter(Boolean).join(", ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const answerShape = z.object({
  status: z.enum(["noted", "booked", "expired", "refused", "rejected"]),
});

/** What became of it: null where it is noted, else what is to be said. */
export type NotNoted = { complaint: string } | { is: "booked" } | null;

/**
 * Notes it for the office.
 * @param request_id by which the same wish sent twice is one
 */
export async function noteWish(
  rpc: Rpc,
  about: { visit_id: string } | { work_order_id: string },
  wish: Wish,
  request_id: string,
): Promise<NotNoted> {
  const said = { preferred_times: timesText(wish), note: wish.words, request_id };
  if (said.preferred_times === "" && said.note === "") {
    return { complaint: "Please tick what suits, or write it down." };
  }
  const { status } = answerShape.parse(
    "visit_id" in about
      ? await rpc("note_wish", { ...about, ...said })
      : await rpc("note_repair_wish", { ...about, ...said }),
  );
  switch (status) {
    case "noted":
      return null;
    case "booked":
      return { is: "booked" };
    case "expired":
      return { complaint: "Nothing is due here any more. Please call the office." };
    case "refused":
      return {
        complaint: "You are not there yet. Press “I've arrived” first, then save this again.",
      };
    default:
      return { complaint: `Please write less: no more than ${MOST_WORDS} characters.` };
  }
}
