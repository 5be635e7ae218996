import type { ComponentChildren } from "preact";

/** What was done just now, above what became of it: eyes, readers and keyboards go on from here. */
export function Told({ id, children }: { id?: string; children: ComponentChildren }) {
  return (
    <p class="notice" role="status" id={id} tabIndex={-1} autofocus>
      {children}
    </p>
  );
}
