/** What is in the hand: picked up, carried from spot to spot, put down or put back. */
import type { ToldPlaces } from "../told.ts";
import { daySurface } from "./day_surface.ts";
import { board, fieldsOf, hereWith, load, type Say } from "./page.ts";
import { clockOf } from "../clock.ts";
import { isSame, type Spot } from "./spots.ts";
import type { Answer, Surface } from "./surface.ts";
import { weekSurface } from "./week_surface.ts";

interface Carried {
  card: HTMLElement;
  surface: Surface;
  told: ToldPlaces | null;
  spot: Spot | null;
  answer: Answer | null;
  /** Put down for now: the button that tells the client is still to be pressed. */
  isDown: boolean;
  /** Let go of before the answers were there. */
  isDropped: boolean;
}

export interface Hand {
  isFull(): boolean;
  /** Takes a card up, and asks where it could go. */
  pickUp(card: HTMLElement, by: "keys" | "pointer"): void;
  /** What is below a point of the document. */
  carryTo(x: number, y: number): void;
  step(key: string): void;
  /** Lets go of it at a point of the document: outside of the board it goes back. */
  dropAt(x: number, y: number): void;
  /** Puts it down where it is: at once, or where a client would be told, when that was said. */
  putDown(): void;
  putBack(): void;
  /** Shows another day, week or technician, with the same in the hand. */
  takeAlong(href: string): Promise<void>;
  scrolled(): void;
}

