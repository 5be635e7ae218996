/** All places of a piece of work, in words and minutes: what a board looks up while something is carried over it. */
import { dayOf } from "@/lib/text/dates.ts";
import { driveAdded, saidOf } from "./answers.ts";
import type { Places, Stretch } from "./shapes.ts";
import { bareTime, minuteOn } from "./times.ts";

/** One answer for all starts from a minute of the day to another, both included. */
export interface ToldAnswer {
  from: number;
  to: number;
  fits: boolean;
  word: string;
  more: string;
}

export interface ToldDay {
  day: string;
  answers: ToldAnswer[];
  /** The cheapest start, and what is said of it. */
  best: { minute: number; text: string } | null;
  /** Why there is none. */
  why: string;
}

/** What a browser is told when something is picked up. */
export interface ToldPlaces {
  minutes: number;
  /** The cheapest of all, where it is on the days that are shown. */
  first: { technician: string; day: string; minute: number } | null;
  technicians: { id: string; days: ToldDay[] }[];
}

export function tellPlaces(
  { minutes, technicians, best }: Places,
  today: string,
  zone: string,
): ToldPlaces {
  const shown = technicians[0]?.days.map(({ on_day }) => on_day) ?? [];
  const first = best.find(({ starts_at }) => shown.includes(dayOf(starts_at, zone)));
  const day = first && dayOf(first.starts_at, zone);
  return {
    minutes,
    first: first && day
      ? { technician: first.technician_id, day, minute: minuteOn(day, first.starts_at, zone) }
      : null,
    technicians: technicians.map(({ technician_id, days }) => ({
      id: technician_id,
      days: days.map(({ on_day, answers, best }) => {
        const told = answers.map((each) => tellAnswer(each, on_day, today, zone));
        return {
          day: on_day,
          answers: told,
          best: best && {
            minute: minuteOn(on_day, best.starts_at, zone),
            text: `Fits ${bareTime(best.starts_at, zone)}, ${driveAdded(best.travel_minutes)}`,
          },
          why: whyNone(answers, told),
        };
      }),
    })),
  };
}

function tellAnswer(each: Stretch, day: string, today: string, zone: string): ToldAnswer {
  const { word, more } = saidOf({ ...each, reason: each.answer }, today, zone);
  return {
    from: minuteOn(day, each.from, zone),
    to: minuteOn(day, each.to, zone),
    fits: each.answer === "fits",
    word,
    more,
  };
}

/** What holds for a whole day, from the gravest on; what is said otherwise is the reason that takes most of it. */
const WHOLE_DAY = ["technician", "skill", "holiday", "horizon", "full"];

function whyNone(answers: Stretch[], told: ToldAnswer[]): string {
  const say = (index: number) => [told[index].word, told[index].more].filter(Boolean).join(": ");
  const whole = answers.findIndex(({ answer }) => WHOLE_DAY.includes(answer));
  if (whole !== -1) return say(whole);
  const kinds = [...new Set(answers.map(({ answer }) => answer))];
  if (kinds.every((kind) => kind === "notice")) return told[0]?.word ?? "Past";
  // Before and after the working day there is never a place: that says nothing about the day.
  const lengths = told.map(({ from, to }) => to - from);
  const inside = answers.map(({ answer }, index) =>
    ["hours", "notice"].includes(answer) ? -1 : lengths[index]
  );
  const longest = Math.max(-1, ...inside);
  if (longest >= 0) return `No room. ${say(inside.indexOf(longest))}`;
  return answers.length > 0
    ? say(answers.findIndex(({ answer }) => answer === "hours"))
    : "No place";
}
