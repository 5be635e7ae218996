import { useEffect } from "preact/hooks";

/** Puts the cursor into a search box when `/` is pressed anywhere outside of a field. */
export default function SearchKey({ target }: { target: string }) {
  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      const within = event.target as HTMLElement;
      const isTyping = within.matches("input, textarea, select, [contenteditable]");
      if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
      const box = document.getElementById(target) as HTMLInputElement | null;
      if (box === null) return;
      event.preventDefault();
      box.focus();
      box.select();
    }
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
  return null;
}
