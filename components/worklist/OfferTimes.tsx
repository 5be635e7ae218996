import { dayOf, timeText } from "@/lib/text/dates.ts";
import type { ActivityPage } from "@/lib/worklist/shapes.ts";
import { shortDay } from "@/lib/worklist/words.ts";

/** The first times that a technician can come: each opens the booking with that time chosen. */
export function OfferTimes({ activity, zone }: { activity: ActivityPage; zone: string }) {
  const { contract_id, offers } = activity;
  if (contract_id === null || offers.length === 0) return null;
  const book = `/office/contracts/${contract_id}/book`;
  return (
    <section aria-labelledby="offer">
      <div class="panel-top">
        <h2 id="offer">Offer a time</h2>
        <a class="button" href={book} aria-keyshortcuts="b">
          Book <kbd aria-hidden="true">b</kbd>
        </a>
      </div>
      <ul class="times">
        {offers.map(({ starts_at, technician_id, technician_name }) => (
          <li key={starts_at + technician_id}>
            <a
              class="offer-time"
              href={`${book}?${new URLSearchParams({ at: starts_at, technician: technician_id })}`}
            >
              <b>{shortDay(dayOf(starts_at, zone))}</b>
              <small>{timeText(starts_at, zone)}, {technician_name}</small>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
