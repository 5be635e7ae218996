/** Shows what was done on this phone on pages that the server made before it knew. */
import { addRow } from "@/lib/web/more_rows.ts";
import { element } from "./element.ts";
import { isUnsent, type Kept } from "./kept.ts";
import { photosText, WISH } from "./words.ts";
import { endOfStop, wishHref } from "./deeds.ts";
import { countStops, ended, markStop, setMark, showNext, showUnits, toDoIn } from "./stops.ts";
import { showPayment, showToPay } from "./to_pay.ts";

const JOB = /^\/tech\/(visits|repairs)\/([0-9a-f-]{36})/;

/** What the page that is open does not know yet, in order. */
function unknown(kept: Kept[]): Kept[] {
  const fetched = Number(document.documentElement.dataset.fetched ?? Date.now());
  return kept.filter((each) =>
    isUnsent(each) || each.state === "sent" && each.settled_at! > fetched
  );
}

export function overlay(all: Kept[]) {
  const news = unknown(all);
  if (news.length === 0) return;
  const [, kind, job] = JOB.exec(location.pathname) ?? [];
  showToPay(news);
  for (const kept of news) {
    if (kept.path === location.pathname) {
      fill(kept.typed);
      showPhotos(kept.files);
    }
    if (["en_route", "in_progress", "scheduled"].includes(kept.did)) showStep(kept, kind, job);
    if (kept.did === "checklist" && location.pathname.endsWith("/finish") && kept.group === job) {
      showAnswers(kept.typed);
    }
  }
  if (location.pathname.endsWith("/finish")) letSign(news);
  for (const link of document.querySelectorAll<HTMLElement>(".stops a[data-to-do]")) {
    markStop(link, news);
  }
  countStops();
  showNext(news);
  showUnits(news);
  const whole = document.querySelector<HTMLElement>(".tech[data-to-do]");
  const over = whole
    ? endOfStop(toDoIn(whole), news)
    : news.findLast(({ did, group }) => group === job && ["finished", "failed"].includes(did));
  // What would suit next is asked of what is over.
  if (over && !location.pathname.endsWith("/wish")) showOver(over);
  const report = news.findLast(({ did, group }) => did === "finished" && group === job);
  if (over && report) showPayment(report, news);
  countAnswers();
}

/** Puts texts into the fields of their names; of several fields of one name each gets its own, of parts in rows that may not be there yet. */
export function fill(typed: Kept["typed"]) {
  const taken = new Map<string, number>();
  for (const box of document.querySelectorAll<HTMLInputElement>(".tech input[type=checkbox]")) {
    box.checked = false;
  }
  for (const [name, text] of typed) {
    const fieldsOf = () => [
      ...document.querySelectorAll<HTMLInputElement>(`.tech [name="${CSS.escape(name)}"]`),
    ];
    let fields = fieldsOf();
    const choice = fields.find(({ type, value }) =>
      ["radio", "checkbox"].includes(type) && value === text
    );
    if (choice) choice.checked = true;
    const at = taken.get(name) ?? 0;
    const lastRow = at === fields.length && fields.at(-1)?.closest<HTMLElement>("fieldset.part");
    if (lastRow) {
      addRow(lastRow);
      fields = fieldsOf();
    }
    const field = fields[at];
    if (field && !["radio", "checkbox", "hidden"].includes(field.type)) field.value = text;
    taken.set(name, at + 1);
  }
}

/** Photos that are on this phone still, beside their fields. */
function showPhotos(fields: string[]) {
  for (const name of new Set(fields)) {
    const count = fields.filter((each) => each === name).length;
    const field = document.querySelector(`.tech form [name="${CSS.escape(name)}"]`);
    (field?.closest("fieldset, section") ?? document.querySelector(".tech form"))?.append(
      element("p", { class: "mark waiting" }, `${photosText(count)} saved on this phone`),
    );
  }
}

/** Takes the button of a stop on to the next step. */
function showStep({ did, group }: Kept, kind: string | undefined, job: string | undefined) {
  const form = document.querySelector(`.tech form input[name=task_id][value="${group}"]`) ??
    document.querySelector(`.thumb form input[name=task_id][value="${group}"]`);
  const step = form?.closest<HTMLFormElement>("form[action='/tech']");
  if (!step) return;
  const state = step.querySelector<HTMLInputElement>("[name=state]")!;
  const button = step.querySelector("button")!;
  const mark = document.querySelector(".tech .mark");
  if (did === "in_progress") {
    if (job) {
      const [goesTo, text] = kind === "repairs"
        ? ["finish", "Finish the repair"]
        : ["checklist", "Start the checklist"];
      const href = `/tech/${kind}/${job}/${goesTo}`;
      step.replaceWith(element("a", { class: "button", href }, text));
    } else {
      step.previousElementSibling?.classList.remove("second");
      step.remove();
    }
    setMark(mark, "upcoming", "Arrived");
  } else {
    const isOnTheWay = did === "en_route";
    state.value = isOnTheWay ? "in_progress" : "en_route";
    button.textContent = isOnTheWay ? "I've arrived" : "On my way";
    setMark(mark, "upcoming", isOnTheWay ? "On my way" : "Next job");
  }
}

