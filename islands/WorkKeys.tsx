import { useEffect, useState } from "preact/hooks";
import { isTyping } from "./FindBox.tsx";

/** Whether single keys work: they disturb whoever speaks to their computer, and can be switched off. */
const SETTING = "work keys";

/**
 * The keys of the work list: j and k go through the rows, Enter opens one, Esc goes back to the list, n opens the
 * next, b books. None works while somebody types. Each has a visible link besides.
 */
export default function WorkKeys({ list, next, book }: {
  /** Where the list is, unless it is this page. */
  list?: string;
  next?: string;
  book?: string;
}) {
  const [areOn, setOn] = useState(false);
  useEffect(() => setOn(localStorage.getItem(SETTING) !== "off"), []);
  useEffect(() => {
    if (!areOn) return;
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event)) return;
      // Esc closes a list that lies over the page before anything else.
      if (document.querySelector(":popover-open")) return;
      if (event.key === "j") goTo(1);
      else if (event.key === "k") goTo(-1);
      else if (event.key === "n" && next) location.href = next;
      else if (event.key === "b" && book) location.href = book;
      else if (event.key === "Escape" && list) location.href = list;
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [areOn, list, next, book]);

  function turn() {
    localStorage.setItem(SETTING, areOn ? "off" : "on");
    setOn(!areOn);
  }
  return (
    <details class="row-keys on-screen">
      <summary>Keys</summary>
      <p>
        <kbd>j</kbd> <kbd>k</kbd> <span aria-keyshortcuts="j k">next and previous row</span>,{" "}
        <kbd>Enter</kbd> open, <kbd>Esc</kbd> back to the list, <kbd>n</kbd> next, <kbd>b</kbd>{" "}
        book, <kbd>/</kbd> find, <kbd>?</kbd> all keys
      </p>
      <button type="button" class="quiet" onClick={turn}>
        {areOn ? "Switch single keys off" : "Switch single keys on"}
      </button>
    </details>
  );
}

/** Moves to the row after or before the one that has the focus, or that is open. */
function goTo(step: 1 | -1) {
  const rows = [...document.querySelectorAll<HTMLAnchorElement>(".todos .cover")];
  if (rows.length === 0) return;
  const open = document.querySelector<HTMLAnchorElement>(".todos [aria-current] .cover");
  const here = rows.indexOf(
    rows.includes(document.activeElement as HTMLAnchorElement)
      ? document.activeElement as HTMLAnchorElement
      : open as HTMLAnchorElement,
  );
  const at = here === -1 ? (step === 1 ? 0 : rows.length - 1) : here + step;
  rows[Math.max(0, Math.min(rows.length - 1, at))].focus();
}
