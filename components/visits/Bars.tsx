import type { ComponentChildren } from "preact";
import { SendingState } from "@/components/web/SendingState.tsx";

/** The way back, and how it stands with what was typed. */
export function BackRow(
  { href, to, saved }: { href: string; to: string; saved?: string | null },
) {
  return (
    <div class="tech-top">
      <a class="back" href={href} aria-current="false">
        <span aria-hidden="true">‹</span> {to}
      </a>
      <SendingState saved={saved} />
    </div>
  );
}

/** The next step, where the thumb is. */
export function Thumb({ children }: { children: ComponentChildren }) {
  return (
    <section class="thumb" aria-label="Next step">
      <div>{children}</div>
    </section>
  );
}

/** Takes a stop to its next state; the page that follows is the visit's. */
export function StepButton({ task, to, children, quiet = false }: {
  task: string;
  to: "en_route" | "in_progress" | "scheduled";
  children: string;
  quiet?: boolean;
}) {
  return (
    <form method="post" action="/tech">
      <input type="hidden" name="task_id" value={task} />
      <input type="hidden" name="state" value={to} />
      <button type="submit" class={quiet ? "quiet" : "wide"}>{children}</button>
    </form>
  );
}
