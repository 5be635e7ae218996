/** Stops and their units on pages that list them, as far as this phone knows what came of them. */
import { element } from "./element.ts";
import type { Kept } from "./kept.ts";
import { clockText, deedText } from "./words.ts";
import { endOfStop, endOfUnit } from "./deeds.ts";

/** Gives a mark another shape and text. */
export function setMark(mark: Element | null, shape: string, text: string) {
  if (mark === null) return;
  mark.className = `mark ${shape}`;
  mark.textContent = text;
}

/** What came of it, and when. */
export const ended = ({ did, saved_at }: Kept) =>
  `${did === "finished" ? "Finished" : "Could not be done"} ${clockText(saved_at)}`;

/** The units of a stop that had no outcome yet when the page was made. */
export const toDoIn = ({ dataset: { toDo } }: HTMLElement) =>
  toDo!.split(" ").filter((id) => id !== "");

const endMark = (kept: Kept) =>
  kept.state === "sent"
    ? element("span", { class: "mark done" }, `${ended(kept)} · sent`)
    : element("span", { class: "mark waiting" }, `${ended(kept)} · saved on this phone`);

/** Beside a stop in a list. */
export function markStop(link: HTMLElement, news: Kept[]) {
  const end = endOfStop(toDoIn(link), news);
  if (end === undefined) return;
  link.classList.add("past");
  link.querySelector(".mark")?.remove();
  link.lastElementChild!.append(endMark(end));
}

/** How many stops of the day are done, those of this phone among them. */
export function countStops() {
  const count = document.querySelector("[data-stops-done]");
  const stops = count?.closest("section")?.querySelectorAll(":scope > .stops > li") ?? [];
  if (stops.length === 0) return;
  const done = [...stops].filter((stop) => stop.querySelector(".stop.past")).length;
  count!.textContent = `${done} of ${stops.length} done`;
}

/** Beside each of several units at one stop. */
export function showUnits(news: Kept[]) {
  const cards = [...document.querySelectorAll<HTMLElement>(".card[data-unit]")];
  const units = cards.map(({ dataset }) => dataset.unit!);
  for (const [n, card] of cards.entries()) {
    const end = endOfUnit(units[n], units, news);
    const isAnswered = news.some(({ did, group }) => did === "checklist" && group === units[n]);
    // What ended before has no buttons any more.
    const ways = card.querySelector(".pair");
    if (ways === null) continue;
    if (end) {
      card.querySelector(".mark")?.replaceWith(endMark(end));
      ways.remove();
    } else if (isAnswered) {
      setMark(card.querySelector(".mark"), "waiting", "Checklist saved on this phone");
    }
  }
}

/** On the page of the day: where the job that fills the screen is over, the one after it. */
export function showNext(news: Kept[]) {
  const job = document.querySelector<HTMLElement>(".next-job[data-to-do]");
  const kept = job && endOfStop(toDoIn(job), news);
  if (!kept) return;
  const today = [...document.querySelectorAll(".stops")].at(-1);
  const next = today?.querySelector<HTMLAnchorElement>("a.stop:not(.past)");
  const [time, name] = ["time", "strong"].map((part) => next?.querySelector(part)?.textContent);
  job.replaceChildren(
    element(
      "div",
      {},
      element("p", { class: "mark waiting" }, `${deedText(kept)}, saved on this phone`),
      element("h1", {}, next ? `Next: ${name}, ${time}` : "That was the last job"),
    ),
    element("div"),
    next ? element("a", { class: "button wide", href: next.href }, "Look at the job") : "",
  );
}
