/** Brings a board to life that the server drew. All of it listens to the document: the board itself may be another one. */
import { makeHand } from "./hold.ts";
import { listenToKeys } from "./keys.ts";
import { board, hereWith, load, type Say } from "./page.ts";
import { followPointer } from "./pointer.ts";
import { keepFresh } from "./refresh.ts";
import { clockOf } from "../clock.ts";
import { snap } from "./spots.ts";

/** @returns what takes the life out of it again */
export function attach(say: Say): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  const hand = makeHand(say);
  // Cards look as if they could be taken up, and keys are told of, from now on.
  board().parentElement!.classList.add("alive");
  followPointer(hand, signal);
  listenToKeys(hand, say, signal);
  keepFresh(hand, say, signal);

  document.addEventListener("click", (event) => {
    const target = event.target as HTMLElement;
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    if (!target.closest("#board")) return;
    if (target.closest('[data-hand="put"]')) return hand.putDown();
    if (target.closest('[data-hand="back"]')) return hand.putBack();
    const link = target.closest<HTMLAnchorElement>("a[data-go], [data-card] > a, a[data-hold]");
    if (link) {
      event.preventDefault();
      if (hand.isFull() && link.matches("[data-over]")) return void hand.takeAlong(link.href);
      if (hand.isFull()) hand.putBack();
      const chosen = link.matches("[data-hold]") ? chosenCard() : null;
      if (chosen) hand.pickUp(chosen, "keys");
      else open(link, say);
    } else if (!hand.isFull()) newAt(event, target, say);
    // What was picked up by its button is carried by a tap as well.
    else if (!target.closest(".preview.here")) hand.carryTo(event.pageX, event.pageY);
  }, { signal });

  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (!form.matches("#board form[data-swap]")) return;
    event.preventDefault();
    const filled = new FormData(form, event.submitter);
    const body = new URLSearchParams([...filled].map(([name, value]) => [name, String(value)]));
    load(form.action, { body, say });
  }, { signal });

  addEventListener("popstate", () => load(location.href, { isNew: false, say }), { signal });
  return () => stop.abort();
}

/** Shows where a link leads; a card that is chosen by it opens its panel at the side, which has to be said. */
async function open(link: HTMLAnchorElement, say: Say): Promise<void> {
  const name = link.closest<HTMLElement>("[data-card]")?.dataset.name;
  const closed = link.matches("[data-close]") ? chosenIn(board())?.id : undefined;
  if (!await load(link.href, { say })) return;
  if (closed) {
    const card = document.getElementById(closed);
    card?.querySelector("a")?.focus({ preventScroll: true });
    card?.scrollIntoView({ block: "nearest" });
  } else if (name) {
    showPanel();
    say(`${name} is chosen. Its panel says what can be done.`);
  }
}

/** On a phone the panel is above the day, and may be out of sight: it is gone to. */
function showPanel(): void {
  const name = document.getElementById("chosen");
  if (!name) return;
  const { top, bottom } = name.getBoundingClientRect();
  if (top >= 0 && bottom <= innerHeight) return;
  name.focus({ preventScroll: true });
  name.scrollIntoView({ block: "start" });
}

const chosenIn = (root: HTMLElement) => root.querySelector<HTMLElement>(".task.is-chosen");
const chosenCard = () => chosenIn(board())?.closest<HTMLElement>("[data-moves]") ?? null;

/** A click on an empty place begins new work there. */
function newAt(event: MouseEvent, target: HTMLElement, say: Say): void {
  const lane = target.closest<HTMLElement>(".lane");
  const body = lane?.querySelector("ol");
  if (!lane || !body?.contains(target) || target.closest(".task, .preview")) return;
  const { from, to } = lane.closest<HTMLElement>(".day-board")!.dataset;
  const { top, height } = body.getBoundingClientRect();
  const [first, last] = [Number(from), Number(to)];
  const minute = first + (event.clientY - top) / height * (last - first);
  const time = clockOf(snap(minute, Number(board().dataset.step), first, last));
  load(hereWith({ new: "yes", with: lane.dataset.lane!, time }), { say });
}
