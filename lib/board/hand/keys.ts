/** The board by keys: from card to card, and what is done with one. Each has a visible link or button besides. */
import type { Hand } from "./hold.ts";
import { board, hereWith, load, type Say } from "./page.ts";
import { clockOf } from "../clock.ts";

/** Which link leads to the day or week before and after. */
const PAGES: Record<string, string> = { PageUp: "before", PageDown: "after" };
const ARROWS = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"];

export function listenToKeys(hand: Hand, say: Say, signal: AbortSignal): void {
  document.addEventListener("keydown", (event) => {
    if (isElsewhere(event)) return;
    const did = hand.isFull() ? carry(event.key, hand) : walk(event.key, hand, say);
    if (did) event.preventDefault();
  }, { signal });
}

/** With something in the hand. */
function carry(key: string, hand: Hand): boolean {
  if (ARROWS.includes(key)) hand.step(key);
  else if (key in PAGES) board().querySelector<HTMLElement>(`[data-page="${PAGES[key]}"]`)?.click();
  else if (key === "Escape") hand.putBack();
  else if (key === "Enter" && !document.activeElement?.matches("#hand button, [data-over]")) {
    hand.putDown();
  } else return false;
  return true;
}

/** With empty hands. */
function walk(key: string, hand: Hand, say: Say): boolean {
  const card = document.activeElement?.closest<HTMLElement>("#board [data-card]") ?? null;
  const chosen = card ?? board().querySelector<HTMLElement>(".task.is-chosen");
  if (ARROWS.includes(key)) return card !== null && goOn(card, key);
  switch (key) {
    case "m":
      if (!chosen) return false;
      if (chosen.dataset.moves) hand.pickUp(chosen, "keys");
      else say(`${chosen.dataset.name} can't be moved any more.`);
      return true;
    case "s":
      return chosen?.dataset.moves !== undefined && chosen.dataset.card === "task" &&
        go(hereWith({ task: chosen.dataset.id!, what: null, id: null, hold: "swap" }), say);
    case "n":
      return go(hereWith({ new: "yes", ...after(card) }), say);
    case "u": {
      const undo = board().querySelector<HTMLElement>('.undo button[value="undo"]');
      undo?.click();
      return undo !== null;
    }
    case "w": {
      const first = board().querySelector<HTMLElement>(".waiting-work .task a, #waiting");
      first?.focus();
      return first !== null;
    }
    case "Escape": {
      const leave = board().querySelector<HTMLElement>("[data-leave]");
      leave?.click();
      return leave !== null;
    }
  }
  return false;
}

function go(href: string, say: Say): true {
  load(href, { say });
  return true;
}

/** Right after a card: there new work is put. */
function after(card: HTMLElement | null): Record<string, string> {
  const { technician, minute, minutes } = card?.dataset ?? {};
  if (!technician) return {};
  return { with: technician, time: clockOf(Math.min(Number(minute) + Number(minutes), 21 * 60)) };
}

/** To the next card in that direction. */
function goOn(card: HTMLElement, key: string): boolean {
  const here = card.getBoundingClientRect();
  const isAcross = key === "ArrowLeft" || key === "ArrowRight";
  const sign = key === "ArrowLeft" || key === "ArrowUp" ? -1 : 1;
  let nearest: HTMLElement | null = null;
  let least = Infinity;
  for (const other of board().querySelectorAll<HTMLElement>("[data-card]")) {
    const there = other.getBoundingClientRect();
    const [along, aside] = isAcross
      ? [sign * (there.left - here.left), Math.abs(there.top - here.top)]
      : [sign * (there.top - here.top), Math.abs(there.left - here.left)];
    if (other === card || there.width === 0 || along < 4) continue;
    const far = isAcross ? along * 4 + aside : along + aside * 20;
    if (far < least) [least, nearest] = [far, other];
  }
  nearest?.querySelector<HTMLElement>("a, button")?.focus();
  return nearest !== null;
}

/** Whether a key belongs to a field, to the browser, or to what lies over the page. */
function isElsewhere({ target, ctrlKey, metaKey, altKey, isComposing }: KeyboardEvent): boolean {
  return ctrlKey || metaKey || altKey || isComposing ||
    (target as HTMLElement).matches("input, textarea, select, [contenteditable]") ||
    document.querySelector(":popover-open") !== null;
}