export function makeHand(say: Say): Hand {
  let carried: Carried | null = null;

  const bar = () => document.getElementById("hand")!;
  const part = (name: string) => bar().querySelector<HTMLElement>(`[data-hand="${name}"]`)!;

  function tell(text: string, then: string) {
    part("where").textContent = text;
    part("then").textContent = then;
  }

  async function pickUp(card: HTMLElement, by: "keys" | "pointer") {
    if (carried) putBack();
    const root = board();
    for (const given of root.querySelectorAll(".given")) given.remove();
    const { view, step, day } = root.dataset;
    const minutes = Number(card.dataset.minutes);
    const surface = view === "week" ? weekSurface(root) : daySurface(root, minutes, Number(step));
    const mine: Carried = carried = {
      card,
      surface,
      told: null,
      spot: null,
      answer: null,
      isDown: false,
      isDropped: false,
    };
    card.classList.add("lifted");
    root.classList.add("carrying");
    bar().hidden = false;
    part("name").textContent = `In your hand: ${card.dataset.name}.`;
    part("put").textContent = putText(card, true);
    part("put").hidden = by === "pointer";
    tell("Looking where it fits…", "");
    if (by === "keys") bar().focus({ preventScroll: true });
    const query = new URLSearchParams({
      what: card.dataset.card!,
      id: card.dataset.id!,
      day: day!,
      view: view!,
    });
    const told: ToldPlaces | null = await fetch(`/office/board/places.json?${query}`)
      .then((response) => response.ok ? response.json() : null).catch(() => null);
    if (carried !== mine) return;
    if (told === null) {
      putBack();
      return say("It can't be moved just now. Please try again.");
    }
    mine.told = told;
    surface.show(told);
    // A day of the week knows its best time only now.
    const begin = mine.spot
      ? surface.step(mine.spot, "")
      : (by === "keys" ? (view === "day" && ownSpot(card)) || surface.first(told) : null);
    mine.spot = null;
    if (begin) goTo(begin);
    else tell("Carry it to a place that fits.", "");
    if (mine.isDropped) putDown();
    if (by === "keys") {
      bringIntoSight();
      say(
        `${card.dataset.name} is in your hand. Arrows carry it, Enter puts it down, Escape puts it back. ${
          mine.answer?.text ?? ""
        }`,
      );
    }
  }

  function goTo(spot: Spot) {
    if (!carried) return;
    carried.spot = spot;
    if (carried.told === null) return;
    carried.isDown = false;
    carried.answer = carried.surface.mark(spot);
    part("put").textContent = putText(carried.card, carried.answer.fits);
    part("put").classList.toggle("second", !carried.answer.fits);
    tell(carried.answer.text, "");
  }

  function carryTo(x: number, y: number) {
    const spot = carried?.surface.at(x, y) ?? null;
    if (carried && spot && !isSame(spot, carried.spot)) goTo(spot);
  }

  function step(key: string) {
    if (!carried?.spot || carried.told === null) return;
    const before = carried.spot;
    goTo(carried.surface.step(before, key));
    if (!isSame(before, carried.spot)) say(carried.answer?.text ?? "");
    bringIntoSight();
    part("put").hidden = false;
    bar().focus({ preventScroll: true });
  }

  /** Arrows carry further than a window reaches; a pointer is where one looks. */
  function bringIntoSight() {
    board().querySelector(".moving.here, .place.here")?.scrollIntoView({
      block: "nearest",
      inline: "nearest",
    });
  }

  function dropAt(x: number, y: number) {
    if (!carried) return;
    if (carried.surface.at(x, y) === null) return putBack();
    carryTo(x, y);
    if (carried.told === null) carried.isDropped = true;
    else putDown();
  }

  function putDown() {
    if (!carried?.spot || carried.told === null) return;
    const { card, answer, isDown } = carried;
    if (isDown || !answer?.fits || !card.dataset.tells) return void send();
    carried.isDown = true;
    part("put").hidden = false;
    part("put").textContent = putText(card, true);
    tell(
      answer.text,
      `Nothing is changed yet. ${card.dataset.tells}`,
    );
    say(`${answer.text} ${part("put").textContent}? ${card.dataset.tells}`);
    part("put").focus({ preventScroll: true });
  }

  async function send() {
    if (!carried?.spot) return;
    const { card, spot, surface } = carried;
    const { card: what, id, revision = "", minute } = card.dataset;
    const time = clockOf(spot.minute ?? Number(minute ?? 9 * 60));
    const body = fieldsOf({
      do: "put",
      what: what!,
      id: id!,
      revision,
      technician: spot.technician,
      day: spot.day,
      time,
    });
    const came = await load(hereWith({}), { body, say });
    if (came) return clear();
    surface.scrolled();
  }

  function putBack() {
    if (!carried) return;
    const { card } = carried;
    clear();
    const place = card.isConnected
      ? card.querySelector<HTMLElement>("a, button")
      : board().querySelector<HTMLElement>(".day-board, .wide");
    place?.focus({ preventScroll: true });
    say(`${card.dataset.name} is back where it was. Nothing was changed.`);
  }

  async function takeAlong(href: string) {
    if (!carried || !await load(href, { say }) || !carried) return;
    const { card } = carried;
    clear();
    const { card: what, id } = card.dataset;
    // From another day it is carried on as it was picked up.
    const there = board().querySelector<HTMLElement>(`[data-card="${what}"][data-id="${id}"]`);
    await pickUp(there ?? card, "keys");
  }

  function clear() {
    if (!carried) return;
    carried.surface.end();
    carried.card.classList.remove("lifted");
    carried = null;
    board().classList.remove("carrying");
    bar().hidden = true;
  }

  return {
    isFull: () => carried !== null,
    pickUp,
    carryTo,
    dropAt,
    step,
    putDown,
    putBack,
    takeAlong,
    scrolled: () => carried?.surface.scrolled(),
  };
}

/** What the button says, which is what it does. */
function putText(card: HTMLElement, fits: boolean): string {
  return fits && card.dataset.mailed ? "Put it here and tell the client" : "Put it here";
}

/** Where a card is now, on the grid of a day. */
function ownSpot({ dataset: { technician, day, minute } }: HTMLElement): Spot | null {
  const lane = board().querySelector<HTMLElement>(
    `[data-lane="${technician}"][data-day="${day}"]`,
  );
  // A phone shows one lane, which may be another's.
  if (day === undefined || !lane?.offsetParent) return null;
  const grid = Number(board().dataset.step);
  return { technician: technician!, day, minute: Math.round(Number(minute) / grid) * grid };
}
