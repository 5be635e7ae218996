import { useEffect, useRef } from "preact/hooks";

/**
 * Keeps what is typed into the form that it stands in, in this tab, until the visit is booked: whoever goes
 * back finds it again. Without it the page's own buttons take it along.
 *
 * @param forget drops what was kept instead
 */
export default function KeepTyped({ forget = false }: { forget?: boolean }) {
  const mark = useRef<HTMLSpanElement>(null);

  useEffect(() => {
    const key = `typed ${location.pathname}`;
    if (forget) {
      sessionStorage.removeItem(key);
      return;
    }
    const form = mark.current!.closest("form")!;
    const kept: Record<string, string> = JSON.parse(sessionStorage.getItem(key) ?? "{}");
    const fields = [
      ...form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(
        "textarea, input[type=tel], input:not([type])",
      ),
    ];
    const ticks = [...form.querySelectorAll<HTMLInputElement>("input[type=checkbox]")];
    const tickOf = ({ name, value }: HTMLInputElement) => `${name} ${value}`;
    for (const field of fields) {
      if (field.value === "") field.value = kept[field.name] ?? "";
    }
    for (const tick of ticks) tick.checked ||= kept[tickOf(tick)] === "yes";
    const keep = () => {
      for (const { name, value } of fields) kept[name] = value;
      for (const tick of ticks) kept[tickOf(tick)] = tick.checked ? "yes" : "";
      sessionStorage.setItem(key, JSON.stringify(kept));
    };
    // What the page itself brought back counts as typed too.
    keep();
    form.addEventListener("input", keep);
    return () => form.removeEventListener("input", keep);
  }, []);

  return <span ref={mark} hidden />;
}