/** A visit that is over, as far as this phone knows. */
function showOver(kept: Kept) {
  document.querySelector("[data-otherwise]")?.remove();
  const title = document.querySelector("h1")!;
  // "Arrived" above it is not so any more.
  const above = title.previousElementSibling;
  if (above?.querySelector(":scope > .mark")) above.remove();
  title.after(
    element(
      "p",
      { class: "notice", role: "status" },
      element("strong", {}, ended(kept)),
      kept.state === "sent" ? " It is sent. " : " It is saved on this phone and will be sent. ",
      element("a", { href: "/tech/sending" }, "What waits"),
    ),
    ...wayToWish(kept),
  );
  document.querySelector(".thumb > div")?.replaceChildren(
    element("a", { class: "button", href: "/tech" }, "Go on with the day"),
  );
}

/** Where the visit after it cannot be booked yet: what would suit is noted while they are there to ask. */
function wayToWish(kept: Kept): HTMLElement[] {
  const href = kept.state === "sent" ? null : wishHref(kept);
  if (href === null) return [];
  return [element("p", {}, element("a", { class: "button second wide", href }, WISH))];
}

/** On the last page: lines that were answered on this phone are no gaps, and a safety line that failed is told. */
function showAnswers(typed: Kept["typed"]) {
  const answers = new Map(typed.filter(([name]) => name.startsWith("line-")));
  for (
    const link of document.querySelectorAll<HTMLAnchorElement>(".notice.warn a[href*='#line-']")
  ) {
    if (answers.has(link.hash.slice(1))) link.closest("li")!.remove();
  }
  const missing = document.querySelector(".notice.warn:has(a[href*='#'])");
  const gaps = document.querySelector(".notice.warn .links");
  if (gaps && gaps.childElementCount === 0) gaps.closest("section")!.remove();
  else missing?.querySelector("h2")?.replaceChildren("This is still to do");
  showResults([...answers.values()]);
  const danger = document.querySelector<HTMLElement>("[data-safety]");
  const strict = danger?.dataset.safety?.split(" ") ?? [];
  if (!strict.some((position) => answers.get(`line-${position}`) === "fail")) return;
  danger!.hidden = false;
  const button = document.querySelector(".thumb button[value=finish]");
  button?.classList.replace("button", "danger");
  button?.replaceChildren("Finish: out of service");
}

/** How the lines stand: a form of the checklist has all that was answered. */
function showResults(answers: string[]) {
  const place = document.querySelector<HTMLElement>("[data-results]");
  const all = Number(place?.dataset.results);
  const mark = place?.querySelector(".mark") ?? null;
  const count = (result: string) => answers.filter((each) => each === result).length;
  const failed = count("fail");
  if (answers.length < all) setMark(mark, "todo", `${answers.length} of ${all} answered`);
  else {
    const text = `${count("pass")} of ${all} passed${failed > 0 ? `, ${failed} failed` : ""}`;
    setMark(mark, failed > 0 ? "failed" : "done", text);
  }
}

/** The client signs when every other unit of the stop is answered or came to nothing, on this phone at the latest. */
function letSign(news: Kept[]) {
  const others = [...document.querySelectorAll<HTMLElement>("[data-waits] [data-visit]")];
  const isAnswered = ({ dataset: { visit, gaps } }: HTMLElement) => {
    if (news.some(({ did, group }) => did === "failed" && group === visit)) return true;
    const answered = new Set(
      news.filter(({ did, group }) => did === "checklist" && group === visit)
        .flatMap(({ typed }) => typed.map(([name]) => name)),
    );
    return gaps!.split(" ").every((position) =>
      position === "" || answered.has(`line-${position}`)
    );
  };
  if (others.length === 0 || !others.every(isAnswered)) return;
  for (const part of document.querySelectorAll("[data-waits]")) part.remove();
  const parts = document.querySelectorAll<HTMLFieldSetElement | HTMLButtonElement>("[data-signs]");
  for (const part of parts) part.hidden = part.disabled = false;
}

/** How far the sections of a checklist are, by what is chosen on the page; the first that is not done is open. */
export function countAnswers() {
  let [all, answered] = [0, 0];
  let gap: Element | undefined;
  for (const section of document.querySelectorAll<HTMLDetailsElement>("details.fold")) {
    const lines = [...section.querySelectorAll("fieldset.line")];
    if (lines.length === 0) continue;
    const chosen = [...section.querySelectorAll<HTMLInputElement>(".switch input:checked")];
    const open = lines.find((line) => !line.querySelector("input:checked"));
    section.open = open !== undefined && gap === undefined;
    gap ??= open;
    const button = section.querySelector("[name=all_pass]");
    if (open === undefined) button?.closest("p")?.remove();
    else if (chosen.length > 0) {
      button?.replaceChildren(`✓ Pass the other ${lines.length - chosen.length}`);
    }
    const failed = chosen.filter(({ value }) => value === "fail").length;
    const rest = lines.length - chosen.length;
    all += lines.length;
    answered += chosen.length;
    const words = [failed > 0 && `${failed} failed`, rest > 0 && `${rest} to go`].filter(Boolean);
    const shape = failed > 0 ? "failed" : rest > 0 ? "todo" : "done";
    setMark(section.querySelector("summary .mark"), shape, words.join(", ") || "All answered");
  }
  const count = document.querySelector(".thumb .soft strong");
  if (count && all > 0) count.textContent = `${answered} of ${all}`;
  const way = document.querySelector<HTMLAnchorElement>(".thumb .soft a");
  if (way && gap) {
    way.href = `#${gap.id}`;
    way.textContent = `Go to line ${gap.id.slice("line-".length)}`;
  } else if (way && all > 0) way.remove();
}
