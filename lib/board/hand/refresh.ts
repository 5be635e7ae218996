/** Shows what others change: a short question every few seconds, and the board anew where the answer is another. */
import type { Hand } from "./hold.ts";
import { board, parse, type Say, show } from "./page.ts";

const EVERY_MS = 10_000;

/** Names that are read out; of more only their number. */
const MOST_NAMES = 2;

export function keepFresh(hand: Hand, say: Say, signal: AbortSignal): void {
  const timer = setInterval(() => isIdle(hand) && look(hand, say), EVERY_MS);
  signal.addEventListener("abort", () => clearInterval(timer));
  document.addEventListener("visibilitychange", () => isIdle(hand) && look(hand, say), { signal });
}

/** Nothing is in the hand, being sent, being typed or to be read first. */
function isIdle(hand: Hand): boolean {
  const root = board();
  return !document.hidden && !hand.isFull() && !root.hasAttribute("aria-busy") &&
    root.querySelector(".add-work, .refusal, #swap, #put, .ghost") === null;
}

async function look(hand: Hand, say: Say): Promise<void> {
  const root = board();
  const { day, view, stamp } = root.dataset;
  try {
    const query = new URLSearchParams({ day: day!, view: view! });
    const answer = await fetch(`/office/board/stamp.json?${query}`, {
      headers: { "If-None-Match": `"${stamp}"` },
    });
    if (answer.status !== 200) return;
    const response = await fetch(location.href);
    const page = parse(await response.text());
    // Somebody took something up while this was on its way, or went elsewhere.
    if (!page.getElementById("board") || board() !== root || !isIdle(hand)) return;
    const before = cardsOf(document);
    show(page, false);
    const names = changedNames(before, cardsOf(document));
    if (names.length > 0) say(changedText(names));
  } catch {
    // No connection: the next look may have one.
  }
}

/** Each card by its id: where it is and what it says. */
function cardsOf(root: Document): Map<string, { name: string; all: string }> {
  const cards = root.querySelectorAll<HTMLElement>("#board [data-card]");
  return new Map([...cards].map((card) => {
    const { technician, day, minute, name } = card.dataset;
    return [card.id, { name: name!, all: [technician, day, minute, card.textContent].join() }];
  }));
}

function changedNames(
  before: Map<string, { name: string; all: string }>,
  after: Map<string, { name: string; all: string }>,
): string[] {
  const ids = new Set([...before.keys(), ...after.keys()]);
  const changed = [...ids].filter((id) => before.get(id)?.all !== after.get(id)?.all);
  return [...new Set(changed.map((id) => (after.get(id) ?? before.get(id))!.name))];
}

function changedText(names: string[]): string {
  return names.length > MOST_NAMES
    ? `${names.length} cards changed.`
    : `Changed: ${names.join(" and ")}.`;
}
