/** Spots on the board, and what is said of them: looked up in what the server told, never worked out here. */
import type { ToldAnswer, ToldDay, ToldPlaces } from "../told.ts";

/** Where something in the hand would be put. */
export interface Spot {
  technician: string;
  day: string;
  /** Of the day; null where a whole day is meant that has no place. */
  minute: number | null;
}

export const isSame = (one: Spot | null, other: Spot | null): boolean =>
  one?.technician === other?.technician && one?.day === other?.day && one?.minute === other?.minute;

/** The answers of one lane, by steps of the grid. */
export type Lane = (ToldAnswer | undefined)[];

export function dayOf(told: ToldPlaces, technician: string, day: string): ToldDay | undefined {
  return told.technicians.find(({ id }) => id === technician)?.days.find((each) =>
    each.day === day
  );
}

/** Each step of a day with its answer, so that a lookup is one index. */
export function laneOf(told: ToldDay | undefined, step: number): Lane {
  const lane: Lane = [];
  for (const answer of told?.answers ?? []) {
    for (let minute = answer.from; minute <= answer.to; minute += step) {
      lane[Math.round(minute / step)] = answer;
    }
  }
  return lane;
}

/** The nearest step of the grid, within the hours that are shown. */
export function snap(minute: number, step: number, from: number, to: number): number {
  const last = Math.floor((to - step) / step) * step;
  return Math.min(Math.max(Math.round(minute / step) * step, Math.ceil(from / step) * step), last);
}

/** "2:15 p.m." of a minute. */
export function timeText(minute: number): string {
  return `${bare(minute)} ${minute % 1440 < 720 ? "a.m." : "p.m."}`;
}

const bare = (minute: number): string =>
  `${Math.floor(minute / 60) % 12 || 12}:${String(minute % 60).padStart(2, "0")}`;

/** "2:15 to 3:15" */
export const spanText = (minute: number, minutes: number): string =>
  `${bare(minute)} to ${bare(minute + minutes)}`;
