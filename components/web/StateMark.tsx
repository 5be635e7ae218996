import type { Mark } from "@/lib/text/mark.ts";

/** A state: its word, and a shape that says the same. */
export function StateMark({ mark }: { mark: Mark }) {
  return <span class={`mark ${mark.shape}`}>{mark.text}</span>;
}
