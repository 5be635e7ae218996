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

/** What the job does next: to drive, to arrive, or `children`: there, or where its time has passed, nobody drives now. */
export function NextStep({ stop: { task_id, state, not_closed }, children }: {
  stop: { task_id: string; state: string; not_closed: boolean };
  children: ComponentChildren;
}) {
  if (state === "scheduled" && !not_closed) {
    return <StepButton task={task_id} to="en_route">On my way</StepButton>;
  }
  if (state === "en_route" && !not_closed) {
    return <StepButton task={task_id} to="in_progress">I've arrived</StepButton>;
  }
  return <>{children}</>;
}
