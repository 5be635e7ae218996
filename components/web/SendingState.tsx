import { unbroken } from "@/lib/text/dates.ts";

/**
 * How it stands with what was typed on this phone, and the way to what waits. What the server shows is sent; a script
 * says where something is not (`lib/phone/page.ts`).
 *
 * @param saved when what is on the page was last kept
 */
export function SendingState({ saved }: { saved?: string | null }) {
  const text = saved ? unbroken(`Saved ${saved}`) : "Sent";
  return (
    <p class="sending" role="status">
      <a href="/tech/sending" aria-current="false">
        <span class="mark done" data-saved={saved ? text : undefined}>{text}</span>
      </a>
    </p>
  );
}
