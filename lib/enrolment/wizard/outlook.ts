/** What a pace would make of the technicians' weeks, and what is said of it. */
import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { dayShape } from "@/lib/database/shapes.ts";
import { monthDayText, monthText } from "@/lib/text/dates.ts";
import type { Mark } from "@/lib/text/mark.ts";
import { counted } from "@/lib/text/names.ts";

const weekShape = z.object({
  /** Its Monday. */
  week: dayShape,
  first: z.number(),
  second: z.number(),
  coming: z.number(),
  capacity: z.number(),
});
type Week = z.infer<typeof weekShape>;

const outlookShape = z.object({
  weeks: z.array(weekShape),
  skills: z.array(
    z.object({ skill: z.string(), week: dayShape, visits: z.number(), capacity: z.number() }),
  ),
  suggested_weeks: z.number().nullable(),
});
export type Outlook = z.infer<typeof outlookShape>;

export async function readOutlook(rpc: Rpc, run_id: string): Promise<Outlook> {
  return outlookShape.parse(await rpc("backfill_outlook", { run_id }));
}

/** A judgement: a mark for what is good or bad, and the sentence. */
export interface Verdict {
  mark: Mark | null;
  text: string;
}

/** Above this share of what technicians can do, a week has no room for what comes unforeseen. */
const FULL = 0.8;

const visitsOf = ({ first, second, coming }: Week) => first + second + coming;
const shareOf = (week: Week) => visitsOf(week) / Math.max(week.capacity, 0.1);

/** What is said of a pace of so many weeks: whether it makes a wave, where it pinches, and which window would do. */
export function judge(outlook: Outlook, weeks: number): Verdict[] {
  // Where nothing of this run is to be done, a week's load is not of its making.
  const ours = outlook.weeks.filter(({ first, second }) => first + second > 0);
  if (ours.length === 0) return [];
  const busiest = ours.toSorted((a, b) => shareOf(b) - shareOf(a))[0];
  return [wave(busiest, ours), ...pinch(outlook), ...otherWindow(outlook, weeks, busiest)];
}

function wave(busiest: Week, ours: Week[]): Verdict {
  const share = shareOf(busiest);
  const week = `the week of ${monthDayText(busiest.week)}`;
  const load = `${counted(visitsOf(busiest), "visit")}; the technicians can do ${busiest.capacity}`;
  if (share > 1) {
    return {
      mark: { text: "A wave", shape: "late" },
      text: `${capital(week)} would have ${load}.`,
    };
  }
  if (share > FULL) {
    return {
      mark: { text: "Little room", shape: "late" },
      text: `${capital(week)} has ${load}, which leaves little for repairs and changes.`,
    };
  }
  const second = ours.find(({ second }) => second > 0);
  return {
    mark: { text: "No wave", shape: "done" },
    text: `The busiest week, ${week}, has ${load}.${
      second ? ` The second round begins in ${monthText(second.week)}.` : ""
    }`,
  };
}

/** Skills of which some week asks too much. */
const tight = ({ skills }: Outlook) =>
  skills.filter(({ visits, capacity }) => visits > capacity * FULL);

function pinch(outlook: Outlook): Verdict[] {
  return tight(outlook).map((each) => ({
    mark: { text: "One thing to know", shape: "todo" },
    text: `In the week of ${monthDayText(each.week)}, ${
      counted(each.visits, "visit")
    } need somebody who may do ${each.skill.replaceAll("_", " ")}. ${
      each.capacity === 0 ? "Nobody who may works then." : `They can do ${each.capacity}.`
    }`,
  }));
}

function otherWindow(outlook: Outlook, weeks: number, busiest: Week): Verdict[] {
  const { suggested_weeks: other } = outlook;
  if (other === null) {
    // Nothing is to be spread.
    if (shareOf(busiest) <= FULL && tight(outlook).length === 0) return [];
    return [{
      mark: null,
      text:
        "No window of up to a year keeps every week below four fifths of what the technicians can do. More hours, or more people with the skill, would.",
    }];
  }
  if (other === weeks) return [];
  return [{
    mark: null,
    text: `${
      counted(other, "week")
    } would do: the shortest window in which no week is fuller than four fifths of what the technicians can do.`,
  }];
}

const capital = (text: string) => text[0].toUpperCase() + text.slice(1);
