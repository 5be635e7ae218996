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
    for (const field of fields) {
      if (field.value === "") field.value = kept[field.name] ?? "";
    }
    const keep = () => {
      for (const { name, value } of fields) kept[name] = value;
      sessionStorage.setItem(key, JSON.stringify(kept));
    };
    // What the page itself brought back counts as typed too.
    keep();
    form.addEventListener("input", keep);
    return () => form.removeEventListener("input", keep);
  }, []);

  return <span ref={mark} hidden />;
}
