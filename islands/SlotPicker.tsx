import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { TimePicker } from "@/components/booking/TimePicker.tsx";
import type { TimesView } from "@/lib/booking/times.ts";

/**
 * Opens another day without loading the page again. Every day is a link as well: where this
 * does not run, or does not get an answer, the link does the same.
 *
 * @param source address of the times as JSON; takes the query of a day's link
 */
export default function SlotPicker({ first, source }: { first: TimesView; source: string }) {
  const times = useSignal(first);
  const said = useSignal("");
  const wanted = useRef(0);
  const box = useRef<HTMLDivElement>(null);

  async function open(href: string, isNew: boolean) {
    const turn = ++wanted.current;
    said.value = "Looking up times…";
    try {
      const query = new URL(href, location.href).searchParams;
      query.set("view", "1");
      const response = await fetch(`${source}?${query}`);
      if (!response.ok) throw response;
      const view: TimesView = await response.json();
      if (turn !== wanted.current) return;
      if (isNew) history.pushState(null, "", href);
      times.value = view;
      const { day } = view;
      said.value = day ? `${day.label}: ${day.count}` : "There are no free times in these days.";
      requestAnimationFrame(() => box.current?.querySelector<HTMLElement>("#day")?.focus());
    } catch {
      location.assign(href);
    }
  }

  useEffect(() => {
    const back = () => open(location.href, false);
    addEventListener("popstate", back);
    return () => removeEventListener("popstate", back);
  }, []);

  function onOpen(event: MouseEvent, href: string) {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    open(href, true);
  }

  return (
    <div class="picker" ref={box}>
      <TimePicker times={times.value} kept={null} onOpen={onOpen} />
      <p role="status" class="unseen">{said.value}</p>
    </div>
  );
}
