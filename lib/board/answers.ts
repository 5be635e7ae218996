/** What the database answers about places, in words: for the preview, and for refusals. */
import { sentence, spanText, timeText } from "@/lib/text/dates.ts";
import { type Breaks, shiftText } from "@/lib/text/hours.ts";
import { kindName, listText } from "@/lib/text/names.ts";
import type { Objection } from "./place_shapes.ts";
import { KINDS, narrowDay } from "./words.ts";

/** A place's answer: a few words that fit on a card, and what more there is to say. */
interface Said {
  word: string;
  more: string;
}

/** The starts that an answer is about, from the first to the last, and how long the work takes. */
interface Starts {
  first: string;
  last: string;
  minutes: number;
}

/** In words what is against a start, or that nothing is. */
export function saidOf(
  { reason, ...said }: Objection & { travel_minutes?: number | null },
  today: string,
  zone: string,
  starts?: Starts,
): Said {
  switch (reason) {
    case "fits":
      return { word: "Fits", more: driveAdded(said.travel_minutes ?? 0) };
    case "overlap":
      return { word: "Overlaps", more: inTheWay(said, zone) };
    case "technician":
      return { word: "Not here", more: "Does not work here then." };
    case "skill":
      return {
        word: "No skill",
        more: `Has not learned ${listText((said.skills ?? []).map(kindName))}.`,
      };
    case "holiday":
      return { word: "Holiday", more: said.name ?? "Nobody works." };
    case "hours": {
      const met = breakMet(said.breaks, starts);
      return met
        ? {
          word: "Break",
          more: sentence(`On a break ${spanText(met.starts_at, met.ends_at, zone)}`),
        }
        : { word: "Outside hours", more: hoursOf(said, zone) };
    }
    case "winter":
      return {
        word: "Winter",
        more: said.again_on ? `Outdoor units again from ${narrowDay(said.again_on, today)}.` : "",
      };
    case "closed":
      return { word: "Closed", more: said.why ?? "That day is closed." };
    case "notice":
      return said.is_past === false
        ? { word: "Too soon", more: `Begins in less than ${said.hours} hours.` }
        : { word: "Past", more: "This time has begun or is over." };
    case "horizon":
      return {
        word: "Too far ahead",
        more: said.last_day ? `The office books until ${narrowDay(said.last_day, today)}.` : "",
      };
    case "drive":
      return {
        word: "Drive too long",
        more: `${said.minutes} min ${driveWay(said)}, ${said.planned} free.`,
      };
    case "full":
      return { word: "Full", more: `${said.most} visits that day already.` };
    case "grid":
      return { word: "Between times", more: `Work begins every ${said.step} minutes.` };
    case "deceased":
      return { word: "Has died", more: "This client has died." };
    default:
      return { word: "Not possible", more: "" };
  }
}

function inTheWay({ client_name, task_type, ends_at }: Partial<Objection>, zone: string): string {
  const who = client_name ?? KINDS[task_type ?? "other"].name;
  return ends_at ? `${who}, until ${timeText(ends_at, zone)}` : who;
}

function hoursOf({ works_from, works_until, breaks }: Partial<Objection>, zone: string): string {
  if (!works_from || !works_until) return "Does not work that day.";
  return sentence(`Works ${shiftText(works_from, works_until, breaks, zone)}`);
}

/** The break that every one of these starts would reach into; undefined where it is the end of the day that is in the way. */
function breakMet(breaks: Breaks | null | undefined, starts: Starts | undefined) {
  if (!starts) return undefined;
  const [first, last] = [Date.parse(starts.first), Date.parse(starts.last)];
  return (breaks ?? []).find(({ starts_at, ends_at }) =>
    first + starts.minutes * 60_000 > Date.parse(starts_at) && last < Date.parse(ends_at)
  );
}

function driveWay({ side, is_home, place }: Partial<Objection>): string {
  const there = is_home ? "home" : place ?? "the next stop";
  return side === "before"
    ? `from ${is_home ? "home" : place ?? "the stop before"}`
    : `to ${there}`;
}

/** "adds 11 min of driving" */
export const driveAdded = (minutes: number): string =>
  minutes > 0 ? `adds ${minutes} min of driving` : "adds no driving";
