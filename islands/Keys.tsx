import { useEffect, useRef, useState } from "preact/hooks";
import { isTyping } from "./FindBox.tsx";

/** A key, and what it does here. */
type Key = [key: string, does: string];

/**
 * Lists the keys of a page when `?` is pressed: those that its own parts name with `aria-keyshortcuts`,
 * and those that belong to no part, with `data-does`.
 */
export default function Keys() {
  const [keys, setKeys] = useState<Key[]>([]);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if (event.key !== "?" || isTyping(event)) return;
      event.preventDefault();
      setKeys(keysOfPage());
      list.current!.togglePopover();
    }
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
  const close = () => list.current!.hidePopover();
  return (
    <div class="key-list" popover="auto" ref={list} role="dialog" aria-label="Keys on this page">
      <h2>Keys on this page</h2>
      <dl>
        {keys.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <button type="button" class="quiet" autofocus onClick={close}>Close</button>
    </div>
  );
}

function keysOfPage(): Key[] {
  const parts = [...document.querySelectorAll<HTMLElement>("[aria-keyshortcuts]")];
  const ofParts = parts.map((part): Key => {
    const key = part.getAttribute("aria-keyshortcuts")!;
    const label = (part as HTMLInputElement).labels?.[0] ?? part;
    const words = [...label.childNodes].filter(({ nodeName }) => nodeName !== "KBD");
    return [key, part.ariaLabel ?? words.map((each) => each.textContent).join("").trim()];
  });
  const others = [...document.querySelectorAll<HTMLElement>("[data-does]")];
  return [
    ...new Map<string, string>([
      ...others.map((key): Key => [key.textContent!, key.dataset.does!]),
      ...ofParts,
      ["Esc", "Close what is open"],
      ["?", "This list"],
    ]),
  ];
}
