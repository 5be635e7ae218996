import type { ToldDay } from "@/lib/board/told.ts";
import { clockOf } from "@/lib/board/clock.ts";

/** The best place of a technician's day for what is in the hand, as a button; or why there is none. */
export function Offered({ id, name, told }: { id: string; name: string; told: ToldDay }) {
  if (told.best === null) return <span class="mark off">{told.why}</span>;
  return (
    <button
      type="submit"
      form="put"
      name="place"
      value={`${id}/${told.day}/${clockOf(told.best.minute)}`}
      class="second"
    >
      <span class="mark done">{told.best.text}</span>
      <span class="unseen">, with {name}</span>
    </button>
  );
}
