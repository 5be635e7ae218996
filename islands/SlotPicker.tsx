import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { TimePicker } from "@/components/booking/TimePicker.tsx";
import type { TimesView } from "@/lib/booking/times.ts";

/**
 * Opens another day or week without loading the page again. Each is a link as well: where this
 * does not run, or does not get an answer, the link does the same.
 *
 * @param source address of the times as JSON; takes the query of a link
 */
export default function SlotPicker(
  { first, source, phone }: {
    first: TimesView;
    source: string;
    phone: { text: string; href: string };
  },
) {
  const times = useSignal(first);
  const said = useSignal("");
  const wanted = useRef(0);
  const box = useRef<HTMLDivElement>(null);

  async function open(href: string, isNew: boolean) {
    const turn = ++wanted.current;
    said.value = "Looking up times…";
    try {
      const { searchParams: query, hash } = new URL(href, location.href);
      query.set("view", "1");
      const response = await fetch(`${source}?${query}`);
      if (!response.ok) throw response;
      const view: TimesView = await response.json();
      if (turn !== wanted.current) return;
      if (isNew) history.pushState(null, "", href);
      takeAlongPlace();
      times.value = view;
      const { day, week } = view;
      said.value = day ? `${day.label}: ${day.count}` : `No such times: ${week?.label ?? ""}`;
      requestAnimationFrame(() =>
        box.current?.querySelector<HTMLElement>(hash === "#days" || !day ? "#days" : "#day")
          ?.focus()
      );
    } catch {
      location.assign(href);
    }
  }

  useEffect(() => {
    let shown = location.search;
    const back = () => {
      // A jump within the page, such as over its header, opens nothing.
      if (location.search !== shown) open(location.href, false);
      shown = location.search;
    };
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
      <TimePicker times={times.value} phone={phone} onOpen={onOpen} />
      <p role="status" class="unseen">{said.value}</p>
    </div>
  );
}

/** The ways elsewhere below the times lead back to what is shown now, as they do where a page is loaded. */
function takeAlongPlace(): void {
  const here = new URLSearchParams(location.search);
  for (const way of document.querySelectorAll<HTMLAnchorElement>(".otherwise a:not(.phone)")) {
    const to = new URL(way.href);
    for (const name of ["from", "day", "half"]) {
      const value = here.get(name);
      if (value === null) to.searchParams.delete(name);
      else to.searchParams.set(name, value);
    }
    way.href = to.href;
  }
}
