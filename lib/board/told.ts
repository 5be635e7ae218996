/** All places of a piece of work, in words and minutes: what a board looks up while something is carried over it. */
import { dayOf } from "@/lib/text/dates.ts";
import { driveAdded, saidOf } from "./answers.ts";
import type { Places, Stretch } from "./place_shapes.ts";
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
        const told = answers.map((each) => tellAnswer(each, minutes, on_day, today, zone));
        return {
          day: on_day,
          answers: told,
          best: best && {
            minute: minuteOn(on_day, best.starts_at, zone),
            text: `Fits ${bareTime(best.starts_at, zone)}, ${driveAdded(best.travel_minutes)}`,
          },
          why: whyNone(answers, told, minutes),
        };
      }),
    })),
  };
}

function tellAnswer(
  each: Stretch,
  minutes: number,
  day: string,
  today: string,
  zone: string,
): ToldAnswer {
  const { word, more } = saidOf({ ...each, reason: each.answer }, today, zone, {
    first: each.from,
    last: each.to,
    minutes,
  });
  return {
    from: minuteOn(day, each.from, zone),
    to: minuteOn(day, each.to, zone),
    fits: each.answer === "fits",
    word,
    more,
  };
}

/** What holds for a whole day, from the gravest on. */
const WHOLE_DAY = ["technician", "skill", "holiday", "winter", "closed", "horizon", "full"];

/** Why a day has no place at all. */
function whyNone(answers: Stretch[], told: ToldAnswer[], minutes: number): string {
  const say = (index: number) => [told[index].word, told[index].more].filter(Boolean).join(": ");
  const whole = answers.findIndex(({ answer }) => WHOLE_DAY.includes(answer));
  if (whole !== -1) return say(whole);
  if (answers.every(({ answer }) => answer === "notice")) return told[0]?.word ?? "No place";
  if (answers.some(({ task_type }) => task_type === "time_off")) return "Time off";
  // Of drives the longest stretch tells most; before and after the working day there is never a place.
  const drives = answers.map(({ answer }, index) =>
    answer === "drive" ? told[index].to - told[index].from : -1
  );
  const longest = Math.max(-1, ...drives);
  if (longest >= 0) return say(drives.indexOf(longest));
  if (answers.some(({ answer }) => answer === "overlap")) return `No gap of ${minutes} min`;
  const hours = answers.findIndex(({ answer }) => answer === "hours");
  return hours === -1 ? "No place" : say(hours);
}
