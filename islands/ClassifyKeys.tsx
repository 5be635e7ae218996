import { useEffect, useRef, useState } from "preact/hooks";

const SELECTS = "select";
const TICKS = "input[name=tick]";

/**
 * How many are ticked, the keys that go through the rows (j, k) and tick them (x), and the memory of what was chosen: whoever
 * leaves the page finds it again in this tab. Without it the page's own ticks and buttons do the same work.
 */
export default function ClassifyKeys() {
  const mark = useRef<HTMLParagraphElement>(null);
  const [ticked, setTicked] = useState<{ count: number; all: number } | null>(null);

  useEffect(() => {
    const form = mark.current!.closest("form")!;
    const ticks = [...form.querySelectorAll<HTMLInputElement>(TICKS)];
    const selects = [...form.querySelectorAll<HTMLSelectElement>(SELECTS)];
    const key = "enrolment products";
    const kept: Record<string, string> = JSON.parse(sessionStorage.getItem(key) ?? "{}");
    for (const select of selects) select.value = kept[select.name] ?? select.value;
    for (const tick of ticks) {
      const was = kept[`tick ${tick.value}`];
      if (was !== undefined) tick.checked = was === "yes";
    }
    const count = () =>
      setTicked({ count: ticks.filter(({ checked }) => checked).length, all: ticks.length });
    const keep = ({ target }: Event) => {
      if (target instanceof HTMLSelectElement) kept[target.name] = target.value;
      if (target instanceof HTMLInputElement) {
        kept[`tick ${target.value}`] = target.checked ? "yes" : "";
      }
      sessionStorage.setItem(key, JSON.stringify(kept));
      count();
    };
    const onKey = (event: KeyboardEvent) => {
      if (isElsewhere(event)) return;
      const here = ticks.indexOf(rowTick(document.activeElement)!);
      if (event.key === "j") goTo(ticks, here + 1);
      else if (event.key === "k") goTo(ticks, here === -1 ? ticks.length - 1 : here - 1);
      else if (event.key === "x" && here !== -1) ticks[here].click();
      else return;
      event.preventDefault();
    };
    count();
    form.addEventListener("change", keep);
    addEventListener("keydown", onKey);
    return () => {
      form.removeEventListener("change", keep);
      removeEventListener("keydown", onKey);
    };
  }, []);

  return (
    <p ref={mark} class="on-screen">
      {ticked === null ? "Tick what is right." : (
        <>
          <strong role="status">{ticked.count} of {ticked.all} ticked.</strong> <kbd>x</kbd> ticks,
          {" "}
          <kbd>j</kbd> <kbd>k</kbd> move.
        </>
      )}
    </p>
  );
}

/** Whether a key is meant for something else: text that is typed, an open list, or the browser. */
const isElsewhere = ({ target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean =>
  ctrlKey || metaKey || altKey || document.querySelector(":popover-open") !== null ||
  (target as HTMLElement).matches("input:not([type=checkbox]), textarea, select");

/** The tick of the row that has the focus. */
const rowTick = (element: Element | null) =>
  element?.closest("tr")?.querySelector<HTMLInputElement>(TICKS) ?? null;

function goTo(ticks: HTMLInputElement[], place: number) {
  ticks[Math.max(0, Math.min(ticks.length - 1, place))]?.focus();
}
