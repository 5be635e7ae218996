/** What is below the hand: lanes of a day, or days of a week. */
import type { ToldPlaces } from "../told.ts";
import type { Spot } from "./spots.ts";

/** What is said of a spot. */
export interface Answer {
  fits: boolean;
  /** "Luis, 2:15 p.m.: fits, adds 11 min of driving" */
  text: string;
}

export interface Surface {
  /** Draws the answers. */
  show(told: ToldPlaces): void;
  /** The spot below a point of the document; null outside. */
  at(x: number, y: number): Spot | null;
  /** Marks a spot, and says what is to be said of it. */
  mark(spot: Spot): Answer;
  /** The spot that an arrow leads to. */
  step(spot: Spot, key: string): Spot;
  /** Where to begin with keys, where nothing has a place yet. */
  first(told: ToldPlaces): Spot | null;
  /** Something was scrolled: points lie elsewhere. */
  scrolled(): void;
  end(): void;
}
