import { useEffect, useRef, useState } from "preact/hooks";
import { Pieces } from "@/components/find/FoundList.tsx";
import type { FoundGroup } from "@/lib/find/rows.ts";

interface Answer {
  typed: string;
  total: number;
  groups: FoundGroup[];
}

/** How long nobody types before something is looked up. */
const PAUSE = 150;

/**
 * The box that finds anything: lists what fits while somebody types, as a combobox. Without this, and where no
 * answer comes, the form leads to the page with the same results.
 */
export default function FindBox({ typed }: { typed: string }) {
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [active, setActive] = useState(-1);
  const [isAlive, setAlive] = useState(false);
  const asking = useRef<{ timer?: ReturnType<typeof setTimeout>; abort?: AbortController }>({});
  const cameFrom = useSlash();
  useEffect(() => {
    setAlive(true);
    // What was typed before this came alive: the caller is on the phone already.
    const box = document.getElementById("find") as HTMLInputElement;
    if (document.activeElement === box && box.value !== typed) askFor(box.value);
  }, []);

  const hrefs = answer ? hrefsOf(answer) : [];
  const isOpen = answer !== null;

  function close() {
    clearTimeout(asking.current.timer);
    asking.current.abort?.abort();
    setAnswer(null);
    setActive(-1);
  }

  function askFor(value: string) {
    clearTimeout(asking.current.timer);
    asking.current.abort?.abort();
    if (value.trim().length < 2) return close();
    asking.current.timer = setTimeout(() => look(value.trim()), PAUSE);
  }

  async function look(value: string) {
    const abort = asking.current.abort = new AbortController();
    try {
      const query = new URLSearchParams({ q: value });
      const response = await fetch(`/office/search.json?${query}`, { signal: abort.signal });
      const found = await response.json();
      setAnswer({ ...found, typed: value });
      setActive(-1);
    } catch {
      // A newer question, or no answer: the form is still there.
    }
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.isComposing) return;
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key === "Escape" && !isOpen) cameFrom.current?.focus();
    if (!isOpen) return;
    if (event.key in steps) {
      const places = hrefs.length + 1;
      setActive((active + 1 + steps[event.key] + places) % places - 1);
    } else if (event.key === "Enter" && active >= 0) location.assign(hrefs[active]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  }

  useEffect(
    () => document.getElementById(`found-${active}`)?.scrollIntoView({ block: "nearest" }),
    [
      active,
    ],
  );

  return (
    <form
      class="find"
      role="search"
      action="/office/search"
      onFocusOut={({ currentTarget, relatedTarget }) =>
        currentTarget.contains(relatedTarget as Node | null) || close()}
    >
      <label class="unseen" for="find">Find anything</label>
      <input
        id="find"
        name="q"
        type="search"
        maxLength={200}
        placeholder="Find a name, phone, serial, invoice …"
        autocomplete="off"
        aria-keyshortcuts="/"
        defaultValue={typed}
        onInput={({ currentTarget }) => askFor(currentTarget.value)}
        onKeyDown={onKeyDown}
        {...isAlive && {
          role: "combobox",
          "aria-autocomplete": "list",
          "aria-expanded": isOpen,
          "aria-controls": "found",
          "aria-activedescendant": active >= 0 ? `found-${active}` : undefined,
        }}
      />
      <kbd aria-hidden="true">/</kbd>
      <p class="unseen" role="status">
        {answer && (answer.total === 1 ? "1 result" : `${answer.total} results`)}
      </p>
      {answer && <Listed answer={answer} active={active} />}
    </form>
  );
}

/** Where each thing listed leads, last of all to everything. */
function hrefsOf({ groups, typed }: Answer): string[] {
  return [
    ...groups.flatMap(({ rows }) => rows.map(({ href }) => href)),
    `/office/search?${new URLSearchParams({ q: typed })}`,
  ];
}

function Listed({ answer, active }: { answer: Answer; active: number }) {
  const hrefs = hrefsOf(answer);
  let place = 0;
  const option = () => ({
    id: `found-${place}`,
    role: "option" as const,
    "aria-selected": place === active,
    tabIndex: -1,
    href: hrefs[place++],
    // The cursor stays in the box.
    onMouseDown: (event: MouseEvent) => event.preventDefault(),
  });
  return (
    <div class="typing" id="found" role="listbox" aria-label="Results">
      {answer.groups.map(({ kind, label, rows }) => (
        <div role="group" aria-labelledby={`found-${kind}`} key={kind}>
          <p id={`found-${kind}`}>{label}</p>
          {rows.map(({ name, about, mark }) => {
            const attributes = option();
            return (
              <a key={attributes.href} {...attributes}>
                <b>
                  <Pieces of={name} />
                </b>
                <small>
                  <Pieces of={about} />
                </small>
                {mark && <small class={`mark ${mark.shape}`}>{mark.text}</small>}
              </a>
            );
          })}
        </div>
      ))}
      <a {...option()}>
        <b>
          {answer.total === 0
            ? `Nothing fits “${answer.typed}”: what was searched`
            : `All ${answer.total.toLocaleString("en-CA")} results for “${answer.typed}”`}
        </b>
      </a>
    </div>
  );
}

/** `/` outside of a field puts the cursor into the box; where it was before is what this keeps. */
function useSlash() {
  const cameFrom = useRef<HTMLElement | null>(null);
  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if (event.key !== "/" || isTyping(event)) return;
      const box = document.getElementById("find") as HTMLInputElement;
      event.preventDefault();
      cameFrom.current = document.activeElement as HTMLElement | null;
      box.focus();
      box.select();
    }
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
  return cameFrom;
}

/** Whether a key belongs to a field, or to the browser. */
export function isTyping({ target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return ctrlKey || metaKey || altKey ||
    (target as HTMLElement).matches("input, textarea, select, [contenteditable]");
}
