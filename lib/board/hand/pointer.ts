/** Carrying by mouse and finger: a card follows the pointer, and the board below answers once a frame. */
import type { Hand } from "./hold.ts";
import { board } from "./page.ts";

/** How far a mouse goes before it carries, in pixels; how long a finger rests, in milliseconds. */
const FAR = 6;
const LONG = 450;

/** How near to an edge of the window it scrolls, and how far at once, in pixels. */
const EDGE = 60;
const SCROLL = 12;

/** How far from the pointer the card is that follows it, in pixels. */
const BESIDE = 16;

interface Grip {
  card: HTMLElement;
  id: number;
  /** Where it was taken hold of, and how far below the card's upper edge that is. */
  x: number;
  y: number;
  inY: number;
  ghost: HTMLElement | null;
  timer?: ReturnType<typeof setTimeout>;
}

export function followPointer(hand: Hand, signal: AbortSignal): void {
  let grip: Grip | null = null;
  let [x, y] = [0, 0];
  let [scrolledX, scrolledY] = [scrollX, scrollY];
  let frame = 0;
  /** After a card was carried the click that ends it opens nothing. */
  let carriedAt = -Infinity;

  function take() {
    if (!grip || grip.ghost) return;
    clearTimeout(grip.timer);
    [scrolledX, scrolledY] = [scrollX, scrollY];
    grip.ghost = ghostOf(grip.card);
    hand.pickUp(grip.card, "pointer");
    draw();
  }

  function draw() {
    frame = 0;
    if (!grip?.ghost) return;
    // Beside the pointer: what the place below it says has to be read.
    grip.ghost.style.transform = `translate(${x + BESIDE}px, ${y + BESIDE}px)`;
    hand.carryTo(x + scrolledX, y - grip.inY + scrolledY);
    const by = y < EDGE ? -SCROLL : y > innerHeight - EDGE ? SCROLL : 0;
    if (by !== 0) {
      scrollBy(0, by);
      frame = requestAnimationFrame(draw);
    }
  }

  function letGo(isPut: boolean) {
    if (!grip) return;
    clearTimeout(grip.timer);
    const { ghost, inY } = grip;
    grip = null;
    if (!ghost) return;
    cancelAnimationFrame(frame);
    frame = 0;
    ghost.remove();
    carriedAt = performance.now();
    if (isPut) hand.dropAt(x + scrolledX, y - inY + scrolledY);
    else hand.putBack();
  }

  const on = <Name extends keyof DocumentEventMap>(
    name: Name,
    run: (event: DocumentEventMap[Name]) => void,
    options: AddEventListenerOptions = {},
  ) => document.addEventListener(name, run, { signal, ...options });

  on("pointerdown", (event) => {
    // Whatever is pressed from now on is meant.
    carriedAt = -Infinity;
    const target = event.target as HTMLElement;
    const card = target.closest<HTMLElement>("#board [data-moves]") ??
      (target.closest("#board .preview.here")
        ? board().querySelector<HTMLElement>(".lifted")
        : null);
    if (!card || event.button !== 0 || !event.isPrimary || target.closest("button")) return;
    const box = (target.closest(".preview") ?? card).getBoundingClientRect();
    [x, y] = [event.clientX, event.clientY];
    const isHigh = card.closest(".lane") !== null;
    grip = {
      card,
      id: event.pointerId,
      x,
      y,
      // A card of the list at the side is taken by its middle, wherever it was touched.
      inY: isHigh ? y - box.top : Math.min(y - box.top, 20),
      ghost: null,
    };
    if (event.pointerType === "touch") {
      grip.timer = setTimeout(take, LONG);
    }
  });
  on("pointermove", (event) => {
    if (!grip || event.pointerId !== grip.id) return;
    [x, y] = [event.clientX, event.clientY];
    if (!grip.ghost) {
      const isFar = Math.hypot(x - grip.x, y - grip.y) > FAR;
      if (isFar && event.pointerType === "touch") letGo(false);
      else if (isFar) take();
      return;
    }
    frame ||= requestAnimationFrame(draw);
  });
  on("pointerup", () => letGo(true));
  on("pointercancel", () => letGo(false));
  on("keydown", (event) => {
    if (event.key === "Escape" && grip?.ghost) {
      event.stopImmediatePropagation();
      letGo(false);
    }
  }, { capture: true });
  // A finger that carries scrolls nothing, and opens no menu of the browser's.
  on("touchmove", (event) => grip?.ghost && event.preventDefault(), { passive: false });
  on("contextmenu", (event) => grip?.ghost && event.preventDefault());
  on("dragstart", (event) => {
    if ((event.target as HTMLElement).closest?.("#board [data-moves]")) event.preventDefault();
  });
  on("click", (event) => {
    if (performance.now() - carriedAt > 300 || (event.target as HTMLElement).closest("#hand")) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }, { capture: true });
  on("scroll", () => {
    [scrolledX, scrolledY] = [scrollX, scrollY];
    hand.scrolled();
  }, { capture: true, passive: true });
}

/** A picture of the card that follows the pointer. */
function ghostOf(card: HTMLElement): HTMLElement {
  const ghost = card.cloneNode(true) as HTMLElement;
  ghost.removeAttribute("id");
  ghost.removeAttribute("data-card");
  ghost.removeAttribute("data-moves");
  ghost.setAttribute("aria-hidden", "true");
  ghost.inert = true;
  ghost.className = ghost.className.replace(/\bp\d+-\d+\b/, "") + " ghost";
  board().append(ghost);
  return ghost;
}
