import { useEffect } from "preact/hooks";
import { isTyping } from "./FindBox.tsx";

/** Keys of the questions of imports: j and k go through them, 1 to 3 choose a side of the one that has the focus, or of the only one. */
export default function ConflictKeys() {
  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
      if (document.querySelector(":popover-open")) return;
      if (event.key === "j") goTo(1);
      else if (event.key === "k") goTo(-1);
      else if (/^[1-3]$/.test(event.key)) choose(event.key);
      else return;
      event.preventDefault();
    }
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
  return (
    <p class="on-screen soft">
      <kbd>j</kbd> <kbd>k</kbd> <span aria-keyshortcuts="j k">next and previous question</span>,
      {" "}
      <kbd data-does="Choose a side of the question">1–3</kbd> choose a side
    </p>
  );
}

const questions = () => [...document.querySelectorAll<HTMLElement>(".conflict")];
const current = () => document.activeElement?.closest<HTMLElement>(".conflict");

function goTo(step: 1 | -1) {
  const all = questions();
  const here = all.indexOf(current()!);
  const at = here === -1 ? (step === 1 ? 0 : all.length - 1) : here + step;
  const next = all[Math.max(0, Math.min(all.length - 1, at))];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function choose(key: string) {
  const all = questions();
  const question = current() ?? (all.length === 1 ? all[0] : null);
  question?.querySelector<HTMLElement>(`[data-key="${key}"]`)?.click();
}
