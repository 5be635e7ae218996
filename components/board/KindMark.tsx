import type { TaskType } from "@/lib/board/shapes.ts";
import { KINDS } from "@/lib/board/words.ts";

/** What kind of work something is: its letter in its shape, the word for whoever hears it. */
export function KindMark({ of }: { of: TaskType }) {
  const { letter, name } = KINDS[of];
  return (
    <>
      <span class="kind" aria-hidden="true" title={name}>{letter}</span>
      <span class="unseen">{`${name}, `}</span>
    </>
  );
}

/** What the letters and shapes mean. */
export function KindLegend() {
  return (
    <ul class="kind-legend" aria-label="Kinds of work">
      {Object.values(KINDS).map(({ letter, name, style }) => (
        <li key={name} class={style}>
          <span class="kind" aria-hidden="true">{letter}</span> {name}
        </li>
      ))}
    </ul>
  );
}
